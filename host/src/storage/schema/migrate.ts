import { Fault, isFault } from '@poshub-bridge/core';
import { Migrator, type Kysely, type Migration } from 'kysely';
import type { Tables } from './tables.js';

/**
 * Brings a database to this version's tables; each step is applied whole or not at all. Where several processes do so at
 * once, one does and the others wait for it.
 * @throws Fault `storage.unreadable`, `storage.unavailable`
 */
export async function migrate(db: Kysely<Tables>, steps: Record<string, Migration>): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(steps) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (isFault(error) && error.code === 'storage.unavailable') throw error;
  if (error !== undefined)
    throw new Fault('storage.unreadable', { detail: 'its tables can’t be brought to this version', cause: error });
}
