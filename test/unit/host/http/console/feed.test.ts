import { expect } from 'chai';
import { Fault, NOTHING_KNOWN, type Ledger, type OrderChange } from '@poshub-bridge/core';
import { ChangeFeed, followed, type Change } from '#host/http/console/feed.js';
import { realClock } from '../../../../support/clock.js';
import { rejection } from '../../../../support/until.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { IDS } from '../../../../support/world.js';

const change = (tickets: readonly string[], known: readonly string[], version: number): OrderChange => ({
  record: {
    ...{ id: 'o-1', connectionId: IDS.connectionId, phase: 'accepted', version },
    ...{ orderAt: 0, receivedAt: 1_000, deadlineAt: 9_000, updatedAt: 1_700 },
    facts: { ...NOTHING_KNOWN, tickets: known },
  },
  ...{ entries: [], tickets, handled: [], jobs: [] },
  reports: version === 0 ? [{ status: 'accepted' }] : [],
});

describe('the feed of changes', () => {
  let storage: TemporaryStorage;
  let ledger: Ledger;
  let feed: ChangeFeed;
  let told: Change[];
  beforeEach(async () => {
    storage = await temporaryStorage();
    feed = new ChangeFeed();
    told = [];
    feed.listen((one) => told.push(one));
    ledger = followed(storage.ledger, feed);
  });
  afterEach(() => storage.dispose());

  it('tells of an order, and once how long its first ticket took', async () => {
    await ledger.orders.commit(change(['t-1'], ['t-1'], 0));
    await ledger.orders.commit(change(['t-2'], ['t-1', 't-2'], 1));
    await ledger.orders.commit(change([], ['t-1', 't-2'], 2));
    expect(told).to.deep.equal([
      { kind: 'order', id: 'o-1', ticketAfter: 700 },
      { kind: 'order', id: 'o-1' },
      { kind: 'order', id: 'o-1' },
    ]);
  });

  it('tells of the order whose status POS Hub was told', async () => {
    await ledger.orders.commit(change([], [], 0));
    const report = await ledger.orders.nextReport('o-1');
    told.length = 0;
    await ledger.orders.endReport(report?.sequence ?? -1, { at: 1, step: 'told POS Hub' });
    expect(told).to.deep.equal([{ kind: 'order', id: 'o-1' }]);
  });

  it('tells nothing of what was not stored', async () => {
    await ledger.orders.commit(change([], [], 0));
    told.length = 0;
    expect(await rejection(ledger.orders.commit(change([], [], 7)))).to.be.instanceOf(Fault);
    expect(told).to.deep.equal([]);
  });

  it('waits for the change that is meant, and no longer than it may', async () => {
    const isMine = (one: Change): boolean => one.kind === 'order' && one.id === 'mine';
    let isOver = false;
    const waiting = feed.next(isMine, (signal) => realClock.sleep(600_000, signal)).then(() => (isOver = true));
    feed.tell({ kind: 'order', id: 'other' });
    await new Promise(setImmediate);
    expect(isOver).to.equal(false);
    feed.tell({ kind: 'order', id: 'mine' });
    await waiting;
    await feed.next(isMine, (signal) => realClock.sleep(1, signal));
  });

  it('tells nobody who listens no longer', () => {
    const heard: Change[] = [];
    const end = feed.listen((one) => heard.push(one));
    feed.tell({ kind: 'gauges' });
    end();
    feed.tell({ kind: 'gauges' });
    expect(heard).to.have.length(1);
  });
});
