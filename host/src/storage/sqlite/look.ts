import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '@poshub-bridge/core';
import { SQLITE_TYPES } from '../schema/column-types.js';
import { migrations } from '../schema/migrations.js';
import { openSqliteFile } from './open-file.js';

/**
 * Whether the file is there and ours, or could be made. It is closed again as it was.
 * @throws Fault `storage.locked`, `storage.unreadable`, `storage.unavailable`
 */
export function lookAtFile(path: string): 'usable' | 'new' {
  if (!existsSync(path)) {
    demandRoom(dirname(path), path);
    return 'new';
  }
  openSqliteFile(path, Object.keys(migrations(SQLITE_TYPES))).close();
  return 'usable';
}

/** The nearest folder that is there must be one that can be written. */
function demandRoom(folder: string, path: string): void {
  const parent = dirname(folder);
  if (!existsSync(folder) && parent !== folder) {
    demandRoom(parent, path);
    return;
  }
  try {
    if (!statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Fault('storage.unavailable', { detail: `${path} can't be made`, cause });
  }
}
