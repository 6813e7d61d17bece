import { setImmediate } from 'node:timers/promises';
import {
  Fault,
  isFault,
  MINUTE,
  SECOND,
  type Chance,
  type Clock,
  type DueJobs,
  type Instant,
  type Job,
  type Log,
  type Topic,
  type WorkQueue,
} from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Engine } from '../engine.js';
import type { Tables } from '../schema/tables.js';
import type { Bell } from './bell.js';
import type { ClaimedJob } from './claiming.js';
import { endRun, type EndedRun, type Outcome } from './ending.js';
import { isSuspect, putJobs } from './jobs.js';
import { LeaseBook, type QueueLimits } from './lease-book.js';

/** How long the queue waits (milliseconds) after the storage failed. */
const PAUSE = SECOND;
/** It looks at the storage at least this often (milliseconds): the clock may have been set. */
const LONGEST_REST = MINUTE;

export interface QueueNeeds {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly bell: Bell;
  readonly limits?: Partial<QueueLimits>;
}

type Run = Parameters<WorkQueue['start']>[0];

/**
 * The work queue over the table `jobs`. One loop does all its writing: each turn is one transaction that ends the runs
 * which are over, keeps the leases of the others and takes new ones. An error of the storage undoes the turn, which is
 * then repeated; what ended is not forgotten, and what runs goes on.
 */
export class TableQueue implements WorkQueue {
  readonly #needs: QueueNeeds;
  readonly #db: Kysely<Tables>;
  readonly #book: LeaseBook;
  readonly #running = new Map<number, ClaimedJob>();
  readonly #stopping = new AbortController();
  /** Ask the runs under way to end. */
  readonly #endings = new Set<AbortController>();
  #ended: EndedRun[] = [];
  #keepAt: Instant = 0;
  #run: Run | undefined;
  #loop: Promise<void> | undefined;
  #timeOver = false;

  constructor(needs: QueueNeeds) {
    this.#needs = needs;
    this.#db = needs.engine.db;
    this.#book = new LeaseBook(needs.engine, needs.chance.id(), needs.limits);
  }

  async add(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#db.transaction().execute((tx) => putJobs(tx, jobs, this.#needs.clock.now()));
    this.#needs.bell.ring();
  }

  start(run: Run): void {
    if (this.#run !== undefined) throw new Fault('bridge.broken', { detail: 'the work queue was started twice' });
    this.#run = run;
    this.#loop = this.#work(run);
  }

  async stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    for (const ending of this.#endings) ending.abort();
    this.#needs.bell.ring();
    const inTime = new AbortController();
    const over = this.#needs.clock.sleep(withinMs, inTime.signal);
    await Promise.race([this.#loop, over]);
    inTime.abort();
    this.#timeOver = true;
    this.#needs.bell.ring();
  }

  async depth(): Promise<Readonly<Partial<Record<Topic, number>>>> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select((row) => ['topic', row.fn.countAll<number>().as('waiting')])
      .where((row) => row.or([row('lease', 'is', null), row('again_at', 'is not', null)]))
      .groupBy('topic')
      .execute();
    return Object.fromEntries(rows.map((row) => [row.topic, row.waiting]));
  }

  async due(): Promise<Readonly<Partial<Record<Topic, DueJobs>>>> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select((row) => ['topic', row.fn.countAll<number>().as('jobs'), row.fn.min('run_at').as('since')])
      .where('lease', 'is', null)
      .where('run_at', '<=', this.#needs.clock.now())
      .groupBy('topic')
      .execute();
    return Object.fromEntries(rows.map(({ topic, jobs, since }) => [topic, { jobs, since }]));
  }

  async #work(run: Run): Promise<void> {
    while (!this.#isOver()) {
      // Runs that end at the same moment are written together.
      await setImmediate();
      const rest = await this.#turn(run);
      if (!this.#isOver()) await this.#needs.bell.wait(rest, this.#needs.clock);
    }
  }

  #isOver(): boolean {
    return this.#timeOver || (this.#stopping.signal.aborted && this.#running.size === 0);
  }

  /** Answers how long nothing is to be done, in milliseconds. */
  async #turn(run: Run): Promise<number> {
    const ended = this.#ended;
    this.#ended = [];
    try {
      const { claimed, keepAt, next } = await this.#db.transaction().execute((tx) => this.#write(tx, ended));
      for (const { job } of ended) this.#running.delete(job.id);
      for (const job of claimed) this.#running.set(job.id, job);
      this.#keepAt = keepAt;
      for (const job of claimed) this.#begin(run, job);
      return this.#restUntil(next);
    } catch (error) {
      this.#ended = [...ended, ...this.#ended];
      this.#needs.log.error('work queue could not use the storage', { code: codeOf(error) }, error);
      await this.#needs.clock.sleep(PAUSE, this.#stopping.signal);
      return this.#stopping.signal.aborted ? PAUSE : 0;
    }
  }

