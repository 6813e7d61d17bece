import type { Fake } from '../fake.js';
import { readJson, type SquareRouter } from '../http/context.js';
import * as admin from '../schemas/admin.js';
import { answerOf } from '../state/order-book.js';
import { hiddenBecause, ticketOf, type Ticket } from '../state/tickets.js';
import { cancelAtTill } from '../state/till.js';

/** The point of sale: the tickets on its screens, and what a cook does to them. */
export function adminOrders(router: SquareRouter, fake: Fake): void {
  const ticket = (id: string): Ticket | undefined => ticketOf(fake.state.orders.get(id), fake.state.payments.of(id));
  router.get('/tickets', (ctx) => {
    const { location_id } = ctx.query;
    const tickets = fake.state.orders
      .all()
      .flatMap(({ id }) => ticket(id) ?? [])
      .filter((one) => (location_id ?? one.location_id) === one.location_id);
    ctx.body = { tickets };
  });
  router.get('/orders', (ctx) => {
    const orders = fake.state.orders.all();
    ctx.body = {
      orders: orders.map((entry) => ({ order: answerOf(entry), hidden_because: hiddenBecause(entry) ?? null })),
    };
  });
  router.get('/payments', (ctx) => {
    ctx.body = { payments: fake.state.payments.all() };
  });
  router.post('/orders/:order/fulfillment', async (ctx) => {
    const { state } = admin.checkMove(await readJson(ctx));
    ctx.body = { order: fake.state.orders.move(ctx.params['order'] ?? '', state) };
  });
  router.post('/orders/:order/cancel', async (ctx) => {
    const id = ctx.params['order'] ?? '';
    const { reason = 'Cancelled at the till' } = admin.checkCancel(await readJson(ctx));
    cancelAtTill(fake.state.orders, fake.state.payments, id, reason);
    ctx.body = { order: answerOf(fake.state.orders.get(id)) };
  });
}
