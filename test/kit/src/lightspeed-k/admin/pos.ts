import { badRequest, notFound } from '../errors.js';
import type { Fake } from '../fake.js';
import { numberIn } from '../http/calls.js';
import { readJson, type LightspeedRouter } from '../http/context.js';
import * as admin from '../schemas/admin.js';
import { isOpen } from '../state/accounts.js';
import { ticketOf } from '../wire/ticket.js';

/** The point of sale: the checks on its screens, what people do to them, its state, its stock and what it sells. */
export function adminPos(router: LightspeedRouter, fake: Fake): void {
  router.get('/tickets', (ctx) => {
    const { businessLocationId: asked } = ctx.query;
    const location = asked === undefined ? undefined : numberIn('businessLocationId', asked);
    ctx.body = { tickets: fake.state.accounts.all(location).map(ticketOf) };
  });
  router.post('/accounts/:account/status', async (ctx) => {
    const { status } = admin.checkMove(await readJson(ctx));
    const account = fake.state.accounts.find(ctx.params['account'] ?? '');
    if (!account) throw notFound('There is no such account.');
    if (!isOpen(account)) throw badRequest(`The account is ${account.status}.`);
    if (status !== 'CHECK_WAS_UPDATED') fake.state.accounts.move(account, status);
    if (status !== 'OPEN') fake.state.news.account(account, status);
    ctx.body = { ticket: ticketOf(account) };
  });
  router.patch('/pos/:location', async (ctx) => {
    const { id } = fake.state.location(numberIn('location', ctx.params['location']));
    fake.state.pos.setStatus(id, admin.checkPos(await readJson(ctx)));
    ctx.body = fake.state.pos.status(id);
  });
  router.put('/stock', async (ctx) => {
    const { businessLocationId, sku, count } = admin.checkStock(await readJson(ctx));
    if (!fake.state.catalog.items.has(sku)) throw notFound('There is no such item.');
    fake.state.stock.set(fake.state.location(businessLocationId).id, sku, count);
    ctx.body = {};
  });
  catalogRoutes(router, fake);
}

function catalogRoutes(router: LightspeedRouter, fake: Fake): void {
  router.put('/catalog', async (ctx) => {
    fake.state.catalog.fill(admin.checkCatalog(await readJson(ctx)));
    fake.state.stock.clear();
    ctx.body = {};
  });
  router.patch('/items/:sku', async (ctx) => {
    const item = fake.state.catalog.items.get(ctx.params['sku'] ?? '');
    if (!item) throw notFound('There is no such item.');
    ctx.body = { item: Object.assign(item, admin.checkItem(await readJson(ctx))) };
  });
  router.delete('/items/:sku', (ctx) => {
    if (!fake.state.catalog.remove(ctx.params['sku'] ?? '')) throw notFound('There is no such item.');
    ctx.body = {};
  });
}
