import { asFault } from '@poshub-bridge/core';

/** Ends the process with an error that a person can act on: what happened, what to do, and the code to look up. */
export function fail(error: unknown): never {
  const fault = asFault(error);
  process.stderr.write(`${fault.message}\n${fault.hint}\n(${fault.code}: see docs/errors.md)\n`);
  if (fault.code === 'bridge.broken')
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
