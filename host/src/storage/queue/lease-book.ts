import { MINUTE, type Clock, type Instant } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { JobsTable } from './jobs-table.js';
import type { Tables } from '../schema/tables.js';
import type { ClaimedJob } from './claiming.js';
import { writeEnds } from './ending.js';
import { voidLeases } from './jobs.js';
import { PLACES, roomsOf, type Places } from './places.js';
import type { JobBook, Turn, Turned } from './work-loop.js';

export interface QueueLimits extends Places {
  /** After how many milliseconds without a word a run counts as dead; a minute unless given. */
  readonly leaseMs: number;
  /**
   * How many milliseconds a run may take; a quarter of an hour unless given. Then it is asked to end, counts as failed, and
   * gives up its place: should it go on nevertheless, it may overlap with the next run.
   */
  readonly runMs: number;
  /**
   * By whose time jobs are due in a database of several processes: its own unless given. By the host's where there is one
   * clock alone, as in a test.
   */
  readonly dueBy: 'database' | 'host';
}

/** The table is looked at at least this often (milliseconds): the clock may have been set. */
const LONGEST_REST = MINUTE;

const LIMITS: QueueLimits = { ...PLACES, leaseMs: MINUTE, runMs: 15 * MINUTE, dueBy: 'host' };

/** What one queue reads and writes of the jobs that it leases; each turn is one transaction. */
export class LeaseBook implements JobBook<ClaimedJob> {
  readonly longestRest = LONGEST_REST;
  readonly #engine: JobsTable;
  readonly #clock: Clock;
  readonly #lease: string;
  readonly #limits: QueueLimits;
  /** The groups whose last run failed. */
  readonly #failing = new Set<string>();
  #lastGroup = '';

  /** @param lease the queue's own name, unlike that of any other queue */
  constructor(engine: JobsTable, clock: Clock, lease: string, limits: Partial<QueueLimits> = {}) {
    this.#engine = engine;
    this.#clock = clock;
    this.#lease = lease;
    this.#limits = { ...LIMITS, ...limits };
  }

  get runMs(): number {
    return this.#limits.runMs;
  }

  get keepEvery(): number {
    return this.#limits.leaseMs / 3;
  }

  turn({ ended, alive, keep, claim }: Turn<ClaimedJob>): Promise<Turned<ClaimedJob>> {
    for (const { job, failures } of ended) {
      if (failures > 0) this.#failing.add(job.group);
      else this.#failing.delete(job.group);
    }
    return this.#engine.db.transaction().execute(async (tx) => {
      await writeEnds(tx, this.#lease, ended);
      const now = this.#clock.now();
      if (keep) await this.#keep(tx, alive, now);
      const claimed = claim ? await this.#claim(tx, alive, now) : [];
      return { claimed, next: await this.#nextTime(tx, now) };
    });
  }

  /** Says that these runs live, and takes the leases of others' runs that said nothing for too long. */
  async #keep(db: Kysely<Tables>, alive: readonly ClaimedJob[], now: Instant): Promise<void> {
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
  async #claim(db: Kysely<Tables>, alive: readonly ClaimedJob[], now: Instant): Promise<readonly ClaimedJob[]> {
    // Whose runs fail may hang before they do: they get one place for all until one ends well, and none of those beyond.
    const { runsPerGroup } = this.#limits;
    const running = new Map([...this.#failing].map((group): [string, number] => [group, runsPerGroup - 1]));
    for (const { group } of alive) running.set(group, (running.get(group) ?? 0) + 1);
    const all: ClaimedJob[] = [];
    for (const room of roomsOf(this.#limits, alive.length)) {
      const { leaseMs } = this.#limits;
      const claiming = { lease: this.#lease, leasedUntil: now + leaseMs, ...room, running, after: this.#lastGroup };
      const claimed = await this.#engine.claim(db, claiming, now);
      for (const { group } of claimed) running.set(group, (running.get(group) ?? 0) + 1);
      this.#lastGroup = claimed.at(-1)?.group ?? this.#lastGroup;
      all.push(...claimed);
      // Nothing else is due that could have its turn.
      if (claimed.length < room.free) break;
    }
    return all;
  }

  async #nextTime(db: Kysely<Tables>, now: Instant): Promise<Instant | undefined> {
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
