import { asFault } from '@poshub-bridge/core';
import { Complaint } from './complaint.js';
import { plain } from './table.js';

/** Ends the process with an error that a person can act on: what happened, what to do, and the code to look up. */
export function fail(error: unknown): never {
  const { message, hint, code } = error instanceof Complaint ? error : asFault(error);
  process.stderr.write(`${plain(message)}\n${plain(hint)}\n`);
  if (code !== undefined) process.stderr.write(`(${plain(code)}: see docs/errors.md)\n`);
  if (code === 'bridge.broken' && !(error instanceof Complaint))
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
