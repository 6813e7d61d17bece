import type { Exchange, OrderExchange } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { ExchangeRow, Tables } from '../schema/tables.js';

/** So many of an order's first exchanges are kept, and as many of its last: what is between them are repetitions. */
const MOST_OF_AN_END = 20;
/** So many rows go into one statement; every engine has a limit of values. */
const MOST_ROWS = 100;

/** Stores exchanges and forgets what is between an order's first and last, within the caller's transaction. */
export async function keepExchanges(db: Kysely<Tables>, kept: readonly OrderExchange[]): Promise<void> {
  for (let start = 0; start < kept.length; start += MOST_ROWS)
    await db
      .insertInto('exchanges')
      .values(kept.slice(start, start + MOST_ROWS).map(toRow))
      .execute();
  for (const orderId of new Set(kept.map((one) => one.orderId))) await thinOut(db, orderId);
}

async function thinOut(db: Kysely<Tables>, orderId: string): Promise<void> {
  const rows = await db
    .selectFrom('exchanges')
    .select('sequence')
    .where('order_id', '=', orderId)
    .orderBy('sequence')
    .execute();
  const between = rows.slice(MOST_OF_AN_END, -MOST_OF_AN_END).map((row) => row.sequence);
  if (between.length > 0) await db.deleteFrom('exchanges').where('sequence', 'in', between).execute();
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
