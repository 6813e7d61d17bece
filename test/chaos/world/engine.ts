import { newCluster } from '../../support/postgres.js';
import type { EngineName } from '../plan/schedule.js';

/** Where the hosts keep what they know. */
export interface Engine {
  readonly name: EngineName;
  /** How many hosts run on it at once. */
  readonly hosts: number;
  /** The configuration's `storage.url`; the hosts' folder is the run's own. */
  readonly url: string;
  /** Ends the database as a power cut would; absent where there is no process of it. */
  kill?(): Promise<void>;
  /** Starts it again on what it had stored. */
  restart?(): Promise<void>;
  stop(): Promise<void>;
}

/** An engine, or why it is left out. */
export type Found = { readonly engine: Engine } | { readonly missing: string };

export function sqliteEngine(): Engine {
  return { name: 'sqlite', hosts: 1, url: 'sqlite:./bridge.db', stop: () => Promise.resolve() };
}

/** A PostgreSQL of the run's own, as durable as it can be, with three hosts on it. */
export async function postgresEngine(): Promise<Found> {
  const cluster = await newCluster(['-c', 'max_connections=200']);
  if ('reason' in cluster) return { missing: cluster.reason };
  const { url } = await cluster.database();
  return {
    engine: {
      ...{ name: 'postgres', hosts: 3, url },
      kill: () => cluster.kill(),
      restart: () => cluster.start(),
      stop: () => cluster.remove(),
    },
  };
}
