import { Gauge, type Registry } from 'prom-client';
import {
  OPEN_PHASES,
  SECOND,
  TOPICS,
  type Clock,
  type Connection,
  type Ledger,
  type WorkQueue,
} from '@poshub-bridge/core';
import { PREFIX } from './names.js';

/** Where the gauges are read from. */
export interface Sources {
  readonly ledger: Pick<Ledger, 'orders' | 'connections' | 'catalogs'>;
  readonly queue: Pick<WorkQueue, 'depth' | 'due'>;
  readonly clock: Clock;
  /** Whether the calls to a connection's store pause. */
  readonly isPaused: (connectionId: string) => boolean;
}

/** What is measured when somebody looks. */
export interface Gauges {
  /** Reads everything anew. @throws Fault `storage.unavailable`; what was read before is forgotten then */
  read(sources: Sources): Promise<void>;
}

const STATUSES = ['pending', 'connected', 'failed', 'removed'] as const;

export function createGauges(registry: Registry): Gauges {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> =>
    new Gauge({ name: `${PREFIX}${name}`, help, labelNames, registers: [registry] });

  const orders = gauge('orders_open', 'Orders that are not at an end, by phase.', 'phase');
  const jobs = gauge('queue_jobs', 'Jobs that wait, those for later included.', 'topic');
  const due = gauge('queue_due_jobs', 'Jobs that are due and have not begun.', 'topic');
  const age = gauge('queue_oldest_due_seconds', 'How long the oldest job is due that has not begun.', 'topic');
  const connections = gauge('connections', 'Connections of locations, by status.', 'status');
  const catalogAge = gauge(
    'catalog_age_seconds',
    'How long ago a connected location’s catalog was read in whole; or, before the first time, was connected.',
    'connection_id',
    'location_id',
  );
  const circuits = gauge(
    'circuit_open',
    'Whether the calls to a connected store pause because it was down: 1 or 0.',
    'connection_id',
    'location_id',
  );
  const all = [orders, jobs, due, age, connections, catalogAge, circuits];

  async function readOrders({ ledger }: Sources): Promise<() => void> {
    const known = await ledger.orders.openByPhase();
    return () => {
      for (const phase of OPEN_PHASES) orders.set({ phase }, known[phase] ?? 0);
    };
  }

  async function readQueue({ queue, clock }: Sources): Promise<() => void> {
    const [waiting, pressing] = [await queue.depth(), await queue.due()];
    const now = clock.now();
    return () => {
      for (const topic of TOPICS) {
        const { jobs: count, since } = pressing[topic] ?? { jobs: 0, since: now };
        jobs.set({ topic }, waiting[topic] ?? 0);
        due.set({ topic }, count);
        age.set({ topic }, Math.max(0, now - since) / SECOND);
      }
    };
  }

  async function readConnections({ ledger, clock, isPaused }: Sources): Promise<() => void> {
    const [known, readTimes] = [await ledger.connections.list(), await ledger.catalogs.readTimes()];
    const now = clock.now();
    const show = ({ connectionId, locationId, updatedAt }: Connection): void => {
      const labels = { connection_id: connectionId, location_id: locationId };
      catalogAge.set(labels, Math.max(0, now - (readTimes.get(connectionId) ?? updatedAt)) / SECOND);
      circuits.set(labels, isPaused(connectionId) ? 1 : 0);
    };
    return () => {
      for (const status of STATUSES) connections.set({ status }, known.filter((one) => one.status === status).length);
      for (const connection of known) if (connection.status === 'connected') show(connection);
    };
  }

  return {
    read: async (sources) => {
      for (const one of all) one.reset();
      const show = [await readOrders(sources), await readQueue(sources), await readConnections(sources)];
      for (const set of show) set();
    },
  };
}
