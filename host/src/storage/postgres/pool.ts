import pg from 'pg';
import { Fault, MINUTE, SECOND, type Log } from '@poshub-bridge/core';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { codeOf, postgresFault } from './postgres-faults.js';
import type { Sockets } from './sockets.js';

export interface PoolOptions {
  /** How many connections at most. */
  readonly connections: number;
  /** How long a statement may take, in milliseconds; half a minute unless given. 0 where nothing is to be hurried. */
  readonly statementMs?: number;
  /** Where the connections' sockets are known; nowhere unless given. */
  readonly sockets?: Sockets;
  readonly log: Log;
}

/** How long it may take to get a connection, new or from the pool, in milliseconds. */
const CONNECTING = 5 * SECOND;
const STATEMENT = 30 * SECOND;
/** So much longer than the server (milliseconds) we wait for an answer: then the way to it is lost. */
const GRACE = 5 * SECOND;

/** Lets the server notice in half a minute that nobody is there any more. */
export const KEEPALIVE = 'set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

/** How a connection is set up, whatever the server's or the user's defaults are. */
function setUp(statementMs: number): string {
  return [
    `set statement_timeout = ${statementMs}`,
    // Who holds locks and says nothing any more is let go: that process is dead or unreachable.
    `set idle_in_transaction_session_timeout = ${MINUTE}`,
    "set default_transaction_isolation = 'read committed'",
    KEEPALIVE,
    // An answer of 200 means that it is on the disk.
    "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
    // Events are as long as what is compressed: this costs a fraction of the time of what PostgreSQL does by itself.
    `select set_config(name, 'lz4', false) from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)`,
  ].join('; ');
}

/** Numbers of 64 bits are times and counts: none is larger than what a number holds exactly. */
const TYPES = new pg.TypeOverrides();
TYPES.setTypeParser(pg.types.builtins.INT8, Number);

export interface ConnectionOptions {
  /** How long it is waited for an answer, in milliseconds; for ever unless given. */
  readonly answerMs?: number | undefined;
  /** Where its socket is known; nowhere unless given. */
  readonly sockets?: Sockets | undefined;
}

/** The options of a connection to a PostgreSQL. */
export function connectionTo(url: string, { answerMs, sockets }: ConnectionOptions) {
  return {
    connectionString: url,
    application_name: 'poshub-bridge',
    connectionTimeoutMillis: CONNECTING,
    keepAlive: true,
    keepAliveInitialDelayMillis: 15 * SECOND,
    ...(answerMs === undefined ? {} : { query_timeout: answerMs }),
    ...(sockets === undefined ? {} : { stream: sockets.make }),
  } satisfies pg.ClientConfig;
}

/**
 * Connections to one PostgreSQL, for Kysely and for statements of one's own. Errors leave it as Faults; a connection that
 * was lost is replaced when the next one is asked for.
 */
export class PostgresConnections implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #setUp: string;
  readonly #isSetUp = new WeakSet<pg.PoolClient>();
  /** The names of statements that are prepared, by their texts. */
  readonly #prepared = new Map<string, string>();

  constructor(url: string, { connections, statementMs = STATEMENT, sockets, log }: PoolOptions) {
    this.#setUp = setUp(statementMs);
    this.#pool = new pg.Pool({
      ...connectionTo(url, { answerMs: statementMs === 0 ? undefined : statementMs + GRACE, sockets }),
      types: TYPES,
      max: connections,
      idleTimeoutMillis: MINUTE,
    });
    // The server's last word may come together with its first, before whoever asked for the connection has it: without a
    // listener, that would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    // One that nobody uses just now.
    this.#pool.on('error', (error) =>
      log.warn('connection to the storage lost', { code: postgresFault(error).detail }),
    );
  }

  /**
   * Has a statement of this text parsed once a connection, not at each use. For a few statements of the hot path: each costs
   * every connection memory.
   */
  prepare(text: string): void {
    if (!this.#prepared.has(text)) this.#prepared.set(text, `bridge_${this.#prepared.size}`);
  }

  /** @throws Fault `storage.unavailable` */
  async connect(): Promise<PostgresConnection> {
    try {
      const client = await this.#pool.connect();
      const connection = new PostgresConnection(client, this.#prepared);
      if (this.#isSetUp.has(client)) return connection;
      try {
        await client.query(this.#setUp);
      } catch (error) {
        client.release(true);
        throw error;
      }
      this.#isSetUp.add(client);
      return connection;
    } catch (error) {
      throw postgresFault(error);
    }
  }

  /** Waits for those that are in use. */
  async end(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end();
  }
}

/** One connection while somebody has it. */
export class PostgresConnection implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #prepared: ReadonlyMap<string, string>;
  /** Why it can't be used any more. */
  #lost: Fault | undefined;
  readonly #onError = (error: unknown): void => {
    this.#lost ??= postgresFault(error);
  };

  constructor(client: pg.PoolClient, prepared: ReadonlyMap<string, string>) {
    this.#client = client;
    this.#prepared = prepared;
    client.on('error', this.#onError);
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof asked !== 'string') throw new Fault('bridge.broken', { detail: 'results are not streamed' });
    return this.#run(asked, parameters);
  }

  /** A connection that failed is closed: it may be lost, or still be busy with what nobody waits for any more. */
  release(): void {
    this.#client.off('error', this.#onError);
    this.#client.release(this.#lost !== undefined);
  }

  async #run<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // It is released next. To undo a transaction on it would be to wait once more for what says nothing.
    if (this.#lost !== undefined) throw this.#lost;
    const name = this.#prepared.get(text);
    const asked = {
      text,
      values: parameters.map((value) => (typeof value === 'string' ? storable(value) : value)),
      ...(name === undefined ? {} : { name }),
    };
    try {
      const { command, rowCount, rows } = await this.#client.query(asked);
      if (!isCommand(command) || !areRows<R>(rows)) throw new Fault('bridge.broken', { detail: 'a result of no kind' });
      return { command, rowCount: rowCount ?? 0, rows };
    } catch (error) {
      const fault = postgresFault(error);
      if (fault.code === 'storage.unavailable' && !isUndone(fault)) this.#lost = fault;
      throw fault;
    }
  }
}

/** Whether PostgreSQL undid the transaction because of others that ran beside it: done again, it may succeed. */
export function isUndone(fault: Fault): boolean {
  return codeOf(fault).startsWith('40');
}

/** PostgreSQL's text can hold every character but this one; what a caller sent must not be what nobody can store. */
export function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** What the rows are made of, the query says. */
function areRows<R>(rows: unknown): rows is R[] {
  return Array.isArray(rows);
}

function isCommand(command: string): command is PostgresQueryResult<never>['command'] {
  return command !== '';
}
