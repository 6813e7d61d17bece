import { expect } from 'chai';
import { check } from '../../../chaos/check/check.js';
import type { Rule } from '../../../chaos/check/rules.js';
import type { Expected, Seen, SeenLine } from '../../../chaos/check/seen.js';
import { anExpected, anOrder, aRecord, aRun, aTicket } from './seen.js';

const rulesOf = (seen: Seen): readonly Rule[] => check(seen).map(({ rule }) => rule);
const [first] = anOrder('order-1').lines;
const line = (changes: Partial<SeenLine>): SeenLine => ({
  ...{ ref: '', quantity: 1, price: 0, note: '', options: [] },
  ...first,
  ...changes,
});

/** What the load knows of the first order. */
const knowing = (changes: Partial<Expected>): Pick<Seen, 'expected'> => ({
  expected: new Map([['order-1', anExpected(changes)]]),
});
const [cancelled, rejected] = [anOrder('order-1', { status: 'CANCELLED' }), anOrder('order-1', { status: 'REJECTED' })];

/** A run whose first order is as told, and its second one as it should be. */
function runWith(changes: Partial<Seen>): Seen {
  const good = aRun();
  const second = <T>(all: readonly T[]): readonly T[] => all.slice(1);
  return {
    ...good,
    ...changes,
    ...(changes.orders === undefined ? {} : { orders: [...changes.orders, ...second(good.orders)] }),
    ...(changes.tickets === undefined ? {} : { tickets: [...changes.tickets, ...second(good.tickets)] }),
    ...(changes.records === undefined ? {} : { records: [...changes.records, ...second(good.records)] }),
  };
}

describe('The chaos checker finds nothing where', () => {
  it('every order has its ticket and its end', () => expect(check(aRun())).to.be.empty);

  it('a guest cancelled before any news of the order came through', () => {
    const changes = { ...knowing({ mayBeCancelled: true }), orders: [cancelled], tickets: [], records: [] };
    expect(check(runWith(changes))).to.be.empty;
  });

  it('an order that nobody can make is turned down, and the bridge says why', () => {
    const records = [aRecord('order-1', { phase: 'rejected', rejected: 'menu.item_unknown' })];
    const changes = { ...knowing({ isUnknown: true }), orders: [rejected], tickets: [], records };
    expect(check(runWith(changes))).to.be.empty;
  });

  it('staff turned an order down at the till, which is the reason', () => {
    const tickets = [aTicket('order-1', { status: 'rejected' })];
    const records = [aRecord('order-1', { phase: 'rejected' })];
    const changes = { ...knowing({ mayBeRejected: true }), orders: [rejected], tickets, records };
    expect(check(runWith(changes))).to.be.empty;
  });

  it('a person is called because the guest cancelled what was completed', () => {
    const records = [aRecord('order-1', { phase: 'attention', attention: 'order.cancel_refused' })];
    expect(check(runWith({ ...knowing({ mayBeCancelled: true }), orders: [cancelled], records }))).to.be.empty;
  });

  it('options stand on the ticket in another order, and the note has more in it', () => {
    const lines = [line({ options: [...line({}).options].reverse() }), ...anOrder('order-1').lines.slice(1)];
    expect(check(runWith({ tickets: [aTicket('order-1', { lines, note: 'Nut allergy!\nCutlery: no' })] }))).to.be.empty;
  });

  it('a ticket was voided, and POS Hub shows it cancelled', () => {
    const tickets = [aTicket('order-1', { status: 'cancelled' })];
    const records = [aRecord('order-1', { phase: 'cancelled' })];
    expect(check(runWith({ ...knowing({ mayBeVoided: true }), orders: [cancelled], tickets, records }))).to.be.empty;
  });
});

