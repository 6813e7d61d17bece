import { setImmediate, setTimeout } from 'node:timers/promises';
import { asFault, SECOND, type Clock, type InboxEvent, type Job } from '@poshub-bridge/core';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { takeGroup } from '../event-group.js';
import { inboxRow } from '../ledger/inbox.js';
import type { Bell } from '../queue/bell.js';
import type { Tables } from '../schema/tables.js';
import { isUndone, storable } from './pool.js';
import { textArray } from './text-array.js';

/** A group has so many events at most: the database is at work while others are still read. */
const ORDINARY = 25;
/** Where two such groups wait, the disk is slow: then so many at most. */
const MOST_EVENTS = 100;
/** Their bodies have so many bytes at most, or there is one. */
const MOST_BYTES = 1_000_000;
/** So often a group is stored again that the database undid for the sake of others, after so many milliseconds. */
const MOST_QUARRELS = 3;
const QUARREL_PAUSE = 20;
/** A group that fails after so long (milliseconds) found a database that says nothing. */
const SILENCE = SECOND;
/** So many groups are on their way at once, each on a connection of its own. */
export const MOST_GROUPS = 2;

type Answer = 'stored' | 'duplicate';

interface Waiting {
  readonly row: ReturnType<typeof inboxRow>;
  readonly job: Job | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitNeeds {
  /** Over connections of which nobody else has any. */
  readonly db: Kysely<Tables>;
  /** Has statements of this text parsed once. */
  readonly prepare: (text: string) => void;
  /** Expressions that ask for the jobs of `asked (topic, key, grp, wait)`. */
  readonly askJobs: () => RawBuilder<unknown>;
  readonly clock: Clock;
  readonly bell: Bell;
}

/**
 * Stores events in groups: what is told while the groups before are on their way makes the next one. A group is one
 * statement, which stores its events and asks for the jobs of those that are new: one way to the database and back, and one
 * commit.
 */
export class GroupCommit {
  readonly #needs: GroupCommitNeeds;
  readonly #waiting: Waiting[] = [];
  readonly #groups = new Set<Promise<void>>();

  constructor(needs: GroupCommitNeeds) {
    this.#needs = needs;
  }

  record(event: InboxEvent, job: Job | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row: rowOf(event), job, resolve, reject });
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
      const group = this.#nextGroup();
      // Two loops may have woken for the same events.
      if (group.length > 0) await this.#commit(group);
    }
  }

  #nextGroup(): readonly Waiting[] {
    const most = this.#waiting.length >= 2 * ORDINARY ? MOST_EVENTS : ORDINARY;
    return takeGroup(this.#waiting, ({ row }) => row.body, most, MOST_BYTES);
  }

  async #commit(group: readonly Waiting[], quarrels = 0): Promise<void> {
    const begun = performance.now();
    try {
      const stored = await this.#store(group);
      for (const one of group) one.resolve(stored.has(one) ? 'stored' : 'duplicate');
    } catch (error) {
      if (quarrels < MOST_QUARRELS && isUndone(asFault(error))) {
        // The others need a moment to take what they were waiting for, or there is the same quarrel again.
        await setTimeout(QUARREL_PAUSE);
        return this.#commit(group, quarrels + 1);
      }
      // What PostgreSQL refuses of one event must not be the others' fault.
      if (group.length > 1 && asFault(error).code === 'bridge.broken') return this.#commitHalves(group);
      for (const { reject } of group) reject(error);
      // Whoever waits behind it would wait as long again, group for group: they are told now, and will tell it again.
      if (asFault(error).code === 'storage.unavailable' && performance.now() - begun >= SILENCE)
        for (const { reject } of this.#waiting.splice(0)) reject(error);
    }
  }

  async #commitHalves(group: readonly Waiting[]): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await this.#commit(group.slice(0, middle));
    await this.#commit(group.slice(middle));
  }

  /** Which of them were new: of several with one id the first at most. */
  async #store(group: readonly Waiting[]): Promise<ReadonlySet<Waiting>> {
    const { clock, bell } = this.#needs;
    bell.hear(group.length, clock.now());
    const first = new Map<string, Waiting>();
    for (const one of group) if (!first.has(one.row.id)) first.set(one.row.id, one);
    // In one order in all processes, so that no two groups wait for each other's ids.
    const events = [...first.values()].toSorted((one, other) => compare(one.row.id, other.row.id));
    for (const id of await this.#insert(events)) first.delete(id);
    const stored = new Set(first.values());
    if (events.some((one) => one.job !== undefined && stored.has(one))) bell.ring();
    return stored;
  }

  /** Stores those events whose ids are not there yet, and asks for their jobs; gives the ids that were there. */
  async #insert(events: readonly Waiting[]): Promise<readonly string[]> {
    const { db, prepare, askJobs, clock } = this.#needs;
    const now = clock.now();
    const texts = (of: (one: Waiting) => string | Uint8Array | null | undefined): RawBuilder<unknown> =>
      sql`${textArray(events.map((one) => of(one) ?? null))}::text[]`;
    const waits = events.map(({ job }) => (job?.runAt ?? now) - now);
    const query = sql<{ known: string[] }>`
      with told_of as materialized (
        select * from unnest(${texts(({ row }) => row.id)}, ${texts(({ row }) => row.topic)},
          ${texts(({ row }) => storable(row.subject))}, ${texts(({ row }) => storable(row.connection_id))},
          ${events.map(({ row }) => row.received_at)}::bigint[], ${texts(({ row }) => storable(row.news_json))},
          ${texts(({ row }) => row.body)}, ${texts(({ job }) => job?.topic)}, ${texts(({ job }) => job && storable(job.key))},
          ${texts(({ job }) => job && storable(job.group))}, ${waits}::float8[])
          as event (id, topic, subject, connection_id, received_at, news_json, body, job_topic, job_key, job_group, job_wait)
      ), stored as (
        insert into inbox (id, topic, subject, connection_id, received_at, news_json, body)
        select id, topic, subject, connection_id, received_at, news_json, body from told_of
        on conflict (id) do nothing returning id
      ), asked as (
        select job_topic as topic, job_key as key, job_group as grp, job_wait as wait
        from told_of join stored using (id) where job_topic is not null
      ), ${askJobs()}
      select array(select id from told_of where id not in (select id from stored)) as known, (select count(*) from told)`;
    const compiled = query.compile(db);
    prepare(compiled.sql);
    const { rows } = await db.executeQuery(compiled);
    return rows[0]?.known ?? [];
  }
}

/** An event whose id is what PostgreSQL will say that it is; in its bytes, half of a character is another one. */
function rowOf(event: InboxEvent): ReturnType<typeof inboxRow> {
  const id = storable(Buffer.from(event.id).toString());
  return inboxRow(id === event.id ? event : { ...event, id });
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
