import fc from 'fast-check';
import {
  Fault,
  composeTicket,
  type Fulfilment,
  type Money,
  type Order,
  type OrderLine,
  type OrderOption,
  type Ticket,
  type TicketAbilities,
} from '@poshub-bridge/core';

/** The amount in pounds and pence. */
export const gbp = (amount: number): Money => ({ amount, currency: 'GBP' });

export const ORDER_ID = '0b9f6f0e-6f0e-4a6e-9d43-6a8a1f6b2c11';

/** A till that has a field for everything. */
export const ALL: TicketAbilities = {
  lineNoteLength: 2000,
  adHocLines: false,
  optionDepth: 9,
  optionQuantities: true,
  prices: true,
  charges: true,
  tips: true,
  discounts: true,
  taxes: true,
  unpaid: true,
  scheduled: true,
  customer: true,
  address: true,
  fulfilments: ['pickup', 'in-store', 'waiting', 'dine-in', 'delivery', 'other'],
  noteLength: 100_000,
};

/** A till that has a field for nothing but lines and a note. */
export const NONE: TicketAbilities = {
  lineNoteLength: 0,
  adHocLines: false,
  optionDepth: 0,
  optionQuantities: false,
  prices: true,
  charges: false,
  tips: false,
  discounts: false,
  taxes: false,
  unpaid: false,
  scheduled: false,
  customer: false,
  address: false,
  fulfilments: [],
  noteLength: 100_000,
};

/** A small order, with what a test says differently. */
export function orderOf(changes: Partial<Order> = {}): Order {
  return {
    id: ORDER_ID,
    number: '42',
    channel: 'DIRECT',
    placedAt: 1_700_000_000_000,
    fulfilment: { kind: 'pickup' },
    customer: { firstName: 'Ada' },
    lines: [lineOf()],
    charges: [],
    discounts: [],
    taxes: [],
    includedTaxes: [],
    tenders: [],
    paid: true,
    subtotal: gbp(900),
    total: gbp(900),
    ...changes,
  };
}

export function lineOf(changes: Partial<OrderLine> = {}): OrderLine {
  return { ref: 'BURGER', name: 'Burger', quantity: 1, price: gbp(900), options: [], ...changes };
}

export function optionOf(ref: string, changes: Partial<OrderOption> = {}): OrderOption {
  return { ref, name: ref.toLowerCase(), quantity: 1, price: gbp(0), options: [], ...changes };
}

const texts = fc.stringMatching(/^[a-zé]{3,9}( [a-z]{2,8})?$/);
const prices = fc.integer({ min: 0, max: 9_999 }).map(gbp);
const adjustments = fc.array(fc.record({ name: texts, amount: prices }), { maxLength: 2 });
const charges = fc.array(
  fc.record({
    kind: fc.constantFrom('delivery' as const, 'service' as const, 'tip' as const, 'other' as const),
    name: texts,
    amount: prices,
  }),
  { maxLength: 3 },
);

const { option: optionTree } = fc.letrec<{ option: OrderOption; options: OrderOption[] }>((tie) => ({
  options: fc.array(tie('option'), { maxLength: 2 }),
  option: fc.record({
    ref: texts,
    name: texts,
    quantity: fc.integer({ min: 1, max: 3 }),
    price: prices,
    options: fc.oneof({ depthSize: 'small', maxDepth: 3, withCrossShrink: true }, fc.constant([]), tie('options')),
  }),
}));

const lines = fc.record(
  {
    ref: texts,
    name: texts,
    quantity: fc.integer({ min: 1, max: 3 }),
    price: prices,
    notes: texts,
    options: fc.array(optionTree, { maxLength: 3 }),
  },
  { requiredKeys: ['ref', 'name', 'quantity', 'price', 'options'] },
);

const addresses = fc.record(
  {
    lines: fc.array(texts, { minLength: 1, maxLength: 2 }),
    city: texts,
    postalCode: texts,
    country: fc.constant('GB'),
  },
  { requiredKeys: ['lines'] },
);

const fulfilments: fc.Arbitrary<Fulfilment> = fc.oneof(
  fc.record({ kind: fc.constantFrom('pickup' as const, 'in-store' as const, 'waiting' as const) }),
  fc.record({ kind: fc.constant('dine-in' as const), table: texts }, { requiredKeys: ['kind'] }),
  fc.record(
    {
      kind: fc.constant('delivery' as const),
      by: fc.constantFrom('store' as const, 'partner' as const),
      address: addresses,
      instructions: texts,
    },
    { requiredKeys: ['kind', 'by'] },
  ),
  fc.record({ kind: fc.constant('other' as const), name: texts }),
);

const customers = fc.record(
  {
    firstName: texts,
    lastName: texts,
    phone: fc.constant('+442071234567'),
    phonePin: fc.constant('9876'),
    email: fc.constant('ada@example.com'),
  },
  { requiredKeys: ['firstName'] },
);

/** Any order whose items all have references. */
export const orders: fc.Arbitrary<Order> = fc
  .record({
    fulfilment: fulfilments,
    customer: customers,
    notes: fc.option(texts, { nil: undefined }),
    scheduledFor: fc.option(fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }), { nil: undefined }),
    utensils: fc.option(fc.boolean(), { nil: undefined }),
    lines: fc.array(lines, { minLength: 1, maxLength: 3 }),
    charges,
    discounts: adjustments,
    taxes: adjustments,
    includedTaxes: adjustments,
    total: prices,
  })
  .map(({ notes, scheduledFor, utensils, ...order }) =>
    orderOf({
      ...order,
      ...(notes === undefined ? {} : { notes }),
      ...(scheduledFor === undefined ? {} : { scheduledFor }),
      ...(utensils === undefined ? {} : { utensils }),
    }),
  );

/** Tills of every ability. */
export const abilities: fc.Arbitrary<TicketAbilities> = fc.record({
  lineNoteLength: fc.constantFrom(0, 5, 2000),
  adHocLines: fc.boolean(),
  optionDepth: fc.integer({ min: 0, max: 4 }),
  optionQuantities: fc.boolean(),
  prices: fc.boolean(),
  charges: fc.boolean(),
  tips: fc.boolean(),
  discounts: fc.boolean(),
  taxes: fc.boolean(),
  unpaid: fc.boolean(),
  scheduled: fc.boolean(),
  customer: fc.boolean(),
  address: fc.boolean(),
  fulfilments: fc.subarray([...ALL.fulfilments]),
  noteLength: fc.constant(100_000),
});

/** What of a ticket a till takes in: its adapter can't use what the till has no field for. */
export function takenBy(ticket: Ticket, able: TicketAbilities): unknown {
  const { fulfilment, ...rest } = ticket;
  if (!able.fulfilments.includes(fulfilment.kind)) return rest;
  return fulfilment.kind === 'delivery' && !able.address
    ? { ...rest, fulfilment: { kind: 'delivery' } }
    : { ...rest, fulfilment };
}

/** The ticket of an order for a till that has a field for everything, unless said otherwise. */
export const composed = (order: Order, able: TicketAbilities = ALL, key = 0) =>
  composeTicket(order, able, key, 'Europe/London');

/** The note of the ticket for a till that has a field for nothing, unless said otherwise. */
export const noteOf = (order: Order, able: TicketAbilities = NONE): string => composed(order, able).ticket.note;

/** The code and the place of the fault that a call throws. */
export function faultOf(call: () => unknown): Pick<Fault, 'code' | 'path' | 'detail'> {
  try {
    call();
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, path: error.path, detail: error.detail };
  }
  throw new Error('no fault was thrown');
}
