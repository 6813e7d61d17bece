import type { Exchange, OrderExchange } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Statement } from '../engine.js';
import type { ExchangeRow, Tables } from '../schema/tables.js';

/** So many of an order's first exchanges are kept, and as many of its last: what is between them are repetitions. */
const MOST_OF_AN_END = 20;
/** So many rows go into one statement; every engine has a limit of values. */
const MOST_ROWS = 100;

/** What stores exchanges and forgets those that are between an order's first and last. */
export function exchangeStatements(db: Kysely<Tables>, kept: readonly OrderExchange[]): readonly Statement[] {
  const rows = kept.map(toRow);
  const inserts = Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, part) =>
    db.insertInto('exchanges').values(rows.slice(part * MOST_ROWS, (part + 1) * MOST_ROWS)),
  );
  const orders = [...new Set(kept.map(({ orderId }) => orderId))];
  return [...inserts, ...orders.map((id) => thinOut(db, id))].map((query) => ({ query }));
}

function thinOut(db: Kysely<Tables>, orderId: string) {
  const endOf = (direction: 'asc' | 'desc') =>
    db
      .selectFrom('exchanges')
      .select('sequence')
      .where('order_id', '=', orderId)
      .orderBy('sequence', direction)
      .limit(1)
      .offset(MOST_OF_AN_END - 1);
  // Where there are fewer, the end is null, and nothing is beyond it.
  return db
    .deleteFrom('exchanges')
    .where('order_id', '=', orderId)
    .where('sequence', '>', endOf('asc'))
    .where('sequence', '<', endOf('desc'));
}

export async function readExchanges(db: Kysely<Tables>, orderId: string): Promise<readonly Exchange[]> {
  const rows = await db
    .selectFrom('exchanges')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('sequence')
    .execute();
  return rows.map(toExchange);
}

function toRow({ orderId, exchange }: OrderExchange) {
  return {
    order_id: orderId,
    at: exchange.at,
    target: exchange.target,
    method: exchange.method,
    path: exchange.path,
    status: exchange.status ?? null,
    fault: exchange.fault ?? null,
    milliseconds: exchange.milliseconds,
    bodies_json: JSON.stringify({ request: exchange.request, response: exchange.response }),
  };
}

function toExchange(row: ExchangeRow): Exchange {
  return {
    at: row.at,
    target: row.target,
    method: row.method,
    path: row.path,
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.fault === null ? {} : { fault: row.fault }),
    milliseconds: row.milliseconds,
    ...row.bodies_json,
  };
}
