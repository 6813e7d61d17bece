import { expect } from 'chai';
import { MINUTE, OPEN_PHASES, SECOND, TOPICS, type Ledger } from '@poshub-bridge/core';
import { createMetrics, type Metrics } from '#host/metrics/index.js';
import { aCatalog, aChange, aConnection, aRecord, aRun } from '../../../contract/samples.js';
import { Hands } from '../../../support/hands.js';
import { Scrape } from '../../../support/scrape.js';
import { temporaryStorage, type TemporaryStorage } from '../../../support/storage.js';
import { until } from '../../../support/until.js';

describe('the metrics of a host', () => {
  let storage: TemporaryStorage;
  let metrics: Metrics;
  let isReady: boolean;
  let read: () => Promise<string>;

  beforeEach(async () => {
    storage = await temporaryStorage();
    [metrics, isReady] = [createMetrics(), true];
    read = observe(storage.ledger);
  });
  afterEach(() => storage.dispose());

  function observe(ledger: Ledger): () => Promise<string> {
    const { queue, clock, log } = storage;
    return metrics.observe({
      ledger,
      queue,
      clock,
      log,
      manifest: { id: 'till', version: '1.2.3' },
      isReady: () => isReady,
    });
  }
  const scrape = async (): Promise<Scrape> => new Scrape(await read());

  it('begin with what alerts build on at 0, so that a first time is seen as one', async () => {
    const seen = await scrape();
    for (const phase of [...OPEN_PHASES, 'completed', 'rejected', 'cancelled', 'delivery-failed'])
      expect(seen.value('poshub_bridge_orders_total', { phase }), phase).to.equal(0);
    for (const source of ['hub', 'till']) {
      const labels = { source, kind: 'unread', outcome: 'request.unauthenticated' };
      expect(seen.value('poshub_bridge_events_total', labels), source).to.equal(0);
    }
    for (const kind of ['unseen', 'ended'])
      expect(seen.value('poshub_bridge_orders_found_total', { kind }), kind).to.equal(0);
    for (const outcome of ['told', 'refused', 'dropped'])
      expect(seen.value('poshub_bridge_reports_total', { outcome }), outcome).to.equal(0);
  });

  it('count what they are told of, each by its words', async () => {
    const { meter } = metrics;
    meter.eventReceived('hub', 'order', 'stored');
    meter.eventReceived('hub', 'order', 'stored');
    meter.eventReceived('till', 'stock', 'duplicate');
    meter.orderReached('accepted');
    meter.attentionRaised('order.too_old');
    meter.reportEnded('told');
    meter.ordersFound('unseen', 3);
    meter.catalogSynced('refused');
    metrics.call('till', 'no_answer', 20);
    metrics.jobFailed('order', 'vendor.unavailable');
    const seen = await scrape();
    const value = (name: string, labels: Readonly<Record<string, string>>) =>
      seen.value(`poshub_bridge_${name}_total`, labels);
    expect(value('events', { source: 'hub', kind: 'order', outcome: 'stored' })).to.equal(2);
    expect(value('events', { source: 'till', kind: 'stock', outcome: 'duplicate' })).to.equal(1);
    expect(value('orders', { phase: 'accepted' })).to.equal(1);
    expect(value('attentions', { code: 'order.too_old' })).to.equal(1);
    expect(value('reports', { outcome: 'told' })).to.equal(1);
    expect(value('orders_found', { kind: 'unseen' })).to.equal(3);
    expect(value('catalog_syncs', { outcome: 'refused' })).to.equal(1);
    expect(value('outbound_calls', { target: 'till', outcome: 'no_answer' })).to.equal(1);
    expect(value('job_failures', { topic: 'order', code: 'vendor.unavailable' })).to.equal(1);
  });

  it('measure times in seconds, and none below 0 where a clock was set back', async () => {
    const { meter } = metrics;
    meter.ticketAfter(1_500);
    meter.ticketAfter(-5_000);
    meter.answerAfter('rejected', 400);
    meter.reportAfter(90_000);
    metrics.call('hub', '2xx', 30);
    const seen = await scrape();
    expect(seen.value('poshub_bridge_ticket_seconds_sum')).to.equal(1.5);
    expect(seen.value('poshub_bridge_ticket_seconds_bucket', { le: '1' })).to.equal(1);
    expect(seen.value('poshub_bridge_ticket_seconds_bucket', { le: '2.5' })).to.equal(2);
    expect(seen.value('poshub_bridge_answer_seconds_sum', { status: 'rejected' })).to.equal(0.4);
    expect(seen.value('poshub_bridge_report_seconds_bucket', { le: '60' })).to.equal(0);
    expect(seen.value('poshub_bridge_report_seconds_bucket', { le: '120' })).to.equal(1);
    expect(seen.value('poshub_bridge_outbound_seconds_sum', { target: 'hub' })).to.equal(0.03);
  });

  it('show the open orders of each phase as they are now', async () => {
    const { orders } = storage.ledger;
    for (const id of ['o1', 'o2']) await orders.commit(aChange(aRecord(id, { phase: 'attention' })));
    await orders.commit(aChange(aRecord('o3', { phase: 'completed' })));
    const before = await scrape();
    expect(before.value('poshub_bridge_orders_open', { phase: 'attention' })).to.equal(2);
    expect(before.value('poshub_bridge_orders_open', { phase: 'received' })).to.equal(0);
    expect(before.value('poshub_bridge_orders_open', { phase: 'completed' })).to.equal(undefined);
    await orders.commit(aChange(aRecord('o1', { version: 1, phase: 'accepted' })));
    const after = await scrape();
    expect(after.value('poshub_bridge_orders_open', { phase: 'attention' })).to.equal(1);
    expect(after.value('poshub_bridge_orders_open', { phase: 'accepted' })).to.equal(1);
  });

  it('show how long the queue is and how late', async () => {
    const { queue, clock } = storage;
    const job = (key: string, runAt: number) => ({ topic: 'order', key, group: 'g', runAt }) as const;
    await queue.add([job('a', clock.now()), job('b', clock.now() + 5 * SECOND), job('c', clock.now() + MINUTE)]);
    clock.advance(30 * SECOND);
    const labels = { topic: 'order' };
    const late = await scrape();
    expect(late.value('poshub_bridge_queue_jobs', labels)).to.equal(3);
    expect(late.value('poshub_bridge_queue_due_jobs', labels)).to.equal(2);
    expect(late.value('poshub_bridge_queue_oldest_due_seconds', labels)).to.equal(30);
    for (const topic of TOPICS) expect(late.value('poshub_bridge_queue_jobs', { topic }), topic).to.be.a('number');
    const hands = new Hands();
    queue.start(hands.run);
    await until(() => hands.busy.size === 2);
    const inTime = await scrape();
    expect(inTime.value('poshub_bridge_queue_due_jobs', labels)).to.equal(0);
    expect(inTime.value('poshub_bridge_queue_oldest_due_seconds', labels)).to.equal(0);
  });

  it('show the age of each connected location’s catalog, from its connecting where none was read', async () => {
    const { connections, catalogs } = storage.ledger;
    const now = storage.clock.now();
    const at = { status: 'connected', createdAt: now, updatedAt: now } as const;
    await connections.save(aConnection('c1', { ...at, locationId: 'l1' }), []);
    await connections.save(aConnection('c2', { ...at, locationId: 'l2' }), []);
    await connections.save(aConnection('c3', { status: 'removed', locationId: 'l3' }), []);
    await catalogs.save(aRun('r1', { connectionId: 'c1', endedAt: now + 40 * SECOND }), {
      catalog: aCatalog('Pizza'),
      at: now + 40 * SECOND,
    });
    await catalogs.save(aRun('r3', { connectionId: 'c3', endedAt: now }), { catalog: aCatalog('Pasta'), at: now });
    storage.clock.advance(MINUTE);
    const age = async (connection: string, location: string) =>
      (await scrape()).value('poshub_bridge_catalog_age_seconds', { connection_id: connection, location_id: location });
    expect(await age('c1', 'l1')).to.equal(20);
    expect(await age('c2', 'l2')).to.equal(60);
    expect(await age('c3', 'l3'), 'removed').to.equal(undefined);
    const seen = await scrape();
    expect(seen.value('poshub_bridge_connections', { status: 'connected' })).to.equal(2);
    expect(seen.value('poshub_bridge_connections', { status: 'failed' })).to.equal(0);
  });

  it('show whose calls pause, as long as that store is connected', async () => {
    const { connections } = storage.ledger;
    await connections.save(aConnection('c1', { status: 'connected' }), []);
    await connections.save(aConnection('c2', { status: 'connected' }), []);
    metrics.circuitChanged('c1', true);
    const open = async (id: string) =>
      (await scrape()).value('poshub_bridge_circuit_open', { connection_id: id, location_id: 'location-1' });
    expect([await open('c1'), await open('c2')]).to.deep.equal([1, 0]);
    metrics.circuitChanged('c1', false);
    expect(await open('c1')).to.equal(0);
    metrics.circuitChanged('c1', true);
    await connections.save(aConnection('c1', { status: 'removed' }), []);
    expect(await open('c1')).to.equal(undefined);
  });

  it('say what runs and whether it takes work', async () => {
    const before = await scrape();
    expect(before.value('poshub_bridge_ready')).to.equal(1);
    expect(before.value('poshub_bridge_info', { adapter: 'till', adapter_version: '1.2.3' })).to.equal(1);
    expect(before.value('process_resident_memory_bytes')).to.be.greaterThan(0);
    isReady = false;
    expect((await scrape()).value('poshub_bridge_ready')).to.equal(0);
  });

  it('tell what was counted although the storage can’t be read, and nothing that is stale', async () => {
    await storage.ledger.orders.commit(aChange(aRecord('o1', { phase: 'attention' })));
    metrics.meter.orderReached('attention');
    expect((await scrape()).value('poshub_bridge_orders_open', { phase: 'attention' })).to.equal(1);
    await storage.storage.close();
    const seen = await scrape();
    expect(seen.value('poshub_bridge_ready')).to.equal(0);
    expect(seen.value('poshub_bridge_orders_total', { phase: 'attention' })).to.equal(1);
    expect(seen.lines.filter((line) => line.startsWith('poshub_bridge_orders_open'))).to.deep.equal([]);
    expect(storage.log.lines.some(({ event }) => event === 'metrics can’t read the storage')).to.equal(true);
  });

  it('read the storage once for all who ask at the same moment', async () => {
    let reads = 0;
    const { ledger } = storage;
    const openByPhase = () => {
      reads += 1;
      return ledger.orders.openByPhase();
    };
    metrics = createMetrics();
    const ask = observe({ ...ledger, orders: { ...ledger.orders, openByPhase } });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(reads).to.equal(1);
    expect(new Set(answers).size).to.equal(1);
    await ask();
    expect(reads).to.equal(2);
  });

  it('of one host are not those of another', async () => {
    metrics.meter.orderReached('accepted');
    const first = await scrape();
    metrics = createMetrics();
    read = observe(storage.ledger);
    expect(first.value('poshub_bridge_orders_total', { phase: 'accepted' })).to.equal(1);
    expect((await scrape()).value('poshub_bridge_orders_total', { phase: 'accepted' })).to.equal(0);
  });

  it('have names as Prometheus wants them: counters end in _total, times are in seconds', async () => {
    const { types } = await scrape();
    const ours = [...types].filter(([name]) => !/^(process|nodejs)_/.test(name));
    expect(ours).to.have.length.greaterThan(15);
    for (const [name, type] of ours) {
      expect(name).to.match(/^poshub_bridge_[a-z_]+$/);
      expect(name.endsWith('_total'), name).to.equal(type === 'counter');
      if (type === 'histogram') expect(name).to.match(/_seconds$/);
    }
  });
});
