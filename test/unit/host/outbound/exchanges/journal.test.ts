import { expect } from 'chai';
import { Fault, type Exchange, type OrderExchange } from '@poshub-bridge/core';
import { ExchangeJournal } from '#host/outbound/exchanges/journal.js';
import { CollectedLog } from '../../../../support/log.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { until } from '../../../../support/until.js';
import { aChange, aRecord } from '../../../../contract/samples.js';

const exchange: Exchange = { at: 1, target: 'till', method: 'POST', path: '/orders', milliseconds: 1, status: 201 };

describe('the journal of orders’ calls', () => {
  let storage: TemporaryStorage;
  let log: CollectedLog;
  let journal: ExchangeJournal;
  beforeEach(async () => {
    storage = await temporaryStorage();
    log = new CollectedLog();
    journal = new ExchangeJournal(log);
    journal.keepIn(storage.ledger.orders);
  });
  afterEach(() => storage.dispose());

  it('is written by itself, a moment later', async () => {
    journal.note({ orderId: 'order-1' }, exchange);
    expect(await storage.ledger.orders.exchanges('order-1')).to.deep.equal([]);
    await until(async () => (await storage.ledger.orders.exchanges('order-1')).length === 1);
    journal.note({ orderId: 'order-1' }, { ...exchange, at: 2 });
    await until(async () => (await storage.ledger.orders.exchanges('order-1')).length === 2);
  });

  it('finds the order of a ticket, and lets go what belongs to none', async () => {
    await storage.ledger.orders.commit(aChange(aRecord('order-1'), { tickets: ['T1'] }));
    journal.note({ connectionId: 'connection-1', ticket: 'T1' }, exchange);
    journal.note({ connectionId: 'connection-1', ticket: 'T2' }, exchange);
    await journal.flush();
    expect(await storage.ledger.orders.exchanges('order-1')).to.deep.equal([exchange]);
  });

  it('holds a bounded number, and says how many it let go', async () => {
    const kept: OrderExchange[] = [];
    journal.keepIn({
      findByTicket: () => Promise.resolve(undefined),
      keepExchanges: (more) => Promise.resolve(void kept.push(...more)),
    });
    for (let count = 0; count < 1_500; count += 1) journal.note({ orderId: 'order-1' }, exchange);
    await journal.flush();
    expect(kept).to.have.length(1_000);
    expect(log.lines.map(({ fields }) => fields)).to.deep.equal([{ calls: 500 }]);
  });

  it('never fails, whatever the storage does', async () => {
    journal.keepIn({
      findByTicket: () => Promise.resolve(undefined),
      keepExchanges: () => Promise.reject(new Fault('storage.unavailable')),
    });
    journal.note({ orderId: 'order-1' }, exchange);
    await journal.flush();
    expect(log.lines.map(({ fields }) => fields)).to.deep.equal([{ calls: 1, code: 'storage.unavailable' }]);
  });
});
