import type { Context } from 'mocha';

/** Why tests were skipped in this run, by full title; the reporter prints it at the end. */
export const skipped = new Map<string, string>();

/**
 * Skips the running test (or the hook's whole suite) and records why. Every skip of the project goes through here, so
 * that none is silent.
 */
export function skip(context: Context, reason: string): never {
  const title = context.test?.fullTitle() ?? 'a test';
  skipped.set(title, reason);
  return context.skip();
}
