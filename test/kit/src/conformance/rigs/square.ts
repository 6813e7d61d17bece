import type { OrderStatus } from '@poshub-bridge/core';
import { startFakeSquare } from '../../square/start.js';
import type { Ticket, TicketLine } from '../../square/state/tickets.js';
import { signatureOf } from '../../square/webhooks/sign.js';
import type { Menu, MenuChange } from '../corpus/types.js';
import { Unable, type Fake, type Rig, type SeenLine, type SeenTicket } from '../rig.js';
import { callerOf, done, field, listOf } from './calls.js';
import { idOf, itemOf, keyOf, objectsOf, soldAs, soldOut } from './square-menu.js';

const STORES = [
  { ref: 'L_SOHO', name: 'La Cucina Soho', currency: 'GBP', timezone: 'Europe/London' },
  { ref: 'L_CAMDEN', name: 'La Cucina Camden', currency: 'GBP', timezone: 'Europe/London' },
  { ref: 'L_DUBLIN', name: 'La Cucina Dublin', currency: 'EUR', timezone: 'Europe/Dublin' },
];

/** As many objects as one request has room for. */
const MOST_AT_ONCE = 2_000;

/** The fake Square as the kit looks at it: its point of sale, not its API, is asked for the tickets. */
export const squareRig: Rig = {
  name: 'the fake Square',
  cannot: {
    hold: 'an order that is paid is taken at once',
    close: 'Square takes orders for a closed location, too',
    registrations: 'its developer registers webhooks, once for all merchants',
  },
  start: startFake,
};

async function startFake(): Promise<Fake> {
  const square = await startFakeSquare({ webhooks: { timeScale: 0.001 } });
  const admin = callerOf(`${square.adminUrl}/admin`, square.adminToken);
  const { applicationId, applicationSecret, signatureKey, merchantId } = square;
  let menu: Menu = { products: [] };

  const currencyOf = (store: string): string => STORES.find(({ ref }) => ref === store)?.currency ?? 'GBP';
  async function stock(store: string, key: string, available: boolean): Promise<void> {
    for (const id of soldAs(menu, key))
      await admin('PATCH', `/catalog/objects/${id}`, { location_id: store, sold_out: !available });
  }

  async function change(store: string, what: MenuChange): Promise<void> {
    switch (what.type) {
      case 'stock':
        return stock(store, what.key, what.available);
      case 'price':
        for (const id of soldAs(menu, what.key))
          await admin('PATCH', `/catalog/objects/${id}`, { price: what.price, currency: currencyOf(store) });
        return;
      case 'rename': {
        const [id = ''] = isProduct(menu, what.key) ? [idOf('item', what.key)] : soldAs(menu, what.key);
        await admin('PATCH', `/catalog/objects/${id}`, { name: what.name });
        return;
      }
      case 'remove':
        if (!isProduct(menu, what.key)) throw new Unable(`only products can be removed, not ${what.key}`);
        await admin('DELETE', `/catalog/objects/${idOf('item', what.key)}`);
        return;
      case 'add': {
        menu = { ...menu, products: [...menu.products, what.product] };
        const objects = [itemOf(what.product, menu.groups ?? [], currencyOf(store))];
        await admin('PUT', '/catalog/objects', { objects });
      }
    }
  }

  return {
    url: square.url,
    merchant: merchantId,
    stores: STORES,
    settings: (baseUrl) => ({
      ...{ environment: 'sandbox', baseUrl, applicationId, applicationSecret, webhookSignatureKey: signatureKey },
      ...{ pkce: false, delivery: 'pickup', unknownItems: 'ad-hoc', totalDifference: 'adjust' },
      ...{ sourceName: 'POS Hub', prepMinutes: 15 },
    }),
    consent,
    wrongCredentials: {
      ...{ merchantId, accessToken: 'EAAA-opens-nothing', refreshToken: 'EAAA-renews-nothing', pkce: false },
      ...{ obtainedAt: Date.now(), expiresAt: Date.now() + 86_400_000 },
    },
    seed: async (store, wanted) => {
      const objects = objectsOf(wanted, currencyOf(store));
      await admin('PUT', '/catalog', { objects: objects.slice(0, MOST_AT_ONCE) });
      for (let from = MOST_AT_ONCE; from < objects.length; from += MOST_AT_ONCE)
        await admin('PUT', '/catalog/objects', { objects: objects.slice(from, from + MOST_AT_ONCE) });
      if (wanted.hours !== undefined)
        await admin('PATCH', `/locations/${store}`, { business_hours: { periods: wanted.hours.map(periodOf) } });
      menu = wanted;
      for (const key of soldOut(wanted)) await stock(store, key, false);
    },
    change,
    tickets: async (store) => {
      const { tickets } = await ticketsIn(admin('GET', `/tickets?location_id=${store}`));
      return tickets.map(seenTicket);
    },
    move: async (ticket, status) => {
      const state = MOVES[status];
      if (status === 'cancelled') await admin('POST', `/orders/${ticket}/cancel`, {});
      else if (state === undefined) throw new Unable(`its fulfilments have nothing for ${status}`);
      else await admin('POST', `/orders/${ticket}/fulfillment`, { state });
    },
    expire: () => done(admin('POST', '/tokens/expire', {})),
    revoke: () => done(admin('POST', '/revoke', {})),
    webhooks: {
      header: 'x-square-hmacsha256-signature',
      ages: false,
      sign: (body, { url, key }) => ({
        'content-type': 'application/json',
        'x-square-hmacsha256-signature': signatureOf(
          key === 'right' ? signatureKey : 'a key of somebody else',
          url,
          Buffer.from(body).toString('utf8'),
        ),
      }),
      unknown: () =>
        Buffer.from(
          JSON.stringify({
            ...{ merchant_id: merchantId, type: 'weather.updated', event_id: '6a8f5f28-54a1-4eb0-a98a-3111513fd4fc' },
            ...{ created_at: '2026-02-02T12:00:00Z', data: { type: 'weather', id: 'sunny' } },
          }),
        ),
      register: (url) => done(admin('PUT', '/webhooks', { url })),
    },
    mutates: (method, path) =>
      method !== 'GET' &&
      !/\/(search|calculate|status|batch-retrieve)(\?|$)/.test(path) &&
      !path.startsWith('/oauth2/'),
    stop: () => square.close(),
  };
}

