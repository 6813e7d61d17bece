import type { JobResult, RunningJob } from '@poshub-bridge/core';

/** A run that is under way, to be ended by a test. */
export interface Grip {
  readonly job: RunningJob;
  readonly signal: AbortSignal;
  done(): void;
  again(at: number): void;
  fail(error: unknown): void;
}

/** Does a work queue's jobs the way a test says: each run goes on until it is ended here. */
export class Hands {
  /** All runs that ever began, in their order. */
  readonly begun: Grip[] = [];
  /** Those under way. */
  readonly busy = new Set<Grip>();

  readonly run = (job: RunningJob, signal: AbortSignal): Promise<JobResult> =>
    new Promise((resolve, reject) => {
      const end = (conclude: () => void): void => {
        this.busy.delete(grip);
        conclude();
      };
      const grip: Grip = {
        job,
        signal,
        done: () => end(() => resolve({ done: true })),
        again: (at) => end(() => resolve({ again: at })),
        fail: (error) => end(() => reject(error instanceof Error ? error : new Error(String(error)))),
      };
      this.busy.add(grip);
      this.begun.push(grip);
    });

  keys(): string[] {
    return this.begun.map(({ job }) => job.key);
  }

  /** Ends all runs under way. */
  doneAll(): void {
    for (const grip of [...this.busy]) grip.done();
  }
}
