import type { Kysely } from 'kysely';
import type { PutJobs, Write } from '../engine.js';
import type { Tables } from '../schema/tables.js';

/** Runs statements in a transaction, see {@link Write}. */
export function writing(db: Kysely<Tables>, putJobs: PutJobs): Write {
  return async (statements, jobs = []) => {
    try {
      await db.transaction().execute(async (tx) => {
        for (const { query, changes } of statements) {
          const { numAffectedRows } = await tx.executeQuery(query.compile());
          if (changes !== undefined && numAffectedRows !== BigInt(changes)) throw MISSED;
        }
        if (jobs.length > 0) await putJobs(tx, jobs);
      });
      return true;
    } catch (error) {
      if (error === MISSED) return false;
      throw error;
    }
  };
}

const MISSED = new Error('another number of rows');
