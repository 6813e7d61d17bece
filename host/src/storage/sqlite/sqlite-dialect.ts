import {
  type CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from 'kysely';
import { Fault } from '@poshub-bridge/core';
import type { SqliteThread } from './sqlite-thread.js';
import type { Turns } from './turns.js';

/** Kysely over one open file. One transaction or query at a time has the connection. */
export class SqliteThreadDialect implements Dialect {
  readonly #thread: SqliteThread;
  readonly #turns: Turns;

  /** @param turns what gives the connection to one at a time; others may take it between Kysely's */
  constructor(thread: SqliteThread, turns: Turns) {
    this.#thread = thread;
    this.#turns = turns;
  }

  createDriver(): Driver {
    return new ThreadDriver(this.#thread, this.#turns);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new FileAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class ThreadDriver implements Driver {
  readonly #thread: SqliteThread;
  readonly #turns: Turns;
  readonly #connection: ThreadConnection;

  constructor(thread: SqliteThread, turns: Turns) {
    this.#thread = thread;
    this.#turns = turns;
    this.#connection = new ThreadConnection(thread);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take();
    return this.#connection;
  }

  beginTransaction(): Promise<void> {
    this.#connection.begin();
    return Promise.resolve();
  }

  commitTransaction(): Promise<void> {
    return this.#connection.commit();
  }

  rollbackTransaction(): Promise<void> {
    return this.#connection.undo();
  }

  releaseConnection(): Promise<void> {
    this.#turns.give();
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return this.#thread.close();
  }
}

class ThreadConnection implements DatabaseConnection {
  readonly #thread: SqliteThread;
  /** Whether a transaction begins with the next query: by itself, its beginning would be one more message to and fro. */
  #isBeginning = false;

  constructor(thread: SqliteThread) {
    this.#thread = thread;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const begins = this.#isBeginning;
    this.#isBeginning = false;
    const { rows, changes } = await this.#thread.query(sql, parameters, begins);
    if (areRows<R>(rows)) return { rows };
    return { rows: [], ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }) };
  }

  begin(): void {
    this.#isBeginning = true;
  }

  async commit(): Promise<void> {
    if (this.#isBeginning) this.#isBeginning = false;
    else await this.#thread.query('commit', []);
  }

  async undo(): Promise<void> {
    this.#isBeginning = false;
    await this.#thread.undo();
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Fault('bridge.broken', { detail: 'results are not streamed' });
  }
}

/** What the rows are made of, the query says. */
function areRows<R>(rows: readonly unknown[] | undefined): rows is R[] {
  return rows !== undefined;
}

/** SQLite can undo changes of the schema, so a migration is applied whole or not at all. */
class FileAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
