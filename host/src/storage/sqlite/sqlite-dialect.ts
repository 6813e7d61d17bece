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
import type { Done } from './worker-messages.js';

/** Kysely over one open file. One transaction at a time has it to itself. */
export class SqliteThreadDialect implements Dialect {
  readonly #thread: SqliteThread;
  readonly #turns: Turns;

  /** @param turns what gives the file to one at a time; others may take it between Kysely's */
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

  constructor(thread: SqliteThread, turns: Turns) {
    this.#thread = thread;
    this.#turns = turns;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<ThreadConnection> {
    return Promise.resolve(new ThreadConnection(this.#thread, this.#turns));
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return ours(connection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return ours(connection).commit();
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return ours(connection).undo();
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    ours(connection).end();
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return this.#thread.close();
  }
}

function ours(connection: DatabaseConnection): ThreadConnection {
  if (connection instanceof ThreadConnection) return connection;
  throw new Fault('bridge.broken', { detail: 'a connection of another driver' });
}

/** The use of the file by one transaction, which has it to itself, or by queries between others' transactions. */
class ThreadConnection implements DatabaseConnection {
  readonly #thread: SqliteThread;
  readonly #turns: Turns;
  #inTransaction = false;
  /** Whether a transaction begins with the next query: by itself, its beginning would be one more message to and fro. */
  #isBeginning = false;

  constructor(thread: SqliteThread, turns: Turns) {
    this.#thread = thread;
    this.#turns = turns;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const begins = this.#isBeginning;
    this.#isBeginning = false;
    const query = (): Promise<Done> => this.#thread.query(sql, parameters, begins);
    // The thread answers in turn: what is read by itself need not wait for the answer to what is read before.
    const { rows, changes } = await (this.#inTransaction ? query() : this.#turns.pass(query));
    if (areRows<R>(rows)) return { rows };
    return { rows: [], ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }) };
  }

  async begin(): Promise<void> {
    await this.#turns.take();
    this.#inTransaction = true;
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

  end(): void {
    if (this.#inTransaction) this.#turns.give();
    this.#inTransaction = false;
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
