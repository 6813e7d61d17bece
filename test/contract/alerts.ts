import { expect } from 'chai';
import type { Alert } from '@poshub-bridge/core';
import type { StorageUnderTest } from '../support/storage.js';
import { rejection } from '../support/until.js';
import { aChange, aConnection, aRecord, aRun } from './samples.js';

const fault = { code: 'order.deadline_passed', message: 'late' } as const;

const alertOf = (id: string, orderId = 'order-1'): Alert => ({
  type: 'order.attention',
  ...{ id, orderId, connectionId: 'connection-1', at: 1_000, fault },
});

/** What every engine promises of the alerts that a person is still to hear of. */
export function describeAlerts(current: () => StorageUnderTest): void {
  const { commit, box } = {
    commit: (alerts: readonly Alert[], version = 0, id = 'order-1') =>
      current().ledger.orders.commit(aChange(aRecord(id, { version }), { alerts })),
    box: () => current().ledger.alerts,
  };

  it('gives an alert back as it was stored with its order, after a restart too', async () => {
    await commit([alertOf('a1')]);
    await current().reopen();
    expect((await box().next('order-1'))?.alert).to.deep.equal(alertOf('a1'));
    expect(await box().next('order-2')).to.equal(undefined);
  });

  it('gives the alerts of a subject one by one in their order, until each was ended', async () => {
    await commit([alertOf('a1'), alertOf('a2')]);
    await commit([alertOf('b1', 'order-2')], 0, 'order-2');
    await commit([alertOf('a3')], 1);
    const told: string[] = [];
    for (let next = await box().next('order-1'); next !== undefined; next = await box().next('order-1')) {
      expect((await box().next('order-1'))?.alert.id, 'again, while it was not ended').to.equal(next.alert.id);
      told.push(next.alert.id);
      await box().end(next.sequence);
      await box().end(next.sequence);
    }
    expect(told).to.deep.equal(['a1', 'a2', 'a3']);
    expect((await box().next('order-2'))?.alert.id).to.equal('b1');
  });

  it('stores no alert of a step that was refused', async () => {
    await commit([]);
    await rejection(commit([alertOf('a1')], 5));
    expect(await box().next('order-1')).to.equal(undefined);
  });

  it('stores a connection’s alert together with the connection and its work', async () => {
    const alert: Alert = { type: 'connection.failed', id: 'a1', connectionId: 'c1', at: 1_000, fault };
    const job = { topic: 'alert', key: 'c1', group: 'alerts' } as const;
    await current().ledger.connections.save(aConnection('c1', { status: 'failed' }), [job], [alert]);
    expect((await box().next('c1'))?.alert).to.deep.equal(alert);
    expect(await current().queue.depth()).to.deep.equal({ alert: 1 });
  });

  it('stores an alert of a sync that went wrong together with the sync and its work', async () => {
    const alert: Alert = { type: 'catalog.failing', id: 'a1', connectionId: 'c1', at: 1_000, fault };
    const job = { topic: 'alert', key: 'c1', group: 'alerts' } as const;
    const run = aRun('r1', { connectionId: 'c1', outcome: 'failed', fault });
    await current().ledger.catalogs.saveFailed(run, [job], [alert]);
    expect(await current().ledger.catalogs.runs('c1')).to.deep.equal([run]);
    expect((await box().next('c1'))?.alert).to.deep.equal(alert);
    expect(await current().queue.depth()).to.deep.equal({ alert: 1 });
  });
}
