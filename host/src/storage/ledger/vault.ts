import { Fault, isFault, type Credentials, type Log, type Vault } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Cipher } from '../cipher.js';
import type { Tables } from '../schema/tables.js';

export function createVault(db: Kysely<Tables>, cipher: Cipher, log: Log): Vault {
  return {
    async read(connectionId) {
      const row = await db
        .selectFrom('credentials')
        .select('sealed')
        .where('connection_id', '=', connectionId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { text, stale } = cipher.unseal(row.sealed, credentialsOf(connectionId));
      const credentials = parseCredentials(text);
      if (stale) await reseal(connectionId, row.sealed, text);
      return credentials;
    },
    async write(connectionId, credentials) {
      const sealed = cipher.seal(JSON.stringify(credentials), credentialsOf(connectionId));
      await db
        .insertInto('credentials')
        .values({ connection_id: connectionId, sealed })
        .onConflict((conflict) => conflict.column('connection_id').doUpdateSet({ sealed }))
        .execute();
    },
    async erase(connectionId) {
      await db.deleteFrom('credentials').where('connection_id', '=', connectionId).execute();
    },
  };

  /** Puts credentials under the first key, unless they were written anew meanwhile. A failure can wait: they are readable. */
  async function reseal(connectionId: string, old: string, text: string): Promise<void> {
    try {
      await db
        .updateTable('credentials')
        .set({ sealed: cipher.seal(text, credentialsOf(connectionId)) })
        .where('connection_id', '=', connectionId)
        .where('sealed', '=', old)
        .execute();
      log.info('credentials moved to the first key', { connectionId });
    } catch (error) {
      log.warn('credentials not moved to the first key', {
        connectionId,
        code: isFault(error) ? error.code : undefined,
      });
    }
  }
}

/** What the encrypted text belongs to: it opens nowhere else. */
function credentialsOf(connectionId: string): string {
  return `credentials of ${connectionId}`;
}

function parseCredentials(text: string): Credentials {
  const value: unknown = JSON.parse(text);
  if (isCredentials(value)) return value;
  throw new Fault('credentials.unreadable', { detail: 'they are no object' });
}

function isCredentials(value: unknown): value is Credentials {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
