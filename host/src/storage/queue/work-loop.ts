import { setImmediate } from 'node:timers/promises';
import {
  Fault,
  isFault,
  SECOND,
  type Chance,
  type Clock,
  type Instant,
  type Log,
  type RunningJob,
  type WorkQueue,
} from '@poshub-bridge/core';
import type { Bell } from './bell.js';
import type { HeldJob } from './claiming.js';
import { endRun, type EndedRun, type Outcome } from './ending.js';
import { isSuspect } from './jobs.js';

/** How long the loop waits (milliseconds) after the storage failed. */
const PAUSE = SECOND;

/** What is to be written in one turn. */
export interface Turn<J extends HeldJob> {
  readonly ended: readonly EndedRun<J>[];
  /** The runs that go on. */
  readonly alive: readonly J[];
  /** Whether it is time to say that these live, and to look for others' runs that are dead. */
  readonly keep: boolean;
  /** Whether new jobs may be taken. */
  readonly claim: boolean;
}

/** What a turn came to. */
export interface Turned<J extends HeldJob> {
  readonly claimed: readonly J[];
  /** When the next job is due that is not due yet. Those that wait for room are seen when a run ends. */
  readonly next: Instant | undefined;
  /** Runs of this process that others took for dead: they are given up, and what they come to is not written. */
  readonly lost?: readonly J[];
}

/** Where the loop's jobs are written down. */
export interface JobBook<J extends HeldJob> {
  /** How long a run may take, in milliseconds. */
  readonly runMs: number;
  /** How often a turn must keep what runs, in milliseconds. */
  readonly keepEvery: number;
  /**
   * After how many milliseconds without a turn that succeeds the runs are given up, because others will soon take them for
   * dead; undefined where nobody else can.
   */
  readonly silenceMs?: number;
  /** A turn is made at least this often (milliseconds): the clock may have been set, others may have asked for jobs. */
  readonly longestRest: number;
  /** Makes a turn; what throws has changed nothing of the jobs that ended or are alive. */
  turn(turn: Turn<J>): Promise<Turned<J>>;
}

export interface WorkLoopNeeds<J extends HeldJob> {
  readonly book: JobBook<J>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly bell: Bell;
}

type Run = Parameters<WorkQueue['start']>[0];

/**
 * Runs jobs. One loop does all its writing: each turn ends the runs which are over, keeps the others and takes new ones.
 * An error of the storage undoes the turn, which is then repeated; what ended is not forgotten, and what runs goes on.
 */
export class WorkLoop<J extends HeldJob> {
  readonly #needs: WorkLoopNeeds<J>;
  readonly #running = new Map<J['id'], J>();
  readonly #stopping = new AbortController();
  /** By which the runs under way are told that they are given up. */
  readonly #givenUp = new Map<J['id'], AbortController>();
  #ended: EndedRun<J>[] = [];
  #keptAt: Instant = -Infinity;
  #run: Run | undefined;
  #loop: Promise<void> | undefined;
  #timeOver = false;
  /** Since when no turn has succeeded, by a clock that nobody sets. */
  #silentSince: number | undefined;
  /** Runs that were given up because of it. */
  readonly #doubted = new Set<J['id']>();

  constructor(needs: WorkLoopNeeds<J>) {
    this.#needs = needs;
  }

