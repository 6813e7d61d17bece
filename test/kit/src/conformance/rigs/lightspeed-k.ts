import type { OrderStatus } from '@poshub-bridge/core';
import type { Fake as Lightspeed } from '../../lightspeed-k/fake.js';
import { openFakeLightspeed } from '../../lightspeed-k/start.js';
import { LONDON, MANCHESTER } from '../../lightspeed-k/seed/menu.js';
import { ticketOf, type Ticket, type TicketLine } from '../../lightspeed-k/wire/ticket.js';
import { letterOf } from '../../lightspeed-k/webhooks/events.js';
import type { Menu, MenuChange } from '../corpus/types.js';
import { Unable, type Fake, type FakeWebhooks, type Rig, type SeenLine, type SeenTicket } from '../rig.js';
import { callerOf } from './calls.js';
import { catalogOf, CHARGES, DISCOUNT, Skus, soldAs } from './lightspeed-k-menu.js';
import { soldOut } from './square-menu.js';
import { changed } from './till-menu.js';

const choices = { pickupProfile: 'TAKEAWAY', deliveryProfile: 'DELIVERY', dineInProfile: 'DINEIN' };
const STORES = [
  { ref: String(LONDON), name: 'La Cucina London', currency: 'GBP', timezone: 'Europe/London', choices },
  { ref: String(MANCHESTER), name: 'La Cucina Manchester', currency: 'GBP', timezone: 'Europe/London', choices },
];

/** The fake Lightspeed as the kit looks at it: its point of sale, not its API, is asked for the tickets. */
export const lightspeedRig: Rig = {
  name: 'the fake Lightspeed',
  cannot: { hold: 'an order that reaches the point of sale is taken at once' },
  start: startFake,
};

async function startFake(): Promise<Fake> {
  // Its last attempt at a webhook comes later than a host needs to start again.
  const { running, fake } = await openFakeLightspeed({ webhooks: { timeScale: 0.005 }, oneHost: true });
  const admin = callerOf(`${running.adminUrl}/admin`, running.adminToken);
  const { clientId, clientSecret } = running;
  const skus = new Skus();
  let menu: Menu = { products: [] };

  async function stock(store: string, key: string, available: boolean): Promise<void> {
    for (const one of soldAs(menu, key)) {
      const count = available ? null : 0;
      await admin('PUT', '/stock', { businessLocationId: Number(store), sku: skus.of(one), count });
    }
  }
  async function sell(store: string, wanted: Menu): Promise<void> {
    await admin('PUT', '/catalog', catalogOf(wanted, skus, Number(store)));
    menu = wanted;
    for (const key of soldOut(wanted)) await stock(store, key, false);
  }

  return {
    url: running.url,
    merchant: String(running.businessId),
    stores: STORES,
    settings: (baseUrl) => ({
      ...{ environment: 'trial', baseUrl, authUrl: baseUrl, clientId, clientSecret, discountCode: DISCOUNT },
      ...{ deliveryChargeSku: CHARGES.delivery, serviceChargeSku: CHARGES.service, otherChargeSku: CHARGES.other },
      ...{ chargeNames: true, menuPollMinutes: 0 },
    }),
    consent,
    wrongCredentials: {
      ...{ accessToken: 'opens-nothing', refreshToken: 'renews-nothing', renewAt: Date.now() + 86_400_000 },
    },
    seed: sell,
    change: (store: string, what: MenuChange) =>
      what.type === 'stock' ? stock(store, what.key, what.available) : sell(store, changed(menu, what)),
    // What was accepted is on its way to the point of sale for a moment.
    tickets: async (store) => {
      while (fake.state.pos.tasks.busy) await new Promise((resolve) => setTimeout(resolve, 1));
      return fake.state.accounts.all(Number(store)).map((one) => seenTicket(ticketOf(one), skus));
    },
    menuDepth: 2,
    attachFirst: true,
    move: async (ticket, status) => {
      const moved = MOVES[status];
      if (moved === undefined) throw new Unable(`a check has nothing for ${status}`);
      await admin('POST', `/accounts/${ticket}/status`, { status: moved });
    },
    close: async (store) => {
      await admin('PATCH', `/pos/${store}`, { salesPeriod: 'CLOSED' });
    },
    expire: async () => {
      await admin('POST', '/tokens/expire', {});
    },
    revoke: async () => {
      await admin('POST', '/revoke', {});
    },
    webhooks: webhooksOf(fake),
    mutates: (method, path) =>
      method !== 'GET' && !path.startsWith('/o/op/1/itemAvailability') && !/\/token(\?|$)/.test(path),
    stop: () => running.close(),
  };
}

