import { expect } from 'chai';
import { skip } from '../../support/skip.js';
import { fieldOf, isDescribed, startRig, type Rig } from './support/rig.js';
import { gbp, lineOf, optionOf, ticketOf } from './support/tickets.js';

describe('adapter lightspeed-k: against Lightspeed’s description', () => {
  let rig: Rig;
  before(function () {
    if (!isDescribed) skip(this, 'Lightspeed’s description is not beside the repository');
  });
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  it('sends nothing that the description does not have', async () => {
    const { system, london } = rig;
    await system.stores(london);
    await system.choices?.(london, london.store.ref);
    await system.attach?.(london);
    await system.attach?.(london);
    for await (const part of system.catalog(london)) expect(part).to.be.an('object');
    const pizza = lineOf({
      ...{ ref: 'MARG-L', price: gbp(1200), quantity: 2 },
      options: [optionOf('THIN'), optionOf('instruction:236025632784492')],
    });
    const ticket = ticketOf({
      ...{ lines: [pizza], note: 'ring twice', scheduledFor: Date.now() + 3_600_000, number: '7' },
      charges: [{ kind: 'delivery', name: 'Delivery', amount: gbp(250) }],
      discounts: [{ name: 'Less', amount: gbp(50) }],
      ...{ tip: gbp(100), total: gbp(2700) },
      fulfilment: {
        kind: 'delivery',
        by: 'store',
        address: { lines: ['1 High St'], city: 'London', postalCode: 'E1' },
      },
    });
    await system.submit(london, ticket);
    const { identifier } = await rig.ticket(ticket.idempotencyKey);
    const inside = ticketOf({ fulfilment: { kind: 'dine-in', table: '7' } });
    await system.submit(london, inside);
    await rig.ticket(inside.idempotencyKey);
    const { cursor } = await system.poll(london, undefined);
    await rig.admin('POST', `/accounts/${identifier}/status`, { status: 'CLOSED' });
    await system.poll(london, cursor);
    await system.submit(london, ticketOf({ lines: [lineOf({ ref: 'GONE' })] }));
    await system.detach?.(london);
    expect(rig.sent).to.have.length.above(15);
    expect(fieldOf(await rig.admin('GET', '/violations'), 'violations')).to.deep.equal([]);
  });
});
