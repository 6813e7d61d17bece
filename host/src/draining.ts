import { SECOND, type WorkQueue } from '@poshub-bridge/core';
import type { Listening } from './http/server.js';

/** How long answers that are owed may take when the host stops, in milliseconds. */
const ANSWERS = 10 * SECOND;
/** How long runs under way may still begin calls: most end by themselves in that time. */
const LAST_CALLS = 5 * SECOND;
/** How long a run may take to store what its last call came to. */
const STORING = 5 * SECOND;

/** How long the work under way may take to end, in milliseconds: no call to the till is cut off while it may be answered. */
export function longestDrain(callMs: number): number {
  return Math.max(ANSWERS, LAST_CALLS + callMs + STORING);
}

export interface Draining {
  readonly listening: Pick<Listening, 'close'>;
  readonly queue: Pick<WorkQueue, 'stop'>;
  /** How long a call to the till may take, in milliseconds. */
  readonly callMs: number;
  /** Aborted when runs may begin no more calls. */
  readonly lastCalls: AbortController;
}

/** Accepts no more requests and takes no more jobs, both from now on, and resolves when what is under way has ended or its time is over. */
export async function drain({ listening, queue, callMs, lastCalls }: Draining): Promise<void> {
  const timer = setTimeout(() => lastCalls.abort(), LAST_CALLS);
  try {
    await Promise.all([listening.close(ANSWERS), queue.stop(longestDrain(callMs))]);
  } finally {
    clearTimeout(timer);
  }
}
