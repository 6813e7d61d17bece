import { dirname, resolve } from 'node:path';
import type { HostConfig } from './schema.js';

/** Where the storage lies, by absolute paths. */
export interface StorageFiles {
  /** `sqlite:` and the path of the file. */
  readonly url: string;
  /** The folder of backups. */
  readonly backups: string;
}

/** @param folder the configuration's, from which relative paths start */
export function filesOf({ url, backups }: HostConfig['storage'], folder: string): StorageFiles {
  const file = resolve(folder, url.slice('sqlite:'.length));
  return { url: `sqlite:${file}`, backups: backups === undefined ? dirname(file) : resolve(folder, backups) };
}
