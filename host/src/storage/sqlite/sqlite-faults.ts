import { Fault, isFault } from '@poshub-bridge/core';

/**
 * What the driver threw, as a Fault: `storage.unavailable` for whatever the disk did, `bridge.broken` for our own mistakes.
 * SQLite's messages name tables and columns, never values; they stay in `cause`.
 */
export function sqliteFault(error: unknown): Fault {
  if (isFault(error)) return error;
  const code = codeOf(error);
  const isOurs = code === undefined || /^SQLITE_(CONSTRAINT|ERROR|MISUSE|RANGE|MISMATCH)/.test(code);
  return new Fault(isOurs ? 'bridge.broken' : 'storage.unavailable', {
    detail: code ?? 'the storage driver failed',
    cause: error,
  });
}

/** Says that the file at a path can't be used, where a fault came from its being damaged; undefined where it did not. */
export function damageOf(error: unknown, path: string): Fault | undefined {
  if (!isFault(error) || !isDamage(error)) return undefined;
  return new Fault('storage.unreadable', { detail: `${path}: ${error.detail ?? 'damaged'}`, cause: error });
}

/** Whether a fault came from a file that is no database or a damaged one. */
export function isDamage(fault: Fault): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(fault.cause) ?? '');
}

/** Whether a fault came from another process that holds the file. */
export function isHeld(fault: Fault): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(fault.cause) ?? '');
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : undefined;
}