const MOVES: Readonly<Partial<Record<OrderStatus, string>>> = {
  ready: 'READY_FOR_PICKUP',
  completed: 'CLOSED',
  cancelled: 'CANCELLED',
};

/** Endpoints are the adapter's to register; what proves a call is the user and password that it chose. */
function webhooksOf(fake: Lightspeed): FakeWebhooks {
  const { endpoints } = fake.state;
  return {
    header: 'authorization',
    byPassword: true,
    ages: false,
    sign: (body, { url, key }) => {
      const known = endpoints.list().find((one) => one.url === url);
      const endpoint = known ?? { endpointId: 'none', url, withBasicAuth: true, locations: new Map<number, string>() };
      const letter = letterOf('orderNotification', {}, endpoint);
      const attempt = { body: Buffer.from(body).toString('utf8'), retry: 0, reason: '', began: '' } as const;
      return letter.headers(attempt, key === 'other');
    },
    unknown: () => Buffer.from(JSON.stringify({ type: 'WEATHER', status: 'SUNNY', businessLocationId: LONDON })),
    registered: () => Promise.resolve(endpoints.list().map(({ url }) => url)),
    registerForeign: (url) => {
      endpoints.create({ endpointId: 'somebody-else', url });
      return Promise.resolve();
    },
  };
}

/** The merchant agrees: the page sends the browser back. */
async function consent(authorizeUrl: string): Promise<string> {
  const answer = await fetch(authorizeUrl, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  const back = answer.headers.get('location');
  if (back === null) throw new Error(`the page of consent answered ${answer.status}: ${await answer.text()}`);
  return back;
}

const STATUSES: Readonly<Record<Ticket['status'], OrderStatus>> = {
  OPEN: 'accepted',
  READY_FOR_PICKUP: 'ready',
  IN_DELIVERY: 'ready',
  CLOSED: 'completed',
  ABANDONED: 'cancelled',
  CANCELLED: 'cancelled',
};

const isCharge = ({ sku }: TicketLine): boolean => Object.values(CHARGES).some((known) => known === sku);

function seenTicket(ticket: Ticket, skus: Skus): SeenTicket {
  const { customer, address, lines, totals } = ticket;
  const texts = [
    ...[customer?.firstName, customer?.lastName, customer?.email, customer?.contactNumberAsE164, customer?.notes],
    ...[...ticket.notes, ticket.table, ticket.collection_code, ...Object.values(address ?? {})],
  ];
  const [reference] = ticket.references;
  const time = ticket.collection_time ?? ticket.scheduled_time;
  return {
    ref: ticket.identifier,
    ...(reference === undefined ? {} : { orderId: reference.replace(/-\d{1,3}$/, '') }),
    status: STATUSES[ticket.status],
    currency: 'GBP',
    lines: lines.filter((line) => !isCharge(line)).map((line) => seenLine(line, skus)),
    texts: texts.flatMap((text) => (text === undefined || text === '' ? [] : [text])),
    charges: lines.filter(isCharge).map((line) => ({ name: line.name, amount: line.quantity * line.unit_price })),
    discounts: ticket.discounts,
    taxes: ticket.taxes.filter(({ included }) => !included).map(({ name, amount }) => ({ name, amount })),
    tip: totals.tip + tipIn(ticket.notes),
    total: totals.total + totals.tip,
    paid: ticket.payments.reduce((sum, { method, amount }) => (method === 'CASH' ? sum : sum + amount), 0),
    ...(ticket.kind === 'local' ? { fulfilment: 'dine-in' } : {}),
    ...(ticket.kind === 'toGo' && ticket.profile === 'DELIVERY' ? { fulfilment: 'delivery' } : {}),
    ...(time === undefined ? {} : { scheduledFor: Date.parse(time) }),
  };
}

/** A check without a payment has no field for the tip: it is read. Cents. */
function tipIn(notes: readonly string[]): number {
  const [, amount = '0'] = /^Tip: (\d+\.\d\d) [A-Z]{3}$/m.exec(notes.join('\n')) ?? [];
  return Number(amount.replace('.', ''));
}

function seenLine({ sku, name, quantity, unit_price, instructions, sub_items }: TicketLine, skus: Skus): SeenLine {
  const key = skus.key(sku);
  return {
    ...(key === undefined ? {} : { item: key }),
    ...{ name, quantity, price: unit_price },
    ...(instructions.length === 0 ? {} : { note: instructions.join(', ') }),
    options: sub_items.map((one) => seenLine(one, skus)),
  };
}
