import { expect } from 'chai';
import adapter from '@poshub-bridge/adapter-lightspeed-k';
import type { HttpResponse, PosSystem, StoreSession } from '@poshub-bridge/core';
import { realClock } from '../../support/clock.js';
import { CollectedLog } from '../../support/log.js';
import { SETTINGS } from './support/rig.js';
import { ticketOf } from './support/tickets.js';

describe('adapter lightspeed-k: open checks whose payment names the order', () => {
  const SESSION: StoreSession = {
    connectionId: 'C1',
    credentials: { accessToken: 'a', refreshToken: 'r', renewAt: 4_000_000_000_000 },
    store: { ref: '45454565682155', currency: 'GBP', timezone: 'Europe/London' },
  };
  const ITEM_GONE = { status: 400, errors: [{ code: 'ItemExists', field: 'items[0].sku', defaultMessage: 'no' }] };

  /** A Lightspeed that knows no item, and has one open check. */
  function systemWith(reference: string | undefined): PosSystem {
    const payment = reference === undefined ? {} : { externalReference: reference };
    const checks = [{ ikaccountId: 'A1.1', paymentEntries: [payment, { externalReference: 'of somebody else' }] }];
    const answer = (url: string): HttpResponse => {
      if (url.includes('/order/toGo')) return { status: 400, headers: {}, body: ITEM_GONE };
      return { status: 200, headers: {}, body: url.includes('/getCheck') ? checks : [] };
    };
    return adapter.create({
      settings: SETTINGS,
      http: { send: ({ url }) => Promise.resolve(answer(url)) },
      clock: realClock,
      log: new CollectedLog(),
      webhookUrl: 'https://bridge.example.com/vendor/webhooks',
    });
  }

  it('prove that an order was taken before, although its item is gone since', async () => {
    const ticket = ticketOf();
    const taken = await systemWith(ticket.idempotencyKey).submit(SESSION, ticket);
    expect(taken).to.deep.equal({ kind: 'duplicate', ticket: 'A1.1' });
  });

  it('prove nothing of another order', async () => {
    for (const reference of ['another order', undefined])
      expect(await systemWith(reference).submit(SESSION, ticketOf())).to.include({
        ...{ kind: 'rejected', earlier: 'unknown' },
      });
  });

  it('tell by polling that the order was taken, where no webhook came', async () => {
    const ticket = ticketOf();
    const system = systemWith(ticket.idempotencyKey);
    const { events } = await system.poll(SESSION, '1;;1;');
    expect(events.find((one) => 'orderId' in one && one.orderId === ticket.orderId)).to.include({
      ...{ type: 'ticket', ticket: 'A1.1', status: 'accepted' },
    });
  });
});
