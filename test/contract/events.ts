import { expect } from 'chai';
import { isFault, type EventFilter, type StoredEvent } from '@poshub-bridge/core';
import type { StorageUnderTest } from '../support/storage.js';
import { rejection } from '../support/until.js';
import { anEvent } from './samples.js';

/** What every engine promises of events that are looked for. */
export function describeEvents(current: () => StorageUnderTest): void {
  const inbox = () => current().ledger.inbox;
  const idsOf = (events: readonly StoredEvent[]) => events.map((event) => event.id);

  async function pages(filter: EventFilter): Promise<string[][]> {
    const page = await inbox().list(filter);
    const rest = page.next === undefined ? [] : await pages({ ...filter, after: page.next });
    return [idsOf(page.items), ...rest];
  }

  it('are given one by one, with the time at which they were handled', async () => {
    await inbox().record(anEvent('e1'), undefined);
    expect(await inbox().get('e1')).to.deep.equal(anEvent('e1'));
    await inbox().markHandled(['e1'], 5_000);
    await current().reopen();
    expect(await inbox().get('e1')).to.deep.equal({ ...anEvent('e1'), handledAt: 5_000 });
    expect(await inbox().get('e2')).to.equal(undefined);
  });

  it('are newest first and come page by page, several of one moment too', async () => {
    for (let index = 0; index < 7; index += 1)
      await inbox().record(anEvent(`e${index}`, { receivedAt: 1_000 + Math.floor(index / 3) }), undefined);
    expect(await pages({ limit: 3 })).to.deep.equal([['e6', 'e5', 'e4'], ['e3', 'e2', 'e1'], ['e0']]);
    expect(await pages({ limit: 7 })).to.have.length(1);
  });

  it('can be of one connection, one order and one span of time', async () => {
    await inbox().record(anEvent('e1', { receivedAt: 1_000 }), undefined);
    await inbox().record(anEvent('e2', { receivedAt: 2_000, subject: 'order-2' }), undefined);
    await inbox().record(anEvent('e3', { receivedAt: 3_000, connectionId: 'connection-2' }), undefined);
    await inbox().record(anEvent('e4', { receivedAt: 4_000, topic: 'stock' }), undefined);
    expect(await pages({ limit: 9, connectionId: 'connection-1' })).to.deep.equal([['e4', 'e2', 'e1']]);
    expect(await pages({ limit: 9, orderId: 'order-1' })).to.deep.equal([['e3', 'e1']]);
    expect(await pages({ limit: 1, orderId: 'order-1', connectionId: 'connection-1' })).to.deep.equal([['e1']]);
    expect(await pages({ limit: 9, from: 2_000, to: 4_000 })).to.deep.equal([['e3', 'e2']]);
    expect(await pages({ limit: 1, from: 2_000 })).to.deep.equal([['e4'], ['e3'], ['e2']]);
    expect(await pages({ limit: 9, to: 1_000 })).to.deep.equal([[]]);
  });

  it('can be those that were handled, or those that wait for it', async () => {
    for (const id of ['e1', 'e2']) await inbox().record(anEvent(id), undefined);
    await inbox().record(anEvent('other', { topic: 'other' }), undefined);
    await inbox().markHandled(['e1'], 5_000);
    expect(await pages({ limit: 9, handled: true })).to.deep.equal([['e1']]);
    expect(await pages({ limit: 9, handled: false })).to.deep.equal([['e2']]);
    expect(await pages({ limit: 9, handled: false, connectionId: 'connection-2' })).to.deep.equal([[]]);
    const orderId = 'order-1';
    expect(await pages({ limit: 9, orderId })).to.deep.equal([['e2', 'e1']]);
    expect(await pages({ limit: 9, orderId, handled: true })).to.deep.equal([['e1']]);
    expect(await pages({ limit: 9, orderId, handled: false })).to.deep.equal([['e2']]);
  });

  it('never are more than 100 on a page, and refuse a cursor that they did not give', async () => {
    for (let index = 0; index < 102; index += 1) await inbox().record(anEvent(`e${index}`), undefined);
    expect((await inbox().list({ limit: 1_000 })).items).to.have.length(100);
    expect((await inbox().list({ limit: 0 })).items).to.have.length(1);
    const error = await rejection(inbox().list({ limit: 5, after: 'nonsense' }));
    expect(isFault(error) && error.code).to.equal('request.unreadable');
  });

  it('can be taken in again, with their work, any number of times', async () => {
    const job = { topic: 'order', key: 'order-1', group: 'connection-1' } as const;
    await inbox().record(anEvent('e1'), undefined);
    await inbox().markHandled(['e1'], 5_000);
    for (let time = 0; time < 2; time += 1) await inbox().reopen('e1', job);
    expect(idsOf(await inbox().unhandled('order', 'order-1'))).to.deep.equal(['e1']);
    expect(await inbox().get('e1')).to.deep.equal(anEvent('e1'));
    expect(await current().queue.depth()).to.deep.equal({ order: 1 });
  });
}
