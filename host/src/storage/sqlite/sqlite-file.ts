import Libsql from 'libsql';
import { Fault } from '@poshub-bridge/core';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { sqliteFault } from './sqlite-faults.js';

/** So many prepared statements are kept; lists of several lengths make several texts of one query. */
const MOST_STATEMENTS = 300;

/**
 * One connection to one SQLite file. This file alone knows the driver: every error leaves it as a Fault, and nothing runs
 * after {@link close} (the driver itself would still let prepared statements write).
 */
export class SqliteFile implements SqliteDatabase {
  readonly #db: Libsql.Database;
  readonly #statements = new Map<string, SqliteStatement>();
  #open = true;

  /** Opens or makes the file, which must lie in a folder that exists. @throws Fault `storage.unavailable` */
  constructor(path: string) {
    try {
      this.#db = new Libsql(path);
    } catch (cause) {
      throw new Fault('storage.unavailable', { detail: `${path} can't be opened`, cause });
    }
  }

  /** Whether a transaction is open. After a failed write SQLite may have rolled it back by itself. */
  get inTransaction(): boolean {
    return this.#open && this.#db.inTransaction;
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#guarded(this.#call(() => this.#db.prepare(sql)));
    this.#statements.set(sql, statement);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > MOST_STATEMENTS && oldest !== undefined) this.#statements.delete(oldest);
    return statement;
  }

  execute(sql: string): void {
    this.#call(() => this.#db.exec(sql));
  }

  /** The rows of a query. */
  all(sql: string, values: readonly unknown[] = []): readonly Readonly<Record<string, unknown>>[] {
    return this.prepare(sql).all(values).filter(isRow);
  }

  /** The first column of the first row. */
  value(sql: string): unknown {
    const [row] = this.all(sql);
    return row === undefined ? undefined : Object.values(row)[0];
  }

  /**
   * All of the work or nothing of it.
   * @param certainty `written` does not wait for the disk: the end of the process undoes nothing of it, but a power cut may,
   *   until something else waits for the disk
   */
  atomically<T>(work: () => T, certainty: 'durable' | 'written' = 'durable'): T {
    if (certainty === 'written') this.execute('pragma synchronous=normal');
    try {
      return this.#together(work);
    } finally {
      if (certainty === 'written') this.execute('pragma synchronous=full');
    }
  }

  #together<T>(work: () => T): T {
    // Prepared: the driver reads the text of what is executed every time.
    this.prepare('begin').run([]);
    try {
      const result = work();
      this.prepare('commit').run([]);
      return result;
    } catch (error) {
      if (this.inTransaction) this.execute('rollback');
      throw error;
    }
  }

  /**
   * Closes the file. The driver holds the file until its statements are collected, so the lock is given back first; only
   * leaving WAL allows that, and it leaves one single file behind.
   */
  close(): void {
    if (!this.#open) return;
    try {
      this.value('pragma journal_mode=delete');
      this.value('pragma locking_mode=normal');
      this.value('select count(*) from sqlite_master');
    } catch {
      // A disk that is full keeps its WAL: the next start reads it.
    }
    this.#statements.clear();
    this.#open = false;
    this.#db.close();
  }

  /** Lets go of the file without a change to it, not even the one that closing makes. */
  abandon(): void {
    this.#statements.clear();
    this.#open = false;
    abandoned.push(this.#db);
  }

  #guarded(statement: Libsql.Statement): SqliteStatement {
    return {
      reader: statement.reader,
      all: (parameters) => this.#call(() => statement.all(parameters)),
      run: (parameters) => this.#call(() => statement.run(parameters)),
      iterate: (parameters) => this.#call(() => statement.iterate(parameters)),
    };
  }

  #call<T>(work: () => T): T {
    if (!this.#open) throw new Fault('storage.unavailable', { detail: 'the storage is closed' });
    try {
      return work();
    } catch (error) {
      throw sqliteFault(error);
    }
  }
}

/** Closing, which the collector would do too, would write a WAL's content into the damaged file. */
const abandoned: Libsql.Database[] = [];

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
