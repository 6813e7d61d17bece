import { expect } from 'chai';
import type { Exchange } from '@poshub-bridge/core';
import type { StorageUnderTest } from '../support/storage.js';

/** What every engine promises of what was said for orders. */
export function describeExchanges(current: () => StorageUnderTest): void {
  const orders = () => current().ledger.orders;

  function anExchange(at: number, more: Partial<Exchange> = {}): Exchange {
    return { at, target: 'till', method: 'POST', path: '/orders', milliseconds: 12, ...more };
  }
  const keep = (orderId: string, ...exchanges: readonly Exchange[]) =>
    orders().keepExchanges(exchanges.map((exchange) => ({ orderId, exchange })));
  const timesOf = async (orderId: string) => (await orders().exchanges(orderId)).map(({ at }) => at);

  it('are given back as they were kept, oldest first, after a restart too', async () => {
    const answered = anExchange(1, { status: 201, request: { note: '[text 3]', list: [1, null] }, response: 'ü' });
    const lost = anExchange(2, { target: 'hub', fault: 'hub.unavailable' });
    await keep('order-1', answered, lost);
    await keep('order-2', anExchange(3));
    await current().reopen();
    expect(await orders().exchanges('order-1')).to.deep.equal([answered, lost]);
    expect(await orders().exchanges('order-3')).to.deep.equal([]);
  });

  it('never are more than an order’s first 20 and its last 20', async () => {
    await keep('order-2', anExchange(7));
    await keep('order-1', ...Array.from({ length: 250 }, (_, index) => anExchange(index)));
    await keep('order-1', anExchange(250));
    const first = Array.from({ length: 20 }, (_, index) => index);
    expect(await timesOf('order-1')).to.deep.equal([...first, ...first.map((index) => 231 + index)]);
    expect(await timesOf('order-2')).to.deep.equal([7]);
    await keep('order-1');
    expect(await timesOf('order-1')).to.have.length(40);
  });
}
