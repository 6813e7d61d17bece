import { expect } from 'chai';
import fc from 'fast-check';
import { isFault } from '@poshub-bridge/core';
import { fieldOf, startRig, ticketIn, type Rig } from '../support/rig.js';
import { gbp, lineOf, optionOf, ticketOf } from '../support/tickets.js';

const amount = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const named = (name: string): fc.Arbitrary<{ name: string; amount: ReturnType<typeof gbp> }[]> =>
  fc.array(
    amount(3_000).map((minor) => ({ name, amount: gbp(minor) })),
    { maxLength: 2 },
  );

/** Tickets whose parts, payments and total agree or not, and each attempt's call at which something breaks. */
const someTicket = fc.record({
  prices: fc.array(fc.tuple(amount(3_000), fc.integer({ min: 1, max: 4 }), amount(300)), {
    minLength: 1,
    maxLength: 3,
  }),
  charges: named('Delivery'),
  discounts: named('Promo'),
  tip: fc.option(amount(500), { nil: undefined }),
  total: amount(9_000),
  tenders: fc.array(fc.record({ kind: fc.constantFrom('card', 'cash', 'other'), amount: amount(9_000).map(gbp) }), {
    maxLength: 3,
  }),
});
const breaks = fc.array(
  fc.record({
    fault: fc.constantFrom<object>(
      { kind: 'lost_answer' },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503, when: 'after' },
      { kind: 'rate_limit', retryAfter: 1 },
      { kind: 'expired' },
    ),
    skip: fc.nat(5),
  }),
  { maxLength: 4 },
);

describe('adapter square: an order, whatever breaks', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  it('is made once, for POS Hub’s total, and paid to the penny', async () => {
    let broken = 0;
    await fc.assert(
      fc.asyncProperty(someTicket, breaks, async ({ prices, charges, tip: given, total, ...rest }, faults) => {
        const lines = prices.map(([price, quantity, extra]) =>
          lineOf({ price: gbp(price), quantity, options: [optionOf({ price: gbp(extra), quantity: 2 })] }),
        );
        const tip = given === undefined ? {} : { tip: gbp(given) };
        const ticket = ticketOf({
          ...{ ...rest, ...tip, lines, total: gbp(total + (given ?? 0)) },
          charges: charges.map((charge) => ({ kind: 'delivery', ...charge })),
        });
        const before = (await rig.orders()).length;
        for (const { fault, skip } of faults) {
          await rig.admin('DELETE', '/faults');
          await rig.admin('POST', '/faults', { times: 1, skip, ...fault });
          await rig.system.submit(rig.soho, ticket).catch((error: unknown) => {
            if (!isFault(error) || error.retry === 'never') throw error;
            broken += 1;
          });
        }
        await rig.admin('DELETE', '/faults');
        const outcome = await rig.system.submit(rig.soho, ticket);
        expect(outcome).to.deep.include({ kind: 'accepted', total: ticket.total });
        const shown = await rig.ticket(ticketIn(outcome));
        expect(shown.totals).to.include({ total: ticket.total.amount, due: 0 });
        const taken = shown.payments.filter(({ status }) => status === 'COMPLETED');
        expect(taken.reduce((sum, one) => sum + one.amount + one.tip, 0)).to.equal(ticket.total.amount);
        expect((await rig.orders()).length - before, 'orders').to.equal(1);
        expect((await rig.payments()).filter((one) => fieldOf(one, 'status') === 'APPROVED')).to.deep.equal([]);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
    expect(broken).to.be.greaterThan(20);
  });
});