  start(run: Run): void {
    if (this.#run !== undefined) throw new Fault('bridge.broken', { detail: 'the work queue was started twice' });
    this.#run = run;
    this.#loop = this.#work(run);
  }

  async stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    this.#needs.bell.ring();
    const inTime = new AbortController();
    const over = this.#needs.clock.sleep(withinMs, inTime.signal);
    await Promise.race([this.#loop, over]);
    inTime.abort();
    this.#timeOver = true;
    // Nobody keeps them any more: whoever takes these jobs next may do so while they go on.
    for (const givenUp of this.#givenUp.values()) givenUp.abort();
    this.#needs.bell.ring();
  }

  async #work(run: Run): Promise<void> {
    const { silenceMs } = this.#needs.book;
    const watch = silenceMs === undefined ? undefined : setInterval(() => this.#watch(silenceMs), silenceMs / 10);
    while (!this.#isOver()) {
      // Runs that end at the same moment are written together.
      await setImmediate();
      this.#silentSince ??= performance.now();
      const rest = await this.#turn(run);
      if (!this.#isOver()) await this.#needs.bell.wait(rest, this.#needs.clock);
    }
    clearInterval(watch);
  }

  #watch(silenceMs: number): void {
    if (this.#silentSince === undefined || performance.now() - this.#silentSince < silenceMs) return;
    for (const [id, givenUp] of this.#givenUp) {
      this.#doubted.add(id);
      givenUp.abort();
    }
  }

  #isOver(): boolean {
    return this.#timeOver || (this.#stopping.signal.aborted && this.#running.size === 0);
  }

  /** Answers how long nothing is to be done, in milliseconds. */
  async #turn(run: Run): Promise<number> {
    const { book, clock } = this.#needs;
    const ended = this.#ended;
    this.#ended = [];
    const now = clock.now();
    const keep = this.#keepIn(now) <= 0;
    try {
      const over = new Set(ended.map(({ job }) => job.id));
      const alive = [...this.#running.values()].filter((job) => !over.has(job.id));
      const turned = await book.turn({ ended, alive, keep, claim: !this.#stopping.signal.aborted });
      this.#silentSince = undefined;
      if (keep) this.#keptAt = now;
      for (const { job } of ended) this.#running.delete(job.id);
      for (const job of turned.lost ?? []) this.#lose(job);
      for (const job of turned.claimed) this.#running.set(job.id, job);
      for (const job of turned.claimed) this.#begin(run, job);
      return this.#restUntil(turned.next);
    } catch (error) {
      this.#ended = [...ended, ...this.#ended];
      this.#needs.log.error('work queue could not use the storage', { code: codeOf(error) }, error);
      await clock.sleep(PAUSE, this.#stopping.signal);
      return this.#stopping.signal.aborted ? PAUSE : 0;
    }
  }

  /** In how many milliseconds a turn must keep what runs. A clock that was set back makes it due at once. */
  #keepIn(now: Instant): number {
    return now < this.#keptAt ? 0 : this.#keptAt + this.#needs.book.keepEvery - now;
  }

  #restUntil(next: Instant | undefined): number {
    const now = this.#needs.clock.now();
    // Time may have passed while the turn was written: then the next one is due already.
    return Math.max(0, Math.min(this.#keepIn(now), (next ?? Infinity) - now, this.#needs.book.longestRest));
  }

  #begin(run: Run, job: J): void {
    // It may have been stopped while the jobs were taken: then they go back.
    if (this.#stopping.signal.aborted) this.#end(job, { released: true });
    else void this.#outcomeOf(run, job).then((outcome) => this.#end(job, outcome));
  }

  #end(job: J, outcome: Outcome): void {
    if (!this.#running.has(job.id)) return;
    this.#ended.push(endRun(job, outcome, this.#needs.clock.now(), this.#needs.chance));
    this.#needs.bell.ring();
  }

  #lose(job: J): void {
    this.#needs.log.error('job was taken for dead while it ran', nameOf(job));
    this.#running.delete(job.id);
    this.#givenUp.get(job.id)?.abort();
  }

  async #outcomeOf(run: Run, job: J): Promise<Outcome> {
    if (isSuspect(job))
      this.#needs.log.error('job is tried again that its process died of', { ...nameOf(job), deaths: job.deaths });
    const [givenUp, ended] = [new AbortController(), new AbortController()];
    this.#givenUp.set(job.id, givenUp);
    try {
      return await Promise.race([run(toldOf(job), givenUp.signal), this.#late(job, givenUp, ended.signal)]);
    } catch (error) {
      // A run that ends because we gave it up, or while we stop, did not fail.
      if (this.#stopping.signal.aborted || !this.#running.has(job.id) || this.#doubted.has(job.id))
        return { released: true };
      const fields = { ...nameOf(job), failures: job.failures + 1, code: codeOf(error) };
      const mistake = mistakeIn(error);
      if (mistake === undefined) this.#needs.log.warn('job failed', fields);
      else this.#needs.log.error('job broke', fields, mistake);
      return { error };
    } finally {
      this.#givenUp.delete(job.id);
      this.#doubted.delete(job.id);
      ended.abort();
    }
  }

  /** Gives up a run that takes too long, and fails; says nothing of one that ends before. */
  async #late(job: J, givenUp: AbortController, ended: AbortSignal): Promise<never> {
    await this.#needs.clock.sleep(this.#needs.book.runMs, ended);
    if (ended.aborted) return new Promise(() => undefined);
    givenUp.abort();
    throw new Fault('bridge.broken', { detail: `the job ${job.topic} did not end in time` });
  }
}

/** What the run is told: nothing of how its job is kept. */
function toldOf({ topic, key, group, runAt, failures }: HeldJob): RunningJob {
  return { topic, key, group, failures, ...(runAt === undefined ? {} : { runAt }) };
}

function nameOf({ topic, key, group }: HeldJob) {
  return { topic, key, connectionId: group };
}

function codeOf(error: unknown): string {
  return isFault(error) ? error.code : 'bridge.broken';
}

/** The error that nobody foresaw, where one is behind it: services throw it on within Faults of their own. */
function mistakeIn(error: unknown): unknown {
  if (!isFault(error)) return error;
  return error.code === 'bridge.broken' ? mistakeIn(error.cause) : undefined;
}
