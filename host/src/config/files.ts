import { dirname, resolve } from 'node:path';
import { isPostgres } from '../storage/postgres/place.js';
import type { HostConfig } from './schema.js';

/** Where the storage lies, by absolute paths. */
export interface StorageFiles {
  /** `sqlite:` and the path of the file; a PostgreSQL's as it was written. */
  readonly url: string;
  /** The folder of backups. */
  readonly backups: string;
}

/** @param folder the configuration's, from which relative paths start */
export function filesOf({ url, backups }: HostConfig['storage'], folder: string): StorageFiles {
  if (isPostgres(url)) return { url, backups: resolve(folder, backups ?? '.') };
  const file = resolve(folder, url.slice('sqlite:'.length));
  return { url: `sqlite:${file}`, backups: backups === undefined ? dirname(file) : resolve(folder, backups) };
}
