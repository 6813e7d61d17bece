import { setTimeout } from 'node:timers/promises';
import { Fault, MINUTE, SECOND, TOPICS, type Log } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { fromKysely, PgBoss, type QueueOptions } from 'pg-boss';
import type { Tables } from '../../schema/tables.js';
import { connectionTo, KEEPALIVE } from '../pool.js';
import { postgresFault } from '../postgres-faults.js';
import { Sockets } from '../sockets.js';
import { CHANNEL, DEAD_LETTERS, SCHEMA } from './boss-tables.js';
import type { TakenJob } from './job-rows.js';

/** How long a job may wait before pg-boss throws it away, in seconds: for ever, as far as it can count. */
const FOR_EVER = 60 * 365 * 24 * 3600;
/** pg-boss looks for dead runs at most this often over all processes, in seconds. */
const MONITOR_EVERY = 5;
/** How long pg-boss waits for an answer, in milliseconds: longer than anything takes that it asks for, but not for ever. */
const ANSWER = MINUTE;
/** How long it may take to let go of the database, in milliseconds. */
const CLOSING = 5 * SECOND;

/** For the driver's pool, to which pg-boss hands all its options on. */
const POOL = { onConnect: (client: pg.ClientBase) => client.query(KEEPALIVE) };

export interface DeskNeeds {
  readonly url: string;
  readonly log: Log;
  /** Called when another process says that something is due, and when some may have been missed. */
  readonly wake: () => void;
  /** How long pg-boss waits for an answer, in milliseconds; a minute unless given. */
  readonly answerMs?: number;
}

/**
 * What pg-boss does for the queue: it makes and migrates its tables, keeps the signs of life of runs, finds those that are
 * dead, keeps what it gives up, and listens for other processes.
 */
export class BossDesk {
  readonly #boss: PgBoss;
  readonly #needs: DeskNeeds;
  readonly #sockets = new Sockets();
  #supervising: Promise<void> | undefined;
  #ear: { close(): Promise<void> } | undefined;
  #hasFoundDead = false;

  private constructor(needs: DeskNeeds) {
    this.#needs = needs;
    this.#boss = new PgBoss({
      ...connectionTo(needs.url, { answerMs: needs.answerMs ?? ANSWER, sockets: this.#sockets }),
      ...POOL,
      application_name: 'poshub-bridge queue',
      schema: SCHEMA,
      max: 2,
      supervise: false,
      schedule: false,
      monitorIntervalSeconds: MONITOR_EVERY,
      // A long queue is for the host's own alerts to tell.
      warningQueueSize: 2 ** 31 - 1,
      // We have no jobs that wait for one another.
      flowIntervalSeconds: 24 * 3600,
    });
    // Without a listener, an error of pg-boss would end the process.
    this.#boss.on('error', (error) => this.#tell(error));
    this.#boss.on('warning', ({ message }) => needs.log.warn('work queue warns', { reason: message }));
  }

  /** Opens pg-boss and brings its tables to its version; safe with processes that start together. @throws Fault */
  static async open(needs: DeskNeeds): Promise<BossDesk> {
    const desk = new BossDesk(needs);
    try {
      await desk.#boss.start();
      await desk.#makeQueues();
      desk.#ear = await desk.#boss.getDb().listen?.(CHANNEL, needs.wake, needs.wake);
      return desk;
    } catch (error) {
      await desk.close();
      throw postgresFault(error);
    }
  }

  /** Waits no longer than a few seconds for a database that says nothing; what is asked of it then is cut off. */
  async close(): Promise<void> {
    const stopped = this.#stop().catch((error: unknown) => this.#tell(error));
    await Promise.race([stopped, setTimeout(CLOSING, undefined, { ref: false })]);
    // pg-boss hears no errors any more of a connection that it closes, and the database's last word is one: it would end
    // the process. So nothing more may come.
    const closed = this.#ear?.close();
    this.#sockets.cut();
    await closed;
  }

  async #stop(): Promise<void> {
    await this.#supervising;
    await this.#boss.stop({ graceful: false });
  }

  /** Says that runs live; gives those that were taken for dead. */
  async keep(tx: Kysely<Tables>, alive: readonly TakenJob[]): Promise<readonly TakenJob[]> {
    const lost: TakenJob[] = [];
    for (const topic of TOPICS) {
      const jobs = alive.filter((job) => job.topic === topic);
      if (jobs.length === 0) continue;
      const ids = jobs.map(({ id }) => id);
      const live = settledIn(await this.#boss.touch(topic, ids, { db: fromKysely(tx) }));
      lost.push(...jobs.filter(({ id }) => !live.has(id)));
    }
    return lost;
  }

  /**
   * Lets pg-boss look for runs that gave no sign of life, and takes up again what it gave up; by itself, so that nobody
   * waits for it.
   */
  supervise(): void {
    this.#supervising ??= this.#supervise()
      .catch((error: unknown) => this.#tell(error))
      .finally(() => {
        this.#supervising = undefined;
      });
  }

  /** Whether there may be dead runs since it was asked last. */
  hasFoundDead(): boolean {
    const found = this.#hasFoundDead;
    this.#hasFoundDead = false;
    return found;
  }

  async #supervise(): Promise<void> {
    await this.#boss.supervise();
    const redriven = await this.#boss.redrive(DEAD_LETTERS);
    if (redriven > 0) this.#needs.log.error('jobs are taken up again that were given up', { jobs: redriven });
    this.#hasFoundDead = true;
    this.#needs.wake();
  }

  async #makeQueues(): Promise<void> {
    const known = new Set((await this.#boss.getQueues()).map(({ name }) => name));
    const options: QueueOptions = { retentionSeconds: FOR_EVER };
    if (!known.has(DEAD_LETTERS)) await this.#boss.createQueue(DEAD_LETTERS, options);
    for (const topic of TOPICS)
      if (!known.has(topic))
        await this.#boss.createQueue(topic, { ...options, policy: 'stately', deadLetter: DEAD_LETTERS });
  }

  #tell(error: unknown): void {
    this.#needs.log.error('work queue could not use the storage', { code: 'storage.unavailable' }, asError(error));
  }
}

/** Which of the rows a statement of pg-boss found as they should be; it says so, but its types don't. */
function settledIn(response: object): ReadonlySet<unknown> {
  const settled: unknown = 'settled' in response ? response.settled : undefined;
  if (Array.isArray(settled)) return new Set<unknown>(settled);
  throw new Fault('bridge.broken', { detail: 'pg-boss does not say which runs live' });
}

/** pg-boss tells copies of errors, too. */
function asError(error: unknown): unknown {
  if (error instanceof Error || typeof error !== 'object' || error === null) return error;
  return new Error('message' in error ? String(error.message) : 'pg-boss failed');
}
