import { setImmediate } from 'node:timers/promises';
import { asFault, type InboxEvent, type Job } from '@poshub-bridge/core';
import { CompiledQuery, type Kysely } from 'kysely';
import type { LedgerNeeds } from '../engine.js';
import { inboxRow } from '../ledger/inbox.js';
import type { Tables } from '../schema/tables.js';
import { isUndone, storable } from './pool.js';

/** So many events go into one transaction. There is a statement for each number of them, which costs memory. */
const MOST_EVENTS = 50;
/** So many groups are on their way at once, each on a connection of its own. */
export const MOST_GROUPS = 2;

type Answer = 'stored' | 'duplicate';

interface Waiting {
  readonly event: InboxEvent;
  readonly job: Job | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitNeeds extends LedgerNeeds {
  /** Has statements of this text parsed once. */
  readonly prepare: (text: string) => void;
}

/**
 * Stores events in groups: all that are told while the groups before are on their way make the next one. A group is one
 * statement for its events, one for the jobs of those that are new, and one commit.
 */
export class GroupCommit {
  readonly #needs: GroupCommitNeeds;
  /** The statement that stores so many events. */
  readonly #texts: string[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #groups = new Set<Promise<void>>();

  constructor(needs: GroupCommitNeeds) {
    this.#needs = needs;
  }

  record(event: InboxEvent, job: Job | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, job, resolve, reject });
      if (this.#groups.size >= MOST_GROUPS) return;
      const group = this.#commitAll().finally(() => this.#groups.delete(group));
      this.#groups.add(group);
    });
  }

  /** Resolves when everything that was told is answered. */
  async rest(): Promise<void> {
    await Promise.all(this.#groups);
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that came together are read over one turn of the event loop.
      await setImmediate();
      await this.#commit(this.#waiting.splice(0, MOST_EVENTS));
    }
  }

  async #commit(group: readonly Waiting[], isAgain = false): Promise<void> {
    try {
      const stored = await this.#store(group);
      for (const one of group) one.resolve(stored.has(one) ? 'stored' : 'duplicate');
    } catch (error) {
      // A short quarrel with others is over when one of them was undone.
      if (!isAgain && isUndone(asFault(error))) return this.#commit(group, true);
      // What PostgreSQL refuses of one event must not be the others' fault.
      if (group.length > 1 && asFault(error).code === 'bridge.broken')
        for (const one of group) await this.#commit([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  /** Which of them were new: of several with one id the first at most. */
  async #store(group: readonly Waiting[]): Promise<ReadonlySet<Waiting>> {
    if (group.length === 0) return new Set();
    const { db, putJobs, bell } = this.#needs;
    // In one order in all processes, so that no two groups wait for each other's ids.
    const sorted = group.toSorted((one, other) => compare(one.event.id, other.event.id));
    const { stored, jobs } = await db.transaction().execute(async (tx) => {
      const added = await this.#insert(tx, sorted);
      const isNew = new Set(sorted.filter(({ event }) => added.delete(storable(event.id))));
      const asked = [...isNew].flatMap(({ job }) => job ?? []);
      if (asked.length > 0) await putJobs(tx, asked);
      return { stored: isNew, jobs: asked };
    });
    if (jobs.length > 0) bell.ring();
    return stored;
  }

  /** Stores events whose ids are not there yet; gives these ids. */
  async #insert(db: Kysely<Tables>, group: readonly Waiting[]): Promise<Set<string>> {
    const values = group.map(({ event }) => Object.values(inboxRow(event)));
    const text = (this.#texts[group.length] ??= this.#written(values));
    const { rows } = await db.executeQuery<{ id: string }>(CompiledQuery.raw(text, values.flat()));
    return new Set(rows.map((row) => row.id));
  }

  #written(values: readonly (readonly unknown[])[]): string {
    let count = 0;
    const rows = values.map((row) => `(${row.map(() => `$${(count += 1)}`).join(', ')})`).join(', ');
    const text = `insert into inbox (${COLUMNS.join(', ')}) values ${rows} on conflict (id) do nothing returning id`;
    this.#needs.prepare(text);
    return text;
  }
}

/** In the order in which an event's row has them. */
const COLUMNS = ['id', 'topic', 'subject', 'connection_id', 'received_at', 'news_json', 'body'];

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
