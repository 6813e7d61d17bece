import { setTimeout } from 'node:timers/promises';

/** How long something may take to become so, in milliseconds: longer than any test, so that only a lost wait ends so. */
const LONGEST_WAIT = 60_000;

/** Waits until something is so. What never becomes so ends with the test's own time limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + LONGEST_WAIT;
  while (!(await condition())) {
    if (Date.now() > giveUp) throw new Error('it was waited for, but never became so');
    await setTimeout(2);
  }
}

/** The error that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was expected to fail, but did not');
}
