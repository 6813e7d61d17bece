import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '@poshub-bridge/core';
import type { SqliteFile } from './sqlite-file.js';

/**
 * Copies the whole storage, as it is at this moment, into a file of its own that only its owner can read. It is there
 * under its name only once it is whole and on the disk. Nothing else runs meanwhile: about a second for 200 MB.
 * @returns the size of the copy, in bytes
 * @throws Fault `storage.backup_exists`, `storage.unavailable`
 */
export function backUp(file: SqliteFile, path: string): number {
  if (existsSync(path)) throw new Fault('storage.backup_exists');
  const part = `${path}.part`;
  atPath(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // What a process left that died meanwhile.
    rmSync(part, { force: true });
    // SQLite writes into an empty file that is there, and so it never lies open to others.
    closeSync(openSync(part, 'wx', 0o600));
  });
  try {
    file.execute(`vacuum into '${part.replaceAll("'", "''")}'`);
    return atPath(path, () => {
      settle(part);
      renameSync(part, path);
      if (process.platform !== 'win32') settle(dirname(path));
      return statSync(path).size;
    });
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function atPath<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new Fault('storage.unavailable', { detail: `${path} can't be written`, cause });
  }
}

/** What is in a file, or in a folder, is on the disk when this returns. */
function settle(path: string): void {
  const opened = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
