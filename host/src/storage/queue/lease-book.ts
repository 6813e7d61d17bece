import { MINUTE, type Instant } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Engine } from '../engine.js';
import type { Tables } from '../schema/tables.js';
import type { ClaimedJob } from './claiming.js';
import { writeEnd, type EndedRun } from './ending.js';
import { voidLeases } from './jobs.js';

export interface QueueLimits {
  /** How many jobs run at once; 32 unless given. */
  readonly runs: number;
  /** How many jobs of one group run at once; 4 unless given. */
  readonly runsPerGroup: number;
  /** After how many milliseconds without a word a run counts as dead; a minute unless given. */
  readonly leaseMs: number;
  /**
   * How many milliseconds a run may take; a quarter of an hour unless given. Then it is asked to end, counts as failed, and
   * gives up its place: should it go on nevertheless, it may overlap with the next run.
   */
  readonly runMs: number;
}

const LIMITS: QueueLimits = { runs: 32, runsPerGroup: 4, leaseMs: MINUTE, runMs: 15 * MINUTE };

/** What one queue reads and writes of the jobs that it leases; each call within the caller's transaction. */
export class LeaseBook {
  readonly #engine: Engine;
  readonly #lease: string;
  readonly #limits: QueueLimits;
  #lastGroup = '';

  /** @param lease the queue's own name, unlike that of any other queue */
  constructor(engine: Engine, lease: string, limits: Partial<QueueLimits> = {}) {
    this.#engine = engine;
    this.#lease = lease;
    this.#limits = { ...LIMITS, ...limits };
  }

  /** How long a run may take, in milliseconds. */
  get runMs(): number {
    return this.#limits.runMs;
  }

  /** How often {@link keep} is to be called, in milliseconds. */
  get keepEvery(): number {
    return this.#limits.leaseMs / 3;
  }

  async end(db: Kysely<Tables>, ended: readonly EndedRun[]): Promise<void> {
    for (const run of ended) await writeEnd(db, this.#lease, run);
  }

  /** Says that these runs live, and takes the leases of others' runs that said nothing for too long. */
  async keep(db: Kysely<Tables>, alive: readonly ClaimedJob[], now: Instant): Promise<void> {
    const ids = alive.map((job) => job.id);
    if (ids.length > 0)
      await db
        .updateTable('jobs')
        .set({ leased_until: now + this.#limits.leaseMs })
        .where('id', 'in', ids)
        .where('lease', '=', this.#lease)
        .execute();
    await voidLeases(db, now, ids, now);
  }

  /** Leases what is due, as far as there is room beside what runs. */
  async claim(db: Kysely<Tables>, alive: readonly ClaimedJob[], now: Instant): Promise<readonly ClaimedJob[]> {
    const free = this.#limits.runs - alive.length;
    if (free <= 0) return [];
    const running = new Map<string, number>();
    for (const { group } of alive) running.set(group, (running.get(group) ?? 0) + 1);
    const claiming = {
      lease: this.#lease,
      leasedUntil: now + this.#limits.leaseMs,
      free,
      perGroup: this.#limits.runsPerGroup,
      running,
      after: this.#lastGroup,
    };
    const claimed = await this.#engine.claim(db, claiming, now);
    this.#lastGroup = claimed.at(-1)?.group ?? this.#lastGroup;
    return claimed;
  }

  /**
   * When the next job is due that is not due yet. Those that are due and wait for room are seen when a run ends.
   */
  async nextTime(db: Kysely<Tables>, now: Instant): Promise<Instant | undefined> {
    const row = await db
      .selectFrom('jobs')
      .select('run_at')
      .where('lease', 'is', null)
      .where('run_at', '>', now)
      .orderBy('run_at')
      .limit(1)
      .executeTakeFirst();
    return row?.run_at;
  }
}
