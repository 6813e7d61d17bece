import { setImmediate } from 'node:timers/promises';
import type { Clock, InboxEvent, Job } from '@poshub-bridge/core';
import type { Kysely, SqliteStatement } from 'kysely';
import { jobRow, upsertJobs } from '../queue/jobs.js';
import type { Bell } from '../queue/bell.js';
import { inboxRow, insertEvent } from '../ledger/inbox.js';
import type { Tables } from '../schema/tables.js';
import type { SqliteFile } from './sqlite-file.js';

/** So many events go into one transaction, so that none holds up the process for long. */
const MOST_EVENTS = 100;

type Answer = 'stored' | 'duplicate';

interface Waiting {
  readonly event: InboxEvent;
  readonly job: Job | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores events in groups: all that are told in one turn of the event loop go to the disk with one fsync, and are then
 * answered together. That is what makes a durable 200 as fast as none.
 */
export class GroupCommit {
  readonly #file: SqliteFile;
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #bell: Bell;
  #waiting: Waiting[] = [];
  #working = false;

  constructor(file: SqliteFile, db: Kysely<Tables>, clock: Clock, bell: Bell) {
    this.#file = file;
    this.#db = db;
    this.#clock = clock;
    this.#bell = bell;
  }

  record(event: InboxEvent, job: Job | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, job, resolve, reject });
      if (!this.#working) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#commitNext();
    }
    this.#working = false;
  }

  /** Requests that came together are read over a few turns of the event loop: as long as more come in, they come along. */
  async #gather(): Promise<void> {
    for (let known = -1; known < this.#waiting.length && known < MOST_EVENTS;) {
      known = this.#waiting.length;
      await setImmediate();
    }
  }

  async #commitNext(): Promise<void> {
    let batch: readonly Waiting[] = [];
    try {
      // Taken only now that nobody else has the connection: what was told while waiting for it comes along.
      const answers = await this.#db.connection().execute(() => {
        batch = this.#waiting.splice(0, MOST_EVENTS);
        return Promise.resolve(this.#file.atomically(() => batch.map((entry) => this.#store(entry))));
      });
      if (batch.some((entry, index) => entry.job !== undefined && answers[index] === 'stored')) this.#bell.ring();
      batch.forEach((entry, index) => entry.resolve(answers[index] ?? 'duplicate'));
    } catch (error) {
      const refused = batch.length > 0 ? batch : this.#waiting.splice(0);
      for (const entry of refused) entry.reject(error);
    }
  }

  /** One row at a time, so that a second event of the same id in one group is seen to be a duplicate too. */
  #store({ event, job }: Waiting): Answer {
    const row = inboxRow(event);
    const inserted = this.#prepared(() => insertEvent(this.#db, row).compile().sql, 'event').run(Object.values(row));
    if (Number(inserted.changes) === 0) return 'duplicate';
    if (job !== undefined) {
      const wish = jobRow(job, this.#clock.now());
      this.#prepared(() => upsertJobs(this.#db, [wish]).compile().sql, 'job').run(Object.values(wish));
    }
    return 'stored';
  }

  readonly #texts = new Map<'event' | 'job', string>();

  /** Kysely writes the statement once; after that only its values change. */
  #prepared(write: () => string, name: 'event' | 'job'): SqliteStatement {
    const text = this.#texts.get(name) ?? write();
    this.#texts.set(name, text);
    return this.#file.prepare(text);
  }
}
