import { createHash, randomBytes } from 'node:crypto';
import { type Database, text } from './database.js';

export interface KeyInfo {
  id: string;
  hint: string;
  created_at: string;
  revoked_at: string | null;
}

/** The merchant's API keys; only their hashes are kept. */
export class Keys {
  constructor(private readonly db: Database) {}

  /** Makes a key, or takes the one given; a given key that was revoked works again. Answers the key's id and itself. */
  add(merchantId: string, given?: string): { id: string; key: string } {
    const key = given ?? `till_${randomBytes(24).toString('base64url')}`;
    const id = `key_${randomBytes(8).toString('hex')}`;
    const row = this.db.one(
      `INSERT INTO keys (id, merchant_id, hash, hint, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL RETURNING id`,
      id,
      merchantId,
      hash(key),
      `…${key.slice(-4)}`,
      new Date().toISOString(),
    );
    return { id: row ? text(row, 'id') : id, key };
  }

  /** The merchant of a key that is valid. */
  merchantOf(key: string): string | undefined {
    const row = this.db.one('SELECT merchant_id FROM keys WHERE hash = ? AND revoked_at IS NULL', hash(key));
    return row && text(row, 'merchant_id');
  }

  list(): KeyInfo[] {
    return this.db.all('SELECT id, hint, created_at, revoked_at FROM keys ORDER BY created_at, id').map((row) => ({
      id: text(row, 'id'),
      hint: text(row, 'hint'),
      created_at: text(row, 'created_at'),
      revoked_at: row['revoked_at'] === null ? null : text(row, 'revoked_at'),
    }));
  }

  /** Revokes one key, or all. Answers how many ended. */
  revoke(id?: string): number {
    const now = new Date().toISOString();
    return id === undefined
      ? this.db.run('UPDATE keys SET revoked_at = ? WHERE revoked_at IS NULL', now)
      : this.db.run('UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', now, id);
  }
}

const hash = (key: string): string => createHash('sha256').update(key).digest('hex');
