import { STAGED, type Forgotten, type Instant, type Retention } from '@poshub-bridge/core';
import { sql, type Kysely } from 'kysely';
import type { Engine } from '../engine.js';
import type { Tables } from '../schema/tables.js';
import { isOpen } from './inbox.js';

export function createRetention({ db, isShared }: Pick<Engine, 'db' | 'isShared'>): Retention {
  return {
    forget: (before, now, most) =>
      db.transaction().execute(async (tx): Promise<Forgotten> => ({
        events: await forgetEvents(tx, before, most, isShared),
        orders: await forgetOrders(tx, before, most, isShared),
        runs: await forgetRuns(tx, before, most),
        credentials: await forgetStaged(tx, now, most),
      })),
  };
}

/**
 * An event of the topic `other` asks for no work, so nobody ever marks it as handled.
 * @param isShared whether another process may reopen one meanwhile: then it is held, or left to the next time
 */
async function forgetEvents(db: Kysely<Tables>, before: Instant, most: number, isShared: boolean): Promise<number> {
  const old = db
    .selectFrom('inbox')
    .select('sequence')
    .where('received_at', '<', before)
    .where((row) => row.or([row('handled_at', '<', before), row('topic', '=', 'other')]))
    .orderBy('received_at')
    .limit(most)
    .$if(isShared, (query) => query.forUpdate().skipLocked());
  const { numDeletedRows } = await db.deleteFrom('inbox').where('sequence', 'in', old).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** @param isShared whether another process may bring an order back meanwhile: then it is held, or left to the next time */
async function forgetOrders(db: Kysely<Tables>, before: Instant, most: number, isShared: boolean): Promise<number> {
  const rows = await db
    .selectFrom('orders')
    .select('id')
    .where('finished', '=', 1)
    .where('updated_at', '<', before)
    // Wanted for a time to come, it would not be too old if it came again.
    .where('wanted_at', '<', before)
    .where((row) =>
      row.not(row.exists(row.selectFrom('reports').select('sequence').whereRef('reports.order_id', '=', 'orders.id'))),
    )
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('inbox')
            .select('sequence')
            .whereRef('inbox.subject', '=', 'orders.id')
            .where('inbox.topic', '=', 'order')
            .where(isOpen),
        ),
      ),
    )
    .orderBy('updated_at')
    .limit(most)
    .$if(isShared, (query) => query.forUpdate().skipLocked())
    .execute();
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  await db.deleteFrom('timeline').where('order_id', 'in', ids).execute();
  await db.deleteFrom('exchanges').where('order_id', 'in', ids).execute();
  await db.deleteFrom('tickets').where('order_id', 'in', ids).execute();
  await db.deleteFrom('orders').where('id', 'in', ids).execute();
  return ids.length;
}

async function forgetRuns(db: Kysely<Tables>, before: Instant, most: number): Promise<number> {
  const old = db.selectFrom('sync_runs').select('id').where('ended_at', '<', before).limit(most);
  const { numDeletedRows } = await db.deleteFrom('sync_runs').where('id', 'in', old).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Credentials that a merchant gave on the pages and never came back for. */
async function forgetStaged(db: Kysely<Tables>, now: Instant, most: number): Promise<number> {
  const alive = db
    .selectFrom('attempts')
    .select(sql<string>`${sql.lit(STAGED)} || id`.as('name'))
    .where('expires_at', '>', now);
  const over = db
    .selectFrom('credentials')
    .select('connection_id')
    .where('connection_id', 'like', `${STAGED}%`)
    .where('connection_id', 'not in', alive)
    .limit(most);
  const { numDeletedRows } = await db
    .deleteFrom('credentials')
    .where('connection_id', 'in', over)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
