import type {
  Alert,
  CatalogWarning,
  ConnectionStatus,
  Exchange,
  Facts,
  FaultCode,
  FaultReport,
  HubReport,
  InboxEvent,
  News,
  Order,
  Phase,
  Snapshot,
  SyncRun,
  Topic,
} from '@poshub-bridge/core';
import type { ColumnType, Generated, Selectable } from 'kysely';
import type { PackedCatalog } from './packed-catalog.js';

/**
 * The tables, for every engine. Times are milliseconds since 1970. A column whose name ends in `_json` is written as text
 * and read as the value (see json-columns.ts).
 */
export interface Tables {
  readonly inbox: InboxTable;
  readonly orders: OrderTable;
  readonly timeline: TimelineTable;
  readonly exchanges: ExchangeTable;
  readonly tickets: TicketTable;
  readonly reports: ReportTable;
  readonly alerts: AlertTable;
  readonly connections: ConnectionTable;
  readonly attempts: AttemptTable;
  readonly credentials: CredentialTable;
  readonly snapshots: SnapshotTable;
  readonly sync_runs: SyncRunTable;
  readonly poll_cursors: PollCursorTable;
  readonly jobs: JobTable;
}

type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

interface InboxTable {
  /** Counts what came in. */
  sequence: Generated<number>;
  id: string;
  topic: InboxEvent['topic'];
  subject: string;
  connection_id: string;
  received_at: number;
  news_json: Json<News>;
  /** What POS Hub sent, as it came; null for the news of others, and in rows of older versions. */
  body: string | null;
  handled_at: ColumnType<number | null, never, number | null>;
}

interface OrderTable {
  id: string;
  connection_id: string;
  phase: Phase;
  /** 1 where nothing is left to happen. */
  finished: 0 | 1;
  attention_json: JsonOrNull<FaultReport>;
  facts_json: Json<Facts>;
  order_json: JsonOrNull<Order>;
  order_at: number;
  received_at: number;
  deadline_at: number;
  updated_at: number;
  version: number;
  /** The time that it is wanted for, or else was placed at; 0 where its content is not known. */
  wanted_at: number;
}

interface TimelineTable {
  sequence: Generated<number>;
  order_id: string;
  at: number;
  step: string;
  detail: string | null;
}

/** What was said to the till and POS Hub for an order, without secrets and without what people wrote. */
interface ExchangeTable {
  sequence: Generated<number>;
  order_id: string;
  at: number;
  target: Exchange['target'];
  method: string;
  path: string;
  status: number | null;
  fault: FaultCode | null;
  milliseconds: number;
  bodies_json: Json<Pick<Exchange, 'request' | 'response'>>;
}

/** Which order a ticket of the till belongs to. */
interface TicketTable {
  connection_id: string;
  ticket: string;
  order_id: string;
}

/** The outbox: statuses that POS Hub is still to be told. */
interface ReportTable {
  sequence: Generated<number>;
  order_id: string;
  connection_id: string;
  report_json: Json<HubReport>;
  /** When the news was received that the status comes from; null in rows of older versions. */
  since: number | null;
}

/** The outbox of what a person is still to hear of. */
interface AlertTable {
  sequence: Generated<number>;
  /** The order's or the connection's id; its alerts are told in their order. */
  subject: string;
  alert_json: Json<Alert>;
}

interface ConnectionTable {
  id: string;
  account_id: string;
  location_id: string;
  status: ConnectionStatus;
  adapter: string;
  store_ref: string | null;
  store_name: string | null;
  store_currency: string | null;
  store_timezone: string | null;
  store_choices_json: Json<Readonly<Record<string, unknown>>> | null;
  /** The store that it was connected with last: that store's are the snapshot and the poll cursor. */
  last_store: string | null;
  merchant: string | null;
  failure_json: JsonOrNull<FaultReport>;
  announced: ConnectionStatus;
  created_at: number;
  updated_at: number;
}

interface AttemptTable {
  id: string;
  connection_id: string;
  state: string | null;
  /** Encrypted. */
  verifier: string | null;
  expires_at: number;
}

interface CredentialTable {
  connection_id: string;
  /** Encrypted; begins with the id of the key. */
  sealed: string;
}

interface SnapshotTable {
  connection_id: string;
  catalog_json: Json<PackedCatalog>;
  at: number;
  since_json: Json<NonNullable<Snapshot['since']>> | null;
  /** 1 while POS Hub may have something else. */
  in_doubt: 0 | 1;
}

interface SyncRunTable {
  id: string;
  connection_id: string;
  trigger: string;
  started_at: number;
  ended_at: number;
  outcome: SyncRun['outcome'];
  inserted: number;
  updated: number;
  deleted: number;
  unchanged: number;
  warnings_json: Json<readonly CatalogWarning[]>;
  fault_json: JsonOrNull<FaultReport>;
}

interface PollCursorTable {
  connection_id: string;
  cursor: string;
}

/** What is to be done; a job that is done has no row. */
interface JobTable {
  id: Generated<number>;
  topic: Topic;
  key: string;
  grp: string;
  run_at: number;
  failures: ColumnType<number, never, number>;
  /** How often in a row its run died with the process, instead of ending. */
  deaths: ColumnType<number, never, number>;
  /** Who runs it; null while it waits. */
  lease: ColumnType<string | null, never, string | null>;
  /** When the run counts as dead, unless it says otherwise before. */
  leased_until: ColumnType<number | null, never, number | null>;
  /** Set when the job was asked for while it ran: it runs again, from this time on. */
  again_at: ColumnType<number | null, never, number | null>;
}

export type InboxRow = Selectable<InboxTable>;
export type ExchangeRow = Selectable<ExchangeTable>;
export type OrderRow = Selectable<OrderTable>;
export type ConnectionRow = Selectable<ConnectionTable>;
export type SyncRunRow = Selectable<SyncRunTable>;