describe('The chaos checker finds that', () => {
  const cases: readonly (readonly [what: string, rule: Rule, changes: Partial<Seen>])[] = [
    ['an event that was answered 200 is not in the inbox', 'acknowledged', { events: [] }],
    [
      'an order has two tickets',
      'one_ticket',
      { tickets: [aTicket('order-1'), aTicket('order-1', { id: 'another' })] },
    ],
    ['an order has no ticket', 'ticket', { tickets: [] }],
    ['an order was never heard of', 'found', { records: [] }],
    ['an order waits in POS Hub for ever', 'ended', { orders: [anOrder('order-1', { status: 'PLACED' })] }],
    ['a ticket is left open', 'ended', { tickets: [aTicket('order-1', { status: 'ready' })] }],
    ['the bridge still works on an order', 'ended', { records: [aRecord('order-1', { phase: 'submitted' })] }],
    ['POS Hub was not told the end', 'status', { orders: [anOrder('order-1', { status: 'READY' })] }],
    ['POS Hub was told another end', 'status', { orders: [cancelled] }],
    ['an order with an unknown item was taken', 'rejected', knowing({ isUnknown: true })],
    [
      'a person is called for what a run does not do',
      'attention',
      { records: [aRecord('order-1', { phase: 'attention', attention: 'order.two_tickets' })] },
    ],
    ['a person is called without a reason', 'attention', { records: [aRecord('order-1', { phase: 'attention' })] }],
    ['a ticket is at another merchant’s store', 'apart', { tickets: [aTicket('order-1', { store: 'store-2' })] }],
    [
      'the bridge has an order under another connection',
      'apart',
      { records: [aRecord('order-1', { connectionId: 'connection-2' })] },
    ],
    ['an event is under another connection', 'apart', { events: [{ id: 'event-1', connectionId: 'connection-2' }] }],
    ['there is a ticket that nobody ordered', 'apart', { tickets: [aTicket('order-1'), aTicket('nobody')] }],
    ['the bridge knows an order that nobody placed', 'apart', { records: [aRecord('order-1'), aRecord('nobody')] }],
  ];
  for (const [what, rule, changes] of cases) it(what, () => expect(rulesOf(runWith(changes))).to.include(rule));

  it('a good order was turned down, whatever the bridge says of it', () => {
    const records = [aRecord('order-1', { phase: 'rejected', rejected: 'store.closed' })];
    expect(rulesOf(runWith({ orders: [rejected], tickets: [], records }))).to.deep.equal(['rejected']);
  });

  it('an order was turned down and the bridge does not say why', () => {
    const changes = { ...knowing({ isUnknown: true }), orders: [rejected], tickets: [] };
    const records = [aRecord('order-1', { phase: 'rejected' })];
    expect(rulesOf(runWith({ ...changes, records }))).to.deep.equal(['rejected']);
  });

  it('an order was cancelled that neither its guest nor staff gave up', () => {
    const records = [aRecord('order-1', { phase: 'cancelled' })];
    const withoutTicket = { orders: [cancelled], tickets: [], records };
    expect(rulesOf(runWith(withoutTicket))).to.deep.equal(['cancelled']);
    const tickets = [aTicket('order-1', { status: 'cancelled' })];
    expect(rulesOf(runWith({ ...withoutTicket, tickets }))).to.deep.equal(['cancelled']);
    const called = [aRecord('order-1', { phase: 'attention', attention: 'order.cancel_refused' })];
    expect(rulesOf(runWith({ orders: [cancelled], records: called }))).to.deep.equal(['cancelled']);
  });

  it('an order that staff would have taken back was cancelled before it had a ticket', () => {
    const records = [aRecord('order-1', { phase: 'cancelled' })];
    const changes = { ...knowing({ mayBeVoided: true }), orders: [cancelled], tickets: [], records };
    expect(rulesOf(runWith(changes))).to.deep.equal(['cancelled']);
  });

  it('more people are called than can be chance', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `order-${index}`);
    const records = ids.map((id) => aRecord(id, { phase: 'attention', attention: 'order.deadline_passed' }));
    const orders = ids.map((id) => anOrder(id));
    const tickets = ids.map((id) => aTicket(id));
    expect(check({ ...aRun(), orders, tickets, records: records.slice(0, 2) }).map(({ rule }) => rule)).not.to.include(
      'attention',
    );
    expect(rulesOf({ ...aRun(), orders, tickets, records })).to.include('attention');
    const expected = new Map(ids.map((id) => [id, anExpected({ mayBeLate: true })]));
    expect(rulesOf({ ...aRun(), orders, tickets, records, expected })).not.to.include('attention');
  });
});

describe('The chaos checker finds what is not on a ticket:', () => {
  const others = anOrder('order-1').lines.slice(1);
  const cases: readonly (readonly [what: string, changes: Parameters<typeof aTicket>[1]])[] = [
    ['a line', { lines: others }],
    ['an option', { lines: [line({ options: [] }), ...others] }],
    [
      'that an option belongs below another',
      {
        lines: [
          line({
            options: [
              { path: 'crust', quantity: 1, price: 250 },
              { path: 'filling', quantity: 1, price: 120 },
            ],
          }),
          ...others,
        ],
      },
    ],
    ['a quantity', { lines: [line({ quantity: 1 }), ...others] }],
    ['a price', { lines: [line({ price: 1149 }), ...others] }],
    ['a wish for a line', { lines: [line({ note: '' }), ...others] }],
    ['the note', { note: '' }],
    ['the guest', { guest: 'Guest' }],
    ['how it is handed over', { way: 'PICKUP' }],
    ['where it goes', { places: ['1 Baker Street'] }],
    ['a charge', { charges: 0 }],
    ['a tip', { tips: 0 }],
    ['a discount', { discounts: 0 }],
    ['a tax', { taxes: 0 }],
    ['the total', { total: 3929 }],
    ['that the parts make another total', { difference: 1 }],
  ];
  for (const [what, changes] of cases)
    it(what, () => expect(rulesOf(runWith({ tickets: [aTicket('order-1', changes)] }))).to.deep.equal(['whole']));
});
