import { MINUTE, type Clock, type Instant } from '@poshub-bridge/core';
import type { JobsTable } from './jobs-table.js';
import type { ClaimedJob, Claiming } from './claiming.js';
import { bringNear, voidLeases } from './jobs.js';
import { othersIn, PLACES, roomsOf, type Places } from './places.js';
import type { JobBook, Turn, Turned } from './work-loop.js';

export interface QueueLimits extends Places {
  /** After how many milliseconds without a word a run counts as dead; a minute unless given. */
  readonly leaseMs: number;
  /**
   * How many milliseconds a run may take; a quarter of an hour unless given. Then it is given up, counts as failed, and
   * loses its place: should it go on nevertheless, it may overlap with the next run.
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

/** What one queue reads and writes of the jobs that it leases. */
export class LeaseBook implements JobBook<ClaimedJob> {
  readonly longestRest = LONGEST_REST;
  readonly #table: JobsTable;
  readonly #clock: Clock;
  readonly #lease: string;
  readonly #limits: QueueLimits;
  /** The groups whose last run failed. */
  readonly #failing = new Set<string>();
  #lastGroup = '';
  #lastTurn: Instant = -Infinity;

  /** @param lease the queue's own name, unlike that of any other queue */
  constructor(table: JobsTable, clock: Clock, lease: string, limits: Partial<QueueLimits> = {}) {
    this.#table = table;
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

  async turn({ ended, alive, keep, claim }: Turn<ClaimedJob>): Promise<Turned<ClaimedJob>> {
    for (const { job, failures } of ended) {
      if (failures > 0) this.#failing.add(job.group);
      else this.#failing.delete(job.group);
    }
    const now = this.#clock.now();
    // The clock was set back: what was put off by it before waits too long.
    if (now < this.#lastTurn) await bringNear(this.#table.db, now);
    this.#lastTurn = now;
    if (keep) await this.#keep([...ended.map(({ job }) => job.id), ...alive.map(({ id }) => id)], now);
    const turned = await this.#table.turn({
      lease: this.#lease,
      now,
      ended: ended.map(({ job, ...end }) => ({ id: job.id, ...end })),
      ...(claim ? { claim: this.#claiming(alive, now) } : {}),
    });
    this.#lastGroup = turned.claimed.at(-1)?.group ?? this.#lastGroup;
    return turned;
  }

  /** Says that these runs live, and takes the leases of others' runs that said nothing for too long. */
  #keep(ids: readonly number[], now: Instant): Promise<void> {
    return this.#table.db.transaction().execute(async (tx) => {
      if (ids.length > 0)
        await tx
          .updateTable('jobs')
          .set({ leased_until: now + this.#limits.leaseMs })
          .where('id', 'in', ids)
          .where('lease', '=', this.#lease)
          .execute();
      await voidLeases(tx, now, ids, now);
    });
  }

  /** What may be leased beside what runs. */
  #claiming(alive: readonly ClaimedJob[], now: Instant): Claiming {
    // Whose runs fail may hang before they do: they get one place for all until one ends well, and none of those beyond.
    const { runsPerGroup, leaseMs } = this.#limits;
    const running = new Map([...this.#failing].map((group): [string, number] => [group, runsPerGroup - 1]));
    for (const { group } of othersIn(alive)) running.set(group, (running.get(group) ?? 0) + 1);
    return { leasedUntil: now + leaseMs, ...roomsOf(this.#limits, alive), running, after: this.#lastGroup };
  }
}
