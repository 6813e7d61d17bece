import { TillError } from '../errors.js';
import { type Database, integer, text } from './database.js';

export interface Subscription {
  url: string;
  secret: string;
}

export interface Delivery {
  id: string;
  merchantId: string;
  body: string;
  attempts: number;
}

/** Finished deliveries are forgotten once the sequence is this far past them; it is looked after each so many. */
const KEPT_BEHIND = 5_000;
const FORGET_EVERY = 100;

/** Where each merchant's webhooks go, and those that are still to be delivered. */
export class Subscriptions {
  #finished = 0;

  constructor(private readonly db: Database) {}

  get(merchantId: string): Subscription | undefined {
    const row = this.db.one('SELECT url, secret FROM subscriptions WHERE merchant_id = ?', merchantId);
    return row && { url: text(row, 'url'), secret: text(row, 'secret') };
  }

  /** Sets the one subscription of a merchant; what waits goes to the new address. Throws `webhook_url_refused`. */
  put(merchantId: string, { url, secret }: Subscription): void {
    if (!isLoopback(url)) {
      const message = 'The till delivers to this machine only: http://127.0.0.1, http://[::1] or http://localhost.';
      throw new TillError(422, 'webhook_url_refused', message, 'url');
    }
    this.db.run(
      `INSERT INTO subscriptions VALUES (?, ?, ?)
       ON CONFLICT (merchant_id) DO UPDATE SET url = excluded.url, secret = excluded.secret`,
      ...[merchantId, url, secret],
    );
  }

  /** Ends the subscription and drops what waits for it. */
  remove(merchantId: string): void {
    this.db.transaction(() => {
      this.db.run('DELETE FROM subscriptions WHERE merchant_id = ?', merchantId);
      this.db.run("DELETE FROM deliveries WHERE merchant_id = ? AND state = 'pending'", merchantId);
    });
  }

  due(now: number, limit: number): Delivery[] {
    return this.db
      .all(
        `SELECT id, merchant_id, body, attempts FROM deliveries
         WHERE state = 'pending' AND due_at <= ? ORDER BY sequence LIMIT ?`,
        ...[now, limit],
      )
      .map((row) => ({
        id: text(row, 'id'),
        merchantId: text(row, 'merchant_id'),
        body: text(row, 'body'),
        attempts: integer(row, 'attempts'),
      }));
  }

  /** When the next waiting delivery is due, in milliseconds since 1970. */
  nextDue(): number | undefined {
    const row = this.db.one("SELECT due_at FROM deliveries WHERE state = 'pending' ORDER BY due_at LIMIT 1");
    return row && integer(row, 'due_at');
  }

  finish(id: string, state: 'delivered' | 'failed'): void {
    this.db.run('UPDATE deliveries SET state = ?, attempts = attempts + 1 WHERE id = ?', state, id);
    this.#finished += 1;
    if (this.#finished % FORGET_EVERY !== 0) return;
    this.db.run(
      `DELETE FROM deliveries WHERE state <> 'pending' AND sequence < (SELECT value FROM counter) - ?`,
      KEPT_BEHIND,
    );
  }

  postpone(id: string, dueAt: number): void {
    this.db.run('UPDATE deliveries SET attempts = attempts + 1, due_at = ? WHERE id = ?', dueAt, id);
  }

  count(): { pending: number; delivered: number; failed: number } {
    const counts = { pending: 0, delivered: 0, failed: 0 };
    for (const row of this.db.all('SELECT state, count(*) AS number FROM deliveries GROUP BY state')) {
      const state = text(row, 'state');
      if (state === 'pending' || state === 'delivered' || state === 'failed') counts[state] = integer(row, 'number');
    }
    return counts;
  }
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return here && username === '' && (protocol === 'http:' || protocol === 'https:');
}
