import {
  Fault,
  OPEN_PHASES,
  type OpenPage,
  type OrderFilter,
  type OrderRecord,
  type Orders,
  type Page,
  type QueuedReport,
  type TimelineEntry,
} from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { LedgerNeeds } from '../engine.js';
import type { Tables } from '../schema/tables.js';
import { exchangeStatements, readExchanges } from './exchanges.js';
import { orderStatements, reportEndStatements } from './order-commit.js';
import { ORDER_COLUMNS, orderRecord } from './order-rows.js';
import { atMost, MOST_ON_A_PAGE, pageOf, readCursor } from './page-cursor.js';

export function createOrders({ db, write, bell }: LedgerNeeds): Orders {
  return {
    async get(id) {
      const row = await db.selectFrom('orders').select(ORDER_COLUMNS).where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : orderRecord(row);
    },
    async findByTicket(connectionId, ticket) {
      const row = await db
        .selectFrom('tickets')
        .innerJoin('orders', 'orders.id', 'tickets.order_id')
        .select(ORDER_COLUMNS)
        .where('tickets.connection_id', '=', connectionId)
        .where('tickets.ticket', '=', ticket)
        .executeTakeFirst();
      return row === undefined ? undefined : orderRecord(row);
    },
    list: (filter) => listOrders(db, filter),
    open: (connectionId, page) => listOpen(db, connectionId, page),
    async openByPhase() {
      const rows = await db
        .selectFrom('orders')
        .select((row) => ['phase', row.fn.countAll<number>().as('orders')])
        .where('phase', 'in', OPEN_PHASES)
        .groupBy('phase')
        .execute();
      return Object.fromEntries(rows.map((row) => [row.phase, row.orders]));
    },
    timeline: (id) => readTimeline(db, id),
    exchanges: (id) => readExchanges(db, id),
    keepExchanges: async (kept) => {
      await write(exchangeStatements(db, kept));
    },
    async commit(change) {
      if (!(await write(orderStatements(db, change), change.jobs)))
        throw new Fault('storage.conflict', { detail: `order ${change.record.id}` });
      if (change.jobs.length > 0) bell.ring();
    },
    nextReport: (orderId) => nextReport(db, orderId),
    endReport: async (sequence, entry) => {
      await write(reportEndStatements(db, sequence, entry));
    },
  };
}

async function listOpen(
  db: Kysely<Tables>,
  connectionId: string,
  { most, after }: Partial<OpenPage> = {},
): Promise<readonly string[]> {
  let query = db.selectFrom('orders').select('id').where('connection_id', '=', connectionId).where('finished', '=', 0);
  if (after !== undefined)
    query = query.where((row) =>
      row(
        row.refTuple('received_at', 'id'),
        '>',
        row
          .selectFrom('orders as last')
          .select(['last.received_at', 'last.id'])
          .where('last.id', '=', after)
          .$asTuple('received_at', 'id'),
      ),
    );
  if (most !== undefined) query = query.limit(most);
  const rows = await query.orderBy('received_at').orderBy('id').execute();
  return rows.map((row) => row.id);
}

async function listOrders(db: Kysely<Tables>, filter: OrderFilter): Promise<Page<OrderRecord>> {
  const limit = atMost(MOST_ON_A_PAGE, filter.limit);
  let query = db.selectFrom('orders').select(ORDER_COLUMNS);
  if (filter.connectionId !== undefined) query = query.where('connection_id', '=', filter.connectionId);
  if (filter.phase !== undefined) query = query.where('phase', '=', filter.phase);
  if (filter.from !== undefined) query = query.where('received_at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('received_at', '<', filter.to);
  if (filter.after !== undefined) {
    const end = readCursor(filter.after);
    query = query.where((row) => row(row.refTuple('received_at', 'orders.id'), '<', row.tuple(end.receivedAt, end.id)));
  }
  const rows = await query
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(orderRecord), limit);
}

async function readTimeline(db: Kysely<Tables>, id: string): Promise<readonly TimelineEntry[]> {
  const rows = await db
    .selectFrom('timeline')
    .select(['at', 'step', 'detail'])
    .where('order_id', '=', id)
    .orderBy('sequence')
    .execute();
  return rows.map(({ at, step, detail }) => ({ at, step, ...(detail === null ? {} : { detail }) }));
}

async function nextReport(db: Kysely<Tables>, orderId: string): Promise<QueuedReport | undefined> {
  const [row, newer] = await db
    .selectFrom('reports')
    .innerJoin('orders', 'orders.id', 'reports.order_id')
    .select(['sequence', 'order_id', 'reports.connection_id', 'report_json', 'since', 'received_at', 'updated_at'])
    .where('order_id', '=', orderId)
    .orderBy('sequence')
    .limit(2)
    .execute();
  if (row === undefined) return undefined;
  return {
    sequence: row.sequence,
    orderId: row.order_id,
    connectionId: row.connection_id,
    report: row.report_json,
    receivedAt: row.received_at,
    since: row.since ?? row.updated_at,
    overtaken: newer !== undefined,
  };
}
