import mocha, { type Context, type Test } from 'mocha';

/**
 * Skips the running test (or the hook's whole suite) and records why, for the reporter to print at the end. Every skip of
 * the project goes through here, so that none is silent.
 */
export function skip(context: Context, reason: string): never {
  const { test } = context;
  // As its error: that is what mocha carries from the process that ran a test to the one that reports it.
  const record = (skipped: Test): void => {
    skipped.err = new Error(reason);
  };
  if (test instanceof mocha.Test) record(test);
  else test?.parent?.eachTest(record);
  return context.skip();
}

/** A skipped test with its reason; those that the kit's requirements leave out have it in their title. */
export function toldOf(skipped: Test): string {
  const title = skipped.fullTitle();
  return skipped.err === undefined ? title : `${title}: ${skipped.err.message}`;
}
