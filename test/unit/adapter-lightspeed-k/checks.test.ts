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
  function systemWith(reference: string, called: string[] = []): PosSystem {
    const payment = { externalReference: reference };
    const checks = [{ ikaccountId: 'A1.1', paymentEntries: [payment, { externalReference: 'of somebody else' }] }];
    const answer = (url: string): HttpResponse => {
      called.push(url);
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

  it('are not asked for where the order’s item is gone: one call says no, and that earlier ones are unknown', async () => {
    const called: string[] = [];
    const outcome = await systemWith('any', called).submit(SESSION, ticketOf());
    expect(outcome).to.include({ kind: 'rejected', earlier: 'unknown' });
    expect(called).to.have.length(1);
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