  async #write(tx: Kysely<Tables>, ended: readonly EndedRun[]) {
    await this.#book.end(tx, ended);
    const over = new Set(ended.map(({ job }) => job.id));
    const alive = [...this.#running.values()].filter((job) => !over.has(job.id));
    const now = this.#needs.clock.now();
    if (now >= this.#keepAt) await this.#book.keep(tx, alive, now);
    const keepAt = now >= this.#keepAt ? now + this.#book.keepEvery : this.#keepAt;
    const claimed = this.#stopping.signal.aborted ? [] : await this.#book.claim(tx, alive, now);
    return { claimed, keepAt, next: await this.#book.nextTime(tx, now) };
  }

  #restUntil(next: Instant | undefined): number {
    const now = this.#needs.clock.now();
    const rest = Math.min(this.#keepAt, next ?? Infinity, now + LONGEST_REST) - now;
    return Math.max(rest, 1);
  }

  #begin(run: Run, job: ClaimedJob): void {
    // It may have been stopped while the jobs were taken: then they go back.
    if (this.#stopping.signal.aborted) this.#end(job, { released: true });
    else void this.#outcomeOf(run, job).then((outcome) => this.#end(job, outcome));
  }

  #end(job: ClaimedJob, outcome: Outcome): void {
    this.#ended.push(endRun(job, outcome, this.#needs.clock.now(), this.#needs.chance));
    this.#needs.bell.ring();
  }

  async #outcomeOf(run: Run, job: ClaimedJob): Promise<Outcome> {
    const { id: _id, deaths, ...told } = job;
    if (isSuspect(job))
      this.#needs.log.error('job is tried again that its process died of', { ...nameOf(job), deaths });
    const ending = new AbortController();
    this.#endings.add(ending);
    try {
      return await Promise.race([run(told, ending.signal), this.#late(job, ending.signal)]);
    } catch (error) {
      // A run that gave up because we asked it to did not fail.
      if (this.#stopping.signal.aborted) return { released: true };
      const fields = { ...nameOf(job), failures: job.failures + 1, code: codeOf(error) };
      if (isFault(error)) this.#needs.log.warn('job failed', fields);
      else this.#needs.log.error('job broke', fields, error);
      return { error };
    } finally {
      this.#endings.delete(ending);
      ending.abort();
    }
  }

  /** Fails when a run takes too long; says nothing of one that ends before. */
  async #late(job: ClaimedJob, ended: AbortSignal): Promise<never> {
    await this.#needs.clock.sleep(this.#book.runMs, ended);
    if (ended.aborted) return new Promise(() => undefined);
    throw new Fault('bridge.broken', { detail: `the job ${job.topic} did not end in time` });
  }
}

function nameOf({ topic, key, group }: ClaimedJob) {
  return { topic, key, connectionId: group };
}

function codeOf(error: unknown): string {
  return isFault(error) ? error.code : 'bridge.broken';
}
