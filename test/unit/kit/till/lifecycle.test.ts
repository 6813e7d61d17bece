import { expect } from 'chai';
import fc from 'fast-check';
import { isFinal, moves, nextStatuses } from '#kit/till/lifecycle.js';
import type { OrderStatus } from '#kit/till/wire.js';

const WAY: OrderStatus[] = ['new', 'accepted', 'preparing', 'ready', 'delivering', 'completed'];
const ALL: OrderStatus[] = [...WAY, 'rejected', 'cancelled'];
const status = fc.constantFrom(...ALL);

function tried(from: OrderStatus, to: OrderStatus): OrderStatus {
  try {
    return moves(from, to) ? to : from;
  } catch {
    return from;
  }
}

describe('the way of an order at the till', () => {
  it('goes forward, may leave steps out and never goes back', () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 12 }), (wanted) => {
        let now: OrderStatus = 'new';
        for (const to of wanted) {
          const next = tried(now, to);
          if (WAY.includes(next)) expect(WAY.indexOf(next)).to.be.at.least(WAY.indexOf(now));
          now = next;
        }
      }),
    );
  });

  it('ends for good', () => {
    for (const from of ['completed', 'rejected', 'cancelled'] as const) {
      expect(isFinal(from)).to.equal(true);
      expect(nextStatuses(from)).to.deep.equal([]);
      for (const to of ALL) expect(tried(from, to)).to.equal(from);
    }
  });

  it('can be rejected only while it is new, and cancelled until it is completed', () => {
    expect(ALL.filter((from) => nextStatuses(from).includes('rejected'))).to.deep.equal(['new']);
    expect(ALL.filter((from) => nextStatuses(from).includes('cancelled'))).to.deep.equal(WAY.slice(0, -1));
  });
});
