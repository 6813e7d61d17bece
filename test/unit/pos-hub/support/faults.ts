import { isFault, type Fault } from '@poshub-bridge/core';

/** The Fault that a function throws; fails where it throws none, or something else. */
export function faultOf(run: () => unknown): Fault {
  try {
    run();
  } catch (error) {
    if (isFault(error)) return error;
    throw error;
  }
  throw new Error('no fault was thrown');
}

/** The same for a promise. */
export async function faultIn(outcome: Promise<unknown>): Promise<Fault> {
  const caught: unknown = await outcome.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (isFault(caught)) return caught;
  throw caught instanceof Error ? caught : new Error('no fault was thrown');
}
