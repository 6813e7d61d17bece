import { expect } from 'chai';
import fc from 'fast-check';
import { Fault, type FaultCode } from '@poshub-bridge/core';
import { IDS, wireItem } from '../../../pos-hub/support/orders.js';
import { Operator } from '../support/operator.js';
import { MENU, startServer, type TestServer } from '../support/server.js';

const { connectionId } = IDS;

describe('/api/v1', () => {
  let server: TestServer;
  let operator: Operator;
  beforeEach(async () => {
    server = await startServer();
    operator = new Operator(server);
    server.till.menu = [MENU];
    await server.connect();
  });
  afterEach(() => server.dispose());

  it('shows who ordered to nobody, whatever became of the order', async function () {
    this.timeout(30_000);
    const ends: readonly (readonly [string, () => void])[] = [
      ['accepted', () => undefined],
      ['rejected', () => server.till.receptions.push('reject')],
      ['lost', () => server.till.plan('submit', 'lost-before', 'lost-before')],
      ...(['vendor.refused', 'vendor.unreadable', 'order.too_long', 'menu.item_unknown'] satisfies FaultCode[]).map(
        (code) => [code, () => server.till.plan('submit', new Fault(code))] as const,
      ),
      ['broken', () => server.till.plan('submit', 'broken-after')],
    ];
    let count = 0;
    const words = fc.stringMatching(/^[A-Za-z0-9 äß🍕"'<>&\\]{0,12}$/);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ends), words, fc.boolean(), async ([, prepare], word, isTorn) => {
        count += 1;
        const id = `order-${count}`;
        const canary = (field: string): string => `kanarie-${field}-${word}`;
        prepare();
        await operator.take(id, {
          fulfillmentType: 'DELIVERY',
          customer: {
            ...{ firstName: canary('first'), lastName: canary('last'), phone: canary('phone') },
            ...{ phonePin: canary('pin'), email: `${canary('mail')}@example.com` },
          },
          notes: canary('notes'),
          items: [
            wireItem({ customerNotes: canary('line-notes'), ...(isTorn ? { quantity: canary('quantity') } : {}) }),
          ],
          delivery: {
            ...{ deliveryType: 'RESTAURANT', instructions: canary('instructions') },
            address: {
              address: canary('address'),
              addressComponents: { addressLine1: canary('line'), city: canary('city'), postalCode: canary('code') },
            },
          },
        });
        const paths = [
          '/orders',
          `/orders/${id}`,
          '/connections',
          `/connections/${connectionId}/syncs`,
          `/orders?limit=1`,
          `/events?orderId=${id}`,
          `/events/event-of-${id}`,
        ];
        for (const path of paths) {
          const { status, text } = await server.api(path);
          expect(status).to.equal(200);
          expect(text, path).not.to.contain('kanarie');
        }
        expect(JSON.stringify(server.storage.log.lines.map(({ event, fields }) => [event, fields]))).not.to.contain(
          'kanarie',
        );
      }),
      { numRuns: 40, examples: ends.map((end) => [end, 'x', false]) },
    );
    const phases = new Set((await operator.items('/orders?limit=50')).map(({ phase }) => phase));
    expect(phases.size, 'orders fared differently').to.be.greaterThan(2);
  });

  it('shows no credentials', async () => {
    await server.storage.ledger.vault.write(connectionId, { key: 'kanarie' });
    for (const path of [
      '/connections',
      `/connections/${connectionId}`,
      `/connections/${connectionId}/syncs`,
      '/orders',
    ])
      expect((await server.api(path)).text).not.to.contain('kanarie');
  });
});
