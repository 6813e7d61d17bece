import { SECOND, type Clock, type Instant } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { QueueLimits } from '../../queue/lease-book.js';
import { othersIn, roomsOf, type Room } from '../../queue/places.js';
import type { JobBook, Turn, Turned } from '../../queue/work-loop.js';
import type { Tables } from '../../schema/tables.js';
import type { BossDesk } from './boss-desk.js';
import type { JobRows, TakenJob } from './job-rows.js';

/** Jobs are looked for at least this often (milliseconds): others may ask for some and die before they do them. */
const LONGEST_REST = SECOND;
/**
 * After so many signs of life in a row, about a lease, others have had time for theirs. Before, the database may just have
 * come back, and everybody would look dead.
 */
const ENOUGH_CONTACT = 3;

/** What one process reads and writes of the jobs that it takes; each turn is one transaction. */
export class BossBook implements JobBook<TakenJob> {
  readonly longestRest = LONGEST_REST;
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #rows: JobRows;
  readonly #desk: BossDesk;
  readonly #limits: QueueLimits;
  /** The groups whose last run here failed. */
  readonly #failing = new Set<string>();
  #lastGroup = '';
  #contact = 0;
  #isFull = true;
  /** Whether a turn failed since one succeeded: its commit may have happened all the same. */
  #isUnsure = false;

  constructor(db: Kysely<Tables>, clock: Clock, rows: JobRows, desk: BossDesk, limits: QueueLimits) {
    this.#db = db;
    this.#clock = clock;
    this.#rows = rows;
    this.#desk = desk;
    this.#limits = limits;
  }

  get runMs(): number {
    return this.#limits.runMs;
  }

  get keepEvery(): number {
    return this.#limits.leaseMs / 3;
  }

  /** The last sign of life may be a third of a lease old when contact is lost. */
  get silenceMs(): number {
    return this.#limits.leaseMs / 2;
  }

  /** Whether what is asked for may find no place here. */
  get isFull(): boolean {
    return this.#isFull;
  }

  async turn(turn: Turn<TakenJob>): Promise<Turned<TakenJob>> {
    for (const { job, failures } of turn.ended) {
      if (failures > 0) this.#failing.add(job.group);
      else this.#failing.delete(job.group);
    }
    try {
      // By itself, because it puts jobs back, as what ended does: in one transaction with that, two processes could come to
      // wait for each other's jobs.
      if (turn.keep || this.#desk.hasFoundDead()) await this.#db.transaction().execute((tx) => this.#rows.bury(tx));
      if (this.#isUnsure) await this.#db.transaction().execute((tx) => this.#rows.putDown(tx, known(turn)));
      this.#isUnsure = false;
      const turned = await this.#db.transaction().execute((tx) => this.#write(tx, turn));
      this.#isFull = !turn.claim || othersIn(turn.alive).length + othersIn(turned.claimed).length >= this.#limits.runs;
      if (turn.keep) this.#contact += 1;
      if (turn.keep && this.#contact >= ENOUGH_CONTACT) this.#desk.supervise();
      return turned;
    } catch (error) {
      this.#contact = 0;
      this.#isUnsure = true;
      throw error;
    }
  }

  async #write(tx: Kysely<Tables>, { ended, alive, keep, claim }: Turn<TakenJob>): Promise<Turned<TakenJob>> {
    const now = this.#clock.now();
    if (ended.length > 0) await this.#rows.end(tx, ended, now);
    const lost = keep ? await this.#desk.keep(tx, alive) : [];
    if (!claim) return { claimed: [], next: undefined, lost };
    const claimed: TakenJob[] = [];
    let next: Instant | undefined;
    const { rooms, catalogs } = roomsOf(this.#limits, alive);
    for (const room of rooms.length === 0 && catalogs > 0 ? [NO_ROOM] : rooms) {
      // Whose runs fail may hang before they do: they get one place for all until one ends well, none of those beyond.
      const who = { ordinary: this.#limits.runsPerGroup, failing: [...this.#failing], after: this.#lastGroup };
      const taken = await this.#rows.take(tx, { ...room, ...who, catalogs: claimed.length === 0 ? catalogs : 0 }, now);
      this.#lastGroup = taken.jobs.at(-1)?.group ?? this.#lastGroup;
      claimed.push(...taken.jobs);
      next = taken.next;
      // Nothing else is due that could have its turn.
      if (othersIn(taken.jobs).length < room.free) break;
    }
    return { claimed, next, lost };
  }
}

/** Catalogs have places of their own where all others are taken. */
const NO_ROOM: Room = { free: 0, perGroup: 1 };

/** All jobs that this process knows to have taken. */
function known({ alive, ended }: Turn<TakenJob>): readonly TakenJob[] {
  return [...alive, ...ended.map(({ job }) => job)];
}
