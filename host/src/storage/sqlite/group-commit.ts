import { setImmediate } from 'node:timers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isFault, type Clock, type InboxEvent, type Job } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import { takeGroup } from '../event-group.js';
import { inboxRow, insertEvent } from '../ledger/inbox.js';
import type { Bell } from '../queue/bell.js';
import { jobRow, upsertJobs } from '../queue/jobs.js';
import type { Tables } from '../schema/tables.js';
import type { SqliteThread } from './sqlite-thread.js';
import type { Turns } from './turns.js';
import type { RecordEntry, RecordTexts } from './worker-messages.js';

/**
 * So many events are handed over at once, and bodies of so many bytes. Groups are small, so that the thread is at work while
 * others are still read, and those that were read first are answered first; it puts together what waits for the disk.
 */
const MOST_EVENTS = 32;
const MOST_BYTES = 500_000;

/** So many events are enough for a group while others are still read. */
const ENOUGH = 8;
/** So many groups may be on their way at once. */
const MOST_UNDER_WAY = 3;
/** So long (milliseconds) may events that keep coming have the connection to themselves. */
const LONGEST_STAY = 20;

type Answer = 'stored' | 'duplicate';

interface Waiting {
  readonly entry: RecordEntry;
  readonly body: Uint8Array | null;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitNeeds {
  readonly thread: Pick<SqliteThread, 'record'>;
  readonly turns: Turns;
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly bell: Bell;
}

/**
 * Stores events in groups: all that are told while one group goes to the disk make the next one, with one fsync, and are
 * then answered together. That is what makes a durable 200 as fast as none.
 */
export class GroupCommit {
  readonly #needs: GroupCommitNeeds;
  #waiting: Waiting[] = [];
  #texts: RecordTexts = { event: '', job: '' };
  #work: Promise<void> | undefined;
  /** Groups that were handed over and are not answered. */
  #underWay = 0;
  /** Until when groups may be handed over; undefined while others have the connection. */
  #stayUntil: number | undefined;
  #leave = (): void => undefined;

  constructor(needs: GroupCommitNeeds) {
    this.#needs = needs;
  }

  record(event: InboxEvent, job: Job | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...this.#entryOf(event, job), resolve, reject });
      if (this.#work === undefined) this.#work = this.#commitAll();
      else if (this.#waiting.length >= ENOUGH) this.#handOver();
    });
  }

  /** Resolves when everything that was told is answered. */
  async rest(): Promise<void> {
    await this.#work;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that came together are read over one turn of the event loop.
      await nextTurn();
      await this.#needs.turns.take('urgent');
      await new Promise<void>((leave) => {
        this.#leave = leave;
        this.#stayUntil = performance.now() + LONGEST_STAY;
        this.#handOver();
      });
      this.#stayUntil = undefined;
      this.#needs.turns.give();
    }
    this.#work = undefined;
  }

  /** Hands a group over, if it is time to. */
  #handOver(): void {
    if (this.#underWay === MOST_UNDER_WAY || this.#waiting.length === 0) return;
    if (this.#stayUntil === undefined || performance.now() > this.#stayUntil) return;
    const group = takeGroup(this.#waiting, ({ body }) => body, MOST_EVENTS, MOST_BYTES);
    const { bell, clock } = this.#needs;
    bell.hear(group.length, clock.now());
    this.#underWay += 1;
    void this.#commit(group).then(() => this.#goOn());
  }

  #goOn(): void {
    this.#underWay -= 1;
    if (this.#waiting.length >= ENOUGH) this.#handOver();
    if (this.#underWay > 0) return;
    // What was read together with the answer is still to come.
    setImmediate(() => {
      this.#handOver();
      if (this.#underWay === 0) this.#leave();
    });
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const entries = group.map(({ entry }) => entry);
      const stored = await this.#needs.thread.record(this.#texts, { entries, bodies: joined(group) });
      if (entries.some(({ job }, index) => job !== undefined && stored[index] === true)) this.#needs.bell.ring();
      group.forEach(({ resolve }, index) => resolve(stored[index] === true ? 'stored' : 'duplicate'));
    } catch (error) {
      if (group.length > 1 && !isOfTheDisk(error)) return this.#commitHalves(group);
      for (const { reject } of group) reject(error);
    }
  }

  /** One event that can't be written must not take the others with it. */
  async #commitHalves(group: readonly Waiting[]): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await this.#commit(group.slice(0, middle));
    await this.#commit(group.slice(middle));
  }

  #entryOf(event: InboxEvent, job: Job | undefined): Pick<Waiting, 'entry' | 'body'> {
    const row = inboxRow(event);
    // Kysely writes the statements once; after that only their values change.
    if (this.#texts.event === '') this.#texts = textsFor(this.#needs.db, row);
    const { body, ...columns } = row;
    const entry = {
      event: Object.values(columns),
      bodyLength: body?.length,
      job: job === undefined ? undefined : Object.values(jobRow(job, this.#needs.clock.now())),
    };
    return { entry, body };
  }
}

/** The bodies in one memory of their own. */
function joined(group: readonly Waiting[]): Uint8Array<ArrayBuffer> {
  const all = Buffer.allocUnsafeSlow(group.reduce((sum, { body }) => sum + (body?.length ?? 0), 0));
  let at = 0;
  for (const { body } of group) {
    if (body === null) continue;
    all.set(body, at);
    at += body.length;
  }
  return all;
}

function textsFor(db: Kysely<Tables>, row: ReturnType<typeof inboxRow>): RecordTexts {
  return {
    event: insertEvent(db, row).compile().sql,
    job: upsertJobs(db, [{ topic: 'order', key: '', grp: '', run_at: 0 }]).compile().sql,
  };
}

/** What fails for one fails for all. */
function isOfTheDisk(error: unknown): boolean {
  return isFault(error) && error.code === 'storage.unavailable';
}
