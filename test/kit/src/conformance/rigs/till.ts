import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fulfilment, OrderStatus } from '@poshub-bridge/core';
import { startTill } from '../../till/start.js';
import { signature } from '../../till/webhooks/sign.js';
import { isOrder } from '../../till/schemas.js';
import type { FulfilmentType, NamedAmount, Order, TakenLine, TakenModifier } from '../../till/wire.js';
import type { Menu } from '../corpus/types.js';
import {
  Unable,
  type Fake,
  type Rig,
  type SeenAmount,
  type SeenLine,
  type SeenOption,
  type SeenTicket,
} from '../rig.js';
import { callerOf, done, field, listOf } from './calls.js';
import { changed, keyOf, objectsOf, stockOf } from './till-menu.js';

const SECRET = 'a secret of the conformance kit';

/** The local till as the kit looks at it (docs/till.md). */
export const tillRig: Rig = {
  name: 'the local till',
  cannot: { expire: 'its API keys never end' },
  start: startFake,
};

export default tillRig;

async function startFake(): Promise<Fake> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-till-'));
  const till = await startTill({ state: join(folder, 'till.db'), webhooks: { firstRetryMs: 20, maxRetryMs: 50 } });
  const api = callerOf(`${till.url}/v1`, till.apiKey);
  const admin = callerOf(`${till.adminUrl}/admin`, till.adminToken);
  const menus = new Map<string, Menu>();

  async function put(store: string, menu: Menu): Promise<void> {
    await admin('PUT', `/stores/${store}/catalog`, { data: objectsOf(menu) });
    if (menu.hours !== undefined) await admin('PATCH', `/stores/${store}`, { hours: menu.hours });
    for (const { id, available } of stockOf(menu).filter((one) => !one.available))
      await api('PUT', `/stores/${store}/stock/${id}`, { in_stock: available });
    menus.set(store, menu);
  }

  return {
    url: till.url,
    merchant: 'mer_lumen',
    stores: [
      { ref: 'str_soho', name: 'Lumen Soho', currency: 'GBP', timezone: 'Europe/London' },
      { ref: 'str_kreuzberg', name: 'Lumen Kreuzberg', currency: 'EUR', timezone: 'Europe/Berlin' },
    ],
    settings: (url) => ({ baseUrl: url, webhookSecret: SECRET }),
    credentials: { apiKey: till.apiKey },
    wrongCredentials: { apiKey: 'till_this_key_opens_nothing' },
    seed: put,
    change: async (store, change) => {
      const menu = changed(menus.get(store) ?? { products: [] }, change);
      if (change.type !== 'stock') return put(store, menu);
      const item = stockOf(menu).find(({ id }) => keyOf(id) === change.key);
      if (item === undefined) throw new Unable(`nothing is called ${change.key}`);
      await api('PUT', `/stores/${store}/stock/${item.id}`, { in_stock: change.available });
      menus.set(store, menu);
    },
    tickets: async (store) => (await ordersOf(api, store)).map(seenTicket),
    move: async (ticket, status) => {
      if (status === 'placed' || status === 'delivery-failed') throw new Unable(`it has no status ${status}`);
      await api('POST', `/orders/${ticket}/status`, { status });
    },
    hold: (store) => done(admin('PATCH', `/stores/${store}`, { auto_accept: false })),
    close: (store) => done(admin('PATCH', `/stores/${store}`, { open: false })),
    revoke: () => done(admin('POST', '/keys/revoke', { all: true })),
    webhooks: {
      header: 'till-signature',
      ages: true,
      sign: (body, { key, at = Date.now() }) => ({
        'content-type': 'application/json',
        'till-signature': signature(
          key === 'right' ? SECRET : 'a secret of somebody else',
          Buffer.from(body).toString('utf8'),
          Math.floor(at / 1_000),
        ),
      }),
      unknown: () =>
        Buffer.from(
          JSON.stringify({
            ...{ id: 'evt_1', type: 'weather.updated', created_at: '2026-02-02T12:00:00Z', merchant_id: 'mer_lumen' },
            ...{ store_id: 'str_soho', sequence: 1, data: { sunny: true } },
          }),
        ),
      registered: async () => {
        const url = field(await api('GET', '/webhooks'), 'url');
        return typeof url === 'string' ? [url] : [];
      },
      registerForeign: (url) => done(api('PUT', '/webhooks', { url, secret: 'a secret of somebody else' })),
    },
    stop: async () => {
      await till.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All orders, in the order in which they were made. */
async function ordersOf(api: ReturnType<typeof callerOf>, store: string): Promise<readonly Order[]> {
  const orders: Order[] = [];
  for (let cursor: unknown = ''; typeof cursor === 'string';) {
    const page = await api('GET', `/stores/${store}/orders?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`);
    orders.push(...listOf(field(page, 'data')).filter((one) => isOrder(one)));
    cursor = field(page, 'next_cursor');
  }
  return orders.sort((a, b) => a.number - b.number);
}

const KINDS: Readonly<Record<FulfilmentType, Fulfilment['kind']>> = {
  pickup: 'pickup',
  delivery: 'delivery',
  dine_in: 'dine-in',
  in_store: 'in-store',
  waiting: 'waiting',
};

function seenTicket(order: Order): SeenTicket {
  const { customer, fulfilment, totals } = order;
  const status: OrderStatus = order.status;
  const texts = [
    ...[order.display_number, order.source, order.note, order.allergen_note],
    ...[customer?.name, customer?.phone, customer?.email, fulfilment.table, fulfilment.instructions],
    ...Object.values(fulfilment.address ?? {}),
    ...order.lines.flatMap(({ modifiers }) => modifiers.flatMap(notesOf)),
  ];
  return {
    ref: order.id,
    orderId: order.reference,
    status,
    currency: order.currency,
    lines: order.lines.map(seenLine),
    texts: texts.filter((text) => text !== undefined),
    charges: amounts(order.charges),
    discounts: amounts(order.discounts),
    taxes: amounts(order.taxes?.filter(({ inclusive }) => !inclusive)),
    tip: totals.tips,
    total: totals.total,
    paid: (order.payments ?? []).reduce((sum, { method, amount }) => (method === 'cash' ? sum : sum + amount), 0),
    fulfilment: KINDS[fulfilment.type],
    ...(fulfilment.scheduled_for === undefined ? {} : { scheduledFor: Date.parse(fulfilment.scheduled_for) }),
  };
}

function seenLine({ product_id, variant_id, name, quantity, unit_price, note, modifiers }: TakenLine): SeenLine {
  return {
    item: keyOf(variant_id ?? product_id),
    name,
    quantity,
    price: unit_price,
    ...(note === undefined ? {} : { note }),
    options: modifiers.map(seenOption),
  };
}

function seenOption({ modifier_id, name, quantity, unit_price, modifiers }: TakenModifier): SeenOption {
  return { item: keyOf(modifier_id), name, quantity, price: unit_price, options: modifiers.map(seenOption) };
}

function notesOf({ note, modifiers }: TakenModifier): readonly string[] {
  return [...(note === undefined ? [] : [note]), ...modifiers.flatMap(notesOf)];
}

function amounts(named: readonly NamedAmount[] = []): readonly SeenAmount[] {
  return named.map(({ name, amount }) => ({ name, amount }));
}
