import { call, field, isRecord, list } from '#kit/demo/json.js';
import type { Shop } from '../world/shops.js';
import type { Town } from '../world/town.js';
import { listIn, textIn } from './json.js';

/** All that is known of one order, a line a step: the simulator's side, the till's, and the bridge's. */
export async function historyOf(town: Town, shops: readonly Shop[], orderId: string): Promise<readonly string[]> {
  const { hub, till, operator } = town;
  const read = async (title: string, task: () => Promise<readonly string[]>): Promise<readonly string[]> =>
    task().catch((error: unknown) => [`${title}: ${error instanceof Error ? error.message : String(error)}`]);
  const get = ({ url, token }: { readonly url: string; readonly token: string }, path: string): Promise<unknown> =>
    call('GET', `${url}${path}`, token);
  const parts = [
    read('simulator', async () => {
      const stored = field(await get(hub, `/admin/orders/${orderId}`), 'data');
      const order = field(stored, 'order');
      const items = JSON.stringify(field(order, 'items'));
      const what = `${textIn(order, 'status')} at ${textIn(order, 'locationName')}, notes “${textIn(order, 'notes')}”`;
      return [`simulator: ${what}, ${items}`, ...lines('simulator', listIn(stored, 'timeline'))];
    }),
    read('webhooks', async () => {
      const told = list(await get(hub, `/admin/deliveries?orderId=${orderId}`), 'data');
      return told.map((one) => {
        const attempts = listIn(one, 'attempts').map((attempt) => JSON.stringify(attempt));
        const what = `${textIn(one, 'eventType')} ${textIn(one, 'eventId')} ${textIn(one, 'state')}`;
        return `webhook: ${[what, ...attempts].join(' ')}`;
      });
    }),
    read('calls', async () => {
      const calls = list(await get(hub, `/admin/requests?method=PATCH&path=${orderId}`), 'data');
      return calls.map((one) => `told: ${JSON.stringify(one).slice(0, 400)}`);
    }),
    ...shops.map(({ plan, key }) =>
      read('till', async () => {
        const path = `/v1/stores/${plan.id}/orders?reference=${orderId}&limit=100`;
        const tickets = list(await get({ url: till.url, token: key }, path), 'data');
        return tickets.flatMap((ticket) => [
          `till: ticket ${textIn(ticket, 'id')} at ${plan.id}, made ${textIn(ticket, 'created_at')}: ${JSON.stringify(field(ticket, 'lines'))}`,
          ...lines('till', listIn(ticket, 'history')),
        ]);
      }),
    ),
    read('bridge', async () => {
      const order = field(await get(operator, `/api/v1/orders/${orderId}`), 'data');
      const told = ['phase', 'attention', 'rejected', 'tickets', 'deadlineAt', 'updatedAt'].map((key) =>
        isRecord(order) && order[key] !== undefined ? `${key} ${JSON.stringify(order[key])}` : '',
      );
      return [`bridge: ${told.join(' ')}`, ...lines('bridge', listIn(order, 'timeline'))];
    }),
    read('inbox', async () =>
      lines('inbox', list(await get(operator, `/api/v1/events?orderId=${orderId}&limit=100`), 'data')),
    ),
  ];
  return (await Promise.all(parts)).flat();
}

function lines(side: string, entries: readonly unknown[]): readonly string[] {
  return entries.map((entry) => `${side}: ${JSON.stringify(entry)}`);
}
