import { sql, type Kysely } from 'kysely';
import type { Clock } from '@poshub-bridge/core';
import type { QueueLimits } from '#host/storage/index.js';
import { over } from '#host/storage/postgres/look.js';
import { PostgresConnections } from '#host/storage/postgres/pool.js';
import { createBossQueue, type BossQueue } from '#host/storage/postgres/queue/boss-queue.js';
import { Bell } from '#host/storage/queue/bell.js';
import type { Tables } from '#host/storage/schema/tables.js';
import { ManualClock, seededChance } from '../../../../../support/clock.js';
import { Hands } from '../../../../../support/hands.js';
import { CollectedLog } from '../../../../../support/log.js';
import { dropDatabases, testPostgres, type PostgresServer } from '../../../../../support/postgres.js';
import { skip } from '../../../../../support/skip.js';

export interface ProcessOptions {
  /** Stands still unless given. */
  readonly clock?: Clock;
  readonly limits?: Partial<QueueLimits>;
  /** Another way to the database. */
  readonly url?: string;
}

/** What a process has of the queue: here several may live in one. */
export class Process {
  readonly hands = new Hands();

  private constructor(
    readonly queue: BossQueue,
    readonly db: Kysely<Tables>,
    readonly bell: Bell,
    readonly log: CollectedLog,
    readonly connections: PostgresConnections,
  ) {}

  static async open(url: string, { clock = new ManualClock(), limits = {} }: ProcessOptions = {}): Promise<Process> {
    const log = new CollectedLog();
    const bell = new Bell();
    const connections = new PostgresConnections(url, { connections: 5, log });
    const db = over(connections);
    const prepare = (text: string): void => connections.prepare(text);
    const chance = seededChance((seed += 1));
    const queue = await createBossQueue({ db, url, prepare, clock, chance, log, bell, limits });
    return new Process(queue, db, bell, log, connections);
  }

  start(): this {
    this.queue.start(this.hands.run);
    return this;
  }

  /** Ends without a word to the database, as far as that can be done within a process: what ran is not ended. */
  async die(): Promise<void> {
    await this.queue.stop(0);
    await this.queue.close();
    await this.connections.end();
  }

  /** Lets the next look for dead runs be a real one: pg-boss looks every few seconds only. */
  async forgetLooks(): Promise<void> {
    await sql`update bridge_jobs.queue set monitor_claim_on = null, monitor_on = null
      where name in (select name from bridge_jobs.queue for update skip locked)`.execute(this.db);
  }
}

let seed = 0;

/** A database of its own for each test of a suite, and what lives on it. */
export interface World {
  readonly open: (options?: ProcessOptions) => Promise<Process>;
  /** Where the database is. */
  readonly url: () => string;
  readonly kill: (one: Process) => Promise<void>;
}

/** To be called in a `describe`. */
export function aWorld(): World {
  let server: PostgresServer;
  let url: string;
  const alive = new Set<Process>();
  before(async function () {
    const found = await testPostgres();
    if ('reason' in found) skip(this, found.reason);
    server = found;
  });
  beforeEach(async () => {
    ({ url } = await server.database());
  });
  afterEach(async () => {
    for (const one of alive) {
      one.hands.doneAll();
      await one.die();
    }
    alive.clear();
  });
  after(() => dropDatabases());
  return {
    url: () => url,
    open: async (options) => {
      const one = await Process.open(options?.url ?? url, options);
      alive.add(one);
      return one;
    },
    kill: async (one) => {
      alive.delete(one);
      await one.die();
      // What ran hangs on timers of this process, which goes on.
      one.hands.doneAll();
    },
  };
}