function periodOf({ day, from, to }: NonNullable<Menu['hours']>[number]): object {
  const day_of_week = day.slice(0, 3).toUpperCase();
  return { day_of_week, start_local_time: `${from}:00`, end_local_time: `${to}:00` };
}

const MOVES: Readonly<Partial<Record<OrderStatus, string>>> = {
  preparing: 'RESERVED',
  ready: 'PREPARED',
  completed: 'COMPLETED',
};

function isProduct({ products }: Menu, key: string): boolean {
  return products.some((one) => one.key === key);
}

/** The merchant agrees: Square's page sends the browser back. */
async function consent(authorizeUrl: string): Promise<string> {
  const answer = await fetch(authorizeUrl, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  const back = answer.headers.get('location');
  if (back === null) throw new Error(`the page of consent answered ${answer.status}: ${await answer.text()}`);
  return back;
}

function isTicket(value: unknown): value is Ticket {
  return ['order_id', 'state', 'lines', 'fulfillment', 'totals'].every((key) => field(value, key) !== undefined);
}

async function ticketsIn(answer: Promise<unknown>): Promise<{ readonly tickets: readonly Ticket[] }> {
  return { tickets: listOf(field(await answer, 'tickets')).filter(isTicket) };
}

const STATUSES: Readonly<Record<string, OrderStatus>> = {
  PROPOSED: 'accepted',
  RESERVED: 'preparing',
  PREPARED: 'ready',
  COMPLETED: 'completed',
  CANCELED: 'cancelled',
  FAILED: 'cancelled',
};

function seenTicket(ticket: Ticket): SeenTicket {
  const { fulfillment, totals, payments, lines } = ticket;
  const { recipient } = fulfillment;
  const texts = [
    ...[ticket.ticket_name, ticket.source, fulfillment.note, recipient.name, recipient.phone, recipient.email],
    ...Object.values(recipient.address ?? {}),
    // A line that is not of the catalog has its words in its name.
    ...lines.flatMap(({ catalog_object_id, name, variation_name }) =>
      catalog_object_id === undefined ? [name, variation_name] : [],
    ),
    ...lines.flatMap(({ modifiers }) =>
      modifiers.flatMap((one) => (one.catalog_object_id === undefined ? one.name : [])),
    ),
  ];
  const paid = payments.filter(({ type, status }) => type !== 'CASH' && status === 'COMPLETED');
  return {
    ref: ticket.order_id,
    ...(ticket.reference_id === undefined ? {} : { orderId: ticket.reference_id }),
    status: ticket.state === 'CANCELED' ? 'cancelled' : (STATUSES[fulfillment.state] ?? 'accepted'),
    currency: ticket.currency,
    lines: lines.map(seenLine),
    texts: texts.flatMap((text) => (text === undefined || text === '' ? [] : [text])),
    charges: ticket.service_charges,
    discounts: ticket.discounts,
    taxes: ticket.taxes.filter(({ inclusive }) => !inclusive).map(({ name, amount }) => ({ name, amount })),
    tip: payments.reduce((sum, { tip }) => sum + tip, 0),
    total: totals.total,
    paid: paid.reduce((sum, { amount, tip }) => sum + amount + tip, 0),
    // Every way is a pickup at Square's point of sale; the ticket says in words which it is.
    ...(fulfillment.schedule_type === 'SCHEDULED' && fulfillment.pickup_at !== undefined
      ? { scheduledFor: Date.parse(fulfillment.pickup_at) }
      : {}),
  };
}

function seenLine({ catalog_object_id, name, quantity, unit_price, note, modifiers }: TicketLine): SeenLine {
  return {
    ...(catalog_object_id === undefined ? {} : { item: keyOf(catalog_object_id) }),
    name,
    quantity,
    price: unit_price,
    ...(note === undefined ? {} : { note }),
    options: modifiers.map((one) => ({
      ...(one.catalog_object_id === undefined ? {} : { item: keyOf(one.catalog_object_id) }),
      ...{ name: one.name, quantity: one.quantity, price: one.unit_price, options: [] },
    })),
  };
}
