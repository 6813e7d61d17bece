import { randomBytes } from 'node:crypto';
import type { TillEvent } from '../wire.js';
import { type Database, integer } from './database.js';

type Facts<E extends TillEvent> = E extends TillEvent ? Omit<E, 'id' | 'created_at' | 'sequence'> : never;

/**
 * Every change of the till goes through here: it gets the next number of the sequence, is committed together with the
 * webhook that tells of it, and is then shown to who listens in this process.
 */
export class Journal {
  readonly #listeners = new Set<(event: TillEvent) => void>();
  #uncommitted: TillEvent[] = [];

  constructor(private readonly db: Database) {}

  /** Runs a change as one transaction; listeners hear of it only once it is on disk. */
  change<T>(work: () => T): T {
    this.#uncommitted = [];
    const result = this.db.transaction(work);
    const events = this.#uncommitted;
    this.#uncommitted = [];
    for (const event of events) for (const listener of this.#listeners) listener(event);
    return result;
  }

  /** The next number of the sequence; never given twice, not even after a reset. */
  next(): number {
    const row = this.db.one('UPDATE counter SET value = value + 1 RETURNING value');
    if (!row) throw new Error("The till's state file has lost its counter.");
    return integer(row, 'value');
  }

  /** Records what happened, within `change`; a subscribed merchant's webhook is queued with it. */
  tell(facts: Facts<TillEvent>, sequence: number): void {
    const event: TillEvent = {
      id: `evt_${randomBytes(10).toString('hex')}`,
      created_at: new Date().toISOString(),
      sequence,
      ...facts,
    };
    if (this.db.one('SELECT 1 AS found FROM subscriptions WHERE merchant_id = ?', event.merchant_id)) {
      this.db.run(
        'INSERT INTO deliveries (id, merchant_id, sequence, body, due_at) VALUES (?, ?, ?, ?, ?)',
        event.id,
        event.merchant_id,
        sequence,
        JSON.stringify(event),
        Date.now(),
      );
    }
    this.#uncommitted.push(event);
  }

  /** Calls back after each committed change; answers the function that ends it. */
  listen(listener: (event: TillEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
