import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { TillError, notFound } from '../errors.js';
import { moves } from '../lifecycle.js';
import { isOrder, isSentOrder } from '../schemas.js';
import { addUp } from '../totals.js';
import type { Order, OrderStatus, Page, SentOrder, StatusStep, Store } from '../wire.js';
import { readCursor, writeCursor } from './catalog.js';
import { type Database, type Row, document, integer, text } from './database.js';
import type { Intake } from './intake.js';
import type { Journal } from './journal.js';
import type { Stores } from './stores.js';

export interface OrderQuery {
  reference?: string | undefined;
  /** A version: only orders that changed after it. */
  updated_since?: number | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Move {
  status: OrderStatus;
  reason?: string | undefined;
  by: StatusStep['by'];
}

/** The orders of all stores. */
export class Orders {
  constructor(
    private readonly db: Database,
    private readonly journal: Journal,
    private readonly stores: Stores,
    private readonly intake: Intake,
  ) {}

  /**
   * Takes an order once for its key: the key's second use with the same order replays the first answer, with another
   * order it throws `idempotency_key_reused`. Throws what `Intake.read` throws.
   */
  take(storeId: string, key: string, sent: SentOrder): { order: Order; replayed: boolean } {
    return this.journal.change(() => {
      const store = this.stores.get(storeId);
      const first = this.db.one(
        'SELECT id, sent, answer FROM orders WHERE store_id = ? AND idempotency_key = ?',
        storeId,
        key,
      );
      if (first) return { order: this.#replay(first, sent), replayed: true };
      const order = this.#make(store, sent);
      const answer = JSON.stringify(order);
      this.db.run(
        `INSERT INTO orders (id, store_id, number, reference, version, idempotency_key, sent, answer, document)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[order.id, storeId, order.number, order.reference, order.version, key, JSON.stringify(sent), answer, answer],
      );
      this.#tell(store, order);
      return { order, replayed: false };
    });
  }

  /** Throws `not_found`. */
  get(id: string): Order {
    const row = this.db.one('SELECT document FROM orders WHERE id = ?', id);
    if (!row) throw notFound('order');
    return document(row, 'document', isOrder);
  }

  /** Orders by their version, oldest change first: one that changes while a client pages comes again at the end. */
  page(storeId: string, query: OrderQuery): Page<Order> {
    this.stores.get(storeId);
    const after = query.cursor === undefined ? (query.updated_since ?? 0) : readCursor(query.cursor)[0];
    const rows = this.db.all(
      `SELECT version, document FROM orders
       WHERE store_id = ? AND version > ? AND (? IS NULL OR reference = ?) ORDER BY version LIMIT ?`,
      ...[storeId, after, query.reference ?? null, query.reference ?? null, query.limit + 1],
    );
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    return {
      data: rows.slice(0, query.limit).map((row) => document(row, 'document', isOrder)),
      next_cursor: last ? writeCursor(integer(last, 'version'), 0) : null,
    };
  }

  /** The newest orders of a store, newest first. */
  newest(storeId: string, limit: number): Order[] {
    return this.db
      .all('SELECT document FROM orders WHERE store_id = ? ORDER BY number DESC LIMIT ?', storeId, limit)
      .map((row) => document(row, 'document', isOrder));
  }

  /** Moves an order; to where it is already changes nothing. Throws what `moves` throws. */
  move(id: string, { status, reason, by }: Move): Order {
    return this.journal.change(() => {
      const before = this.get(id);
      if (!moves(before.status, status)) return before;
      const at = new Date().toISOString();
      const order: Order = {
        ...before,
        status,
        status_reason: reason ?? null,
        version: this.journal.next(),
        updated_at: at,
        history: [...before.history, { status, at, by, reason: reason ?? null }],
      };
      this.db.run('UPDATE orders SET version = ?, document = ? WHERE id = ?', order.version, JSON.stringify(order), id);
      this.#tell(this.stores.get(order.store_id), order);
      return order;
    });
  }

  /** How many orders there are, how often one was sent again, and how many share a reference with an earlier one. */
  count(): { orders: number; replays: number; duplicate_references: number } {
    const row = this.db.one(
      `SELECT count(*) AS orders, coalesce(sum(replays), 0) AS replays,
       count(*) - count(DISTINCT store_id || ' ' || reference) AS duplicates FROM orders`,
    );
    if (!row) return { orders: 0, replays: 0, duplicate_references: 0 };
    const [orders, replays] = [integer(row, 'orders'), integer(row, 'replays')];
    return { orders, replays, duplicate_references: integer(row, 'duplicates') };
  }

  #make(store: Store, sent: SentOrder): Order {
    const { total, lines: sentLines, ...rest } = sent;
    const lines = this.intake.read(store, sent);
    const at = new Date().toISOString();
    const status = store.auto_accept ? 'accepted' : 'new';
    const numbered = this.db.one(
      'SELECT coalesce(max(number), 0) + 1 AS number FROM orders WHERE store_id = ?',
      store.id,
    );
    return {
      id: `ord_${randomBytes(10).toString('hex')}`,
      number: numbered ? integer(numbered, 'number') : 1,
      store_id: store.id,
      status,
      status_reason: null,
      version: this.journal.next(),
      created_at: at,
      updated_at: at,
      ...rest,
      lines,
      totals: addUp({ ...rest, lines: sentLines, total }),
      history: [{ status, at, by: 'till', reason: null }],
    };
  }

  #replay(first: Row, sent: SentOrder): Order {
    if (!isDeepStrictEqual(document(first, 'sent', isSentOrder), sent)) {
      throw new TillError(409, 'idempotency_key_reused', 'This Idempotency-Key was used for another order.');
    }
    this.db.run('UPDATE orders SET replays = replays + 1 WHERE id = ?', text(first, 'id'));
    return document(first, 'answer', isOrder);
  }

  #tell(store: Store, order: Order): void {
    const { merchant_id } = store;
    this.journal.tell({ type: 'order.updated', merchant_id, store_id: store.id, data: order }, order.version);
  }
}
