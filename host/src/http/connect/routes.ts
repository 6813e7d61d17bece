import Router from '@koa/router';
import type { Context } from 'koa';
import { asFault, Fault } from '@poshub-bridge/core';
import type { HttpDeps } from '../deps.js';
import { sendPage } from '../pages/layout.js';
import { demandFormToken, digestOf, newSecret } from './browser.js';
import { answerWithPages, refuseLooking } from './failing.js';
import { showEntrance, showStores, type Visitor } from './pages.js';
import { readForm, readQuery } from './parameters.js';
import { comeBack } from './returning.js';
import { createSite, type Site } from './site.js';
import { leave, present, StoreChoices } from './steps.js';
import { DonePage } from './views/end-pages.js';

/**
 * The merchant's way from POS Hub's redirect to a connected store: pages without scripts, bound to one browser.
 * @throws Fault `config.adapter_unusable` where the manifest's credentials can't be asked for by a form
 */
export function connectRoutes(deps: HttpDeps): Router {
  const site = createSite(deps);
  const choices = new StoreChoices(site);
  const router = new Router();
  router.use(answerWithPages(site));
  router.get('/poshub/install', refuseLooking, (ctx) => begin(site, ctx));
  router.get('/connect/callback', refuseLooking, (ctx) => comeBack(site, ctx));
  router.get('/connect/:connectionId', (ctx) => show(site, ctx, ctx.params['connectionId'] ?? ''));
  router.post('/connect/:connectionId', (ctx) => submit(site, choices, ctx, ctx.params['connectionId'] ?? ''));
  router.get('/connect/:connectionId/done', (ctx) => {
    sendPage(ctx, 200, DonePage({ till: site.tillName, store: site.memory.store(ctx) }));
  });
  return router;
}

async function begin(site: Site, ctx: Context): Promise<void> {
  const request = site.wire.readInstall(Object.fromEntries(readQuery(ctx, 'install.incomplete')));
  const secret = newSecret();
  await site.installing.begin(request, digestOf(secret));
  site.memory.remember(ctx, secret);
  site.goTo(ctx, site.pathOf(request.connectionId));
}

async function show(site: Site, ctx: Context, connectionId: string): Promise<void> {
  const secret = site.memory.secret(ctx);
  const visitor: Visitor = { attempt: await site.installing.attempt(digestOf(secret), connectionId), secret };
  // The merchant wants to give another access than the one that was proved.
  if (new URLSearchParams(ctx.querystring).has('change')) return showEntrance(site, ctx, visitor);
  try {
    const stores = await site.installing.stores(visitor.attempt);
    await showStores(site, ctx, visitor, stores);
  } catch (error) {
    const fault = asFault(error);
    if (fault.code === 'install.expired') return showEntrance(site, ctx, visitor);
    if (fault.side === 'credentials') return showEntrance(site, ctx, visitor, { fault });
    throw fault;
  }
}

async function submit(site: Site, choices: StoreChoices, ctx: Context, connectionId: string): Promise<void> {
  site.memory.demandOwnPage(ctx);
  const sent = await readForm(ctx, site.bodyBytes);
  const secret = site.memory.secret(ctx);
  demandFormToken(secret, sent.get('csrf'));
  const step = sent.get('step');
  const made = step === 'store' || step === 'choices' ? await choices.made(digestOf(secret), connectionId) : undefined;
  if (made !== undefined) {
    choices.finish(ctx, made);
    return;
  }
  const visitor: Visitor = { attempt: await site.installing.attempt(digestOf(secret), connectionId), secret };
  switch (step) {
    case 'authorize':
      return leave(site, ctx, visitor);
    case 'credentials':
      return present(site, ctx, visitor, sent);
    case 'store':
    case 'choices':
      return choices.choose(ctx, visitor, sent);
    default:
      throw new Fault('request.unreadable', { detail: 'the form names no step' });
  }
}
