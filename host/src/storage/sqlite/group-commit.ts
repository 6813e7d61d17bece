import { setImmediate } from 'node:timers/promises';
import type { Clock, InboxEvent, Job } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import { inboxRow, insertEvent } from '../ledger/inbox.js';
import type { Bell } from '../queue/bell.js';
import { jobRow, upsertJobs } from '../queue/jobs.js';
import type { Tables } from '../schema/tables.js';
import type { SqliteThread } from './sqlite-thread.js';
import type { Turns } from './turns.js';
import type { RecordEntry, RecordTexts } from './worker-messages.js';

/** So many events go into one transaction, so that none holds up the others for long. */
const MOST_EVENTS = 100;

type Answer = 'stored' | 'duplicate';

interface Waiting {
  readonly event: InboxEvent;
  readonly job: Job | undefined;
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
  #texts: RecordTexts | undefined;
  #work: Promise<void> | undefined;

  constructor(needs: GroupCommitNeeds) {
    this.#needs = needs;
  }

  record(event: InboxEvent, job: Job | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, job, resolve, reject });
      this.#work ??= this.#commitAll();
    });
  }

  /** Resolves when everything that was told is answered. */
  async rest(): Promise<void> {
    await this.#work;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that came together are read over one turn of the event loop.
      await setImmediate();
      await this.#needs.turns.take('urgent');
      try {
        await this.#commitNext();
      } finally {
        this.#needs.turns.give();
      }
    }
    this.#work = undefined;
  }

  async #commitNext(): Promise<void> {
    // Taken only now that nobody else has the connection: what was told while waiting for it comes along.
    const batch = this.#waiting.splice(0, MOST_EVENTS);
    try {
      const stored = await this.#needs.thread.record(
        this.#writtenOnce(batch),
        batch.map((entry) => this.#row(entry)),
      );
      if (batch.some(({ job }, index) => job !== undefined && stored[index] === true)) this.#needs.bell.ring();
      batch.forEach(({ resolve }, index) => resolve(stored[index] === true ? 'stored' : 'duplicate'));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  #row({ event, job }: Waiting): RecordEntry {
    return {
      event: Object.values(inboxRow(event)),
      job: job === undefined ? undefined : Object.values(jobRow(job, this.#needs.clock.now())),
    };
  }

  /** Kysely writes the statements once; after that only their values change. */
  #writtenOnce([first]: readonly Waiting[]): RecordTexts {
    if (this.#texts !== undefined || first === undefined) return this.#texts ?? { event: '', job: '' };
    const { db } = this.#needs;
    this.#texts = {
      event: insertEvent(db, inboxRow(first.event)).compile().sql,
      job: upsertJobs(db, [{ topic: 'order', key: '', grp: '', run_at: 0 }]).compile().sql,
    };
    return this.#texts;
  }
}
