import { expect } from 'chai';
import fc from 'fast-check';
import { ORDER_STATUSES } from '@poshub-bridge/core';
import { statusOf, viewOf } from '#adapter-square/news/status.js';
import { startRig, ticketIn } from '../support/rig.js';
import { ticketOf } from '../support/tickets.js';

type WireOrder = Parameters<typeof statusOf>[0];
type State = 'PROPOSED' | 'RESERVED' | 'PREPARED' | 'COMPLETED' | 'CANCELED' | 'FAILED';

const paid = { tenders: [{ payment_id: 'P' }], net_amount_due_money: { amount: 0 } };
const order = (states: readonly State[], more: Partial<WireOrder> = paid): WireOrder => ({
  id: 'O',
  location_id: 'L',
  state: 'OPEN',
  total_money: { amount: 100, currency: 'GBP' },
  fulfillments: states.map((state, index) => ({ uid: `f${index}`, type: 'PICKUP', state })),
  ...more,
});

const free = (states: readonly State[], more: Partial<WireOrder>): WireOrder =>
  order(states, { total_money: { amount: 0, currency: 'GBP' }, ...more });
const difference = { discounts: [{ uid: 'd0' }, { uid: 'difference' }] };

describe('adapter square: how a ticket stands', () => {
  for (const [said, given, status] of [
    ['paid and proposed', order(['PROPOSED']), 'accepted'],
    ['proposed and half paid', order(['PROPOSED'], { ...paid, net_amount_due_money: { amount: 50 } }), undefined],
    ['proposed and not paid: the till does not show it', order(['PROPOSED'], {}), undefined],
    ['for nothing, and told to the till', free(['PROPOSED'], { version: 2 }), 'accepted'],
    ['for nothing, and not told to the till yet', free(['PROPOSED'], { version: 1 }), undefined],
    ['for nothing since its discount, and not told yet', free(['PROPOSED'], { version: 2, ...difference }), undefined],
    ['for nothing since its discount, and told', free(['PROPOSED'], { version: 3, ...difference }), 'accepted'],
    ['for nothing, of no version', free(['PROPOSED'], {}), undefined],
    ['for nothing, cancelled before', free(['CANCELED'], { version: 2, state: 'CANCELED' }), undefined],
    ['for nothing, cancelled at the till', free(['CANCELED'], { version: 3, state: 'CANCELED' }), 'cancelled'],
    ['for nothing, in progress', free(['RESERVED'], { version: 3 }), 'preparing'],
    ['in progress', order(['RESERVED']), 'preparing'],
    ['ready', order(['PREPARED']), 'ready'],
    ['fetched', order(['COMPLETED'], { ...paid, state: 'COMPLETED' }), 'completed'],
    ['paid, then cancelled: Square keeps it open', order(['CANCELED']), 'cancelled'],
    ['cancelled after it was paid', order(['CANCELED'], { ...paid, state: 'CANCELED' }), 'cancelled'],
    ['cancelled before it was paid', order(['CANCELED'], { state: 'CANCELED', tenders: [] }), undefined],
    ['closed without a fulfilment', order([], { ...paid, state: 'COMPLETED' }), 'completed'],
    ['not fetched', order(['FAILED']), 'cancelled'],
    ['split in two, one of them behind', order(['PREPARED', 'RESERVED']), 'preparing'],
    ['split in two, one of them cancelled', order(['CANCELED', 'PREPARED']), 'ready'],
  ] as const)
    it(`reads ${said} as ${status ?? 'no ticket'}`, () => {
      expect(statusOf(given)).to.equal(status);
    });

  it('tells what was turned down from what could not be delivered', () => {
    const failed = (type: string, more: object = {}): WireOrder => ({
      ...order([]),
      fulfillments: [{ uid: 'f', type, state: 'FAILED', ...more }],
    });
    const rejected_at = '2026-02-03T12:00:00Z';
    expect(statusOf(failed('DELIVERY'))).to.equal('delivery-failed');
    expect(statusOf(failed('SHIPMENT'))).to.equal('delivery-failed');
    expect(statusOf(failed('PICKUP', { pickup_details: { rejected_at } }))).to.equal('rejected');
    expect(statusOf(failed('DELIVERY', { delivery_details: { rejected_at } }))).to.equal('rejected');
    for (const begun of ['in_progress_at', 'ready_at'])
      expect(
        statusOf(failed('DELIVERY', { delivery_details: { rejected_at, [begun]: '2026-02-03T11:00:00Z' } })),
        begun,
      ).to.equal('delivery-failed');
  });

  it('tells of a delivery that fails at Square whether it was turned down or could not be delivered', async () => {
    const rig = await startRig();
    try {
      const system = rig.systemWith({ delivery: 'delivery' });
      const fulfilment = { kind: 'delivery', by: 'store', address: { lines: ['1 High St'] } } as const;
      for (const [way, status] of [
        [['FAILED'], 'rejected'],
        [['RESERVED', 'FAILED'], 'delivery-failed'],
        [['PREPARED', 'FAILED'], 'delivery-failed'],
      ] as const) {
        const ticket = ticketIn(await system.submit(rig.soho, ticketOf({ fulfilment })));
        for (const state of way) await rig.admin('POST', `/orders/${ticket}/fulfillment`, { state });
        expect((await system.read(rig.soho, ticket)).status, way.join()).to.equal(status);
      }
    } finally {
      await rig.close();
    }
  });

  it('has a word for every order that was paid, and counts by its version', () => {
    const state = fc.constantFrom('PROPOSED', 'RESERVED', 'PREPARED', 'COMPLETED', 'CANCELED', 'FAILED');
    const whole = fc.constantFrom('OPEN', 'COMPLETED', 'CANCELED', 'DRAFT');
    fc.assert(
      fc.property(fc.array(state, { maxLength: 3 }), whole, fc.nat(), (states, its, version) => {
        const view = viewOf(order(states, { ...paid, state: its, version }));
        expect(ORDER_STATUSES).to.include(view?.status);
        expect(view?.at).to.equal(version);
      }),
    );
  });
});
