import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';

export type Value = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

/**
 * The till's state file: SQLite, durable before a call returns (WAL, synchronous=FULL), one process at a time.
 * This file alone knows the driver.
 */
export class Database {
  readonly #db: Libsql.Database;
  readonly #statements = new Map<string, Libsql.Statement>();

  /** Opens or makes the file and its folder. Throws when another process has it open. */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    this.#db = new Libsql(path);
    try {
      for (const setting of ['locking_mode=EXCLUSIVE', 'journal_mode=WAL', 'synchronous=FULL']) this.#pragma(setting);
    } catch (cause) {
      this.#db.close();
      throw new Error(`The till cannot open its state file ${path}: is another till using it?`, { cause });
    }
  }

  all(sql: string, ...values: Value[]): Row[] {
    return this.#prepared(sql).all(values).filter(isRow);
  }

  one(sql: string, ...values: Value[]): Row | undefined {
    return this.all(sql, ...values)[0];
  }

  /** Answers the number of rows changed. */
  run(sql: string, ...values: Value[]): number {
    return this.#prepared(sql).run(values).changes;
  }

  script(sql: string): void {
    this.#db.exec(sql);
  }

  /** All of `work` or nothing of it; not nestable. */
  transaction<T>(work: () => T): T {
    return this.#db.transaction(work).immediate();
  }

  /**
   * Closes the file. The driver keeps the file open until its statements are collected, so the lock is given back first:
   * leaving WAL is what allows that.
   */
  close(): void {
    this.#pragma('journal_mode=DELETE');
    this.#pragma('locking_mode=NORMAL');
    this.all('SELECT count(*) FROM sqlite_master');
    this.#db.close();
  }

  #prepared(sql: string): Libsql.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #pragma(setting: string): void {
    this.#db.prepare(`PRAGMA ${setting}`).all([]);
  }
}

/** A text column that cannot be null. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new Error(`The till's state file holds no text in ${column}.`);
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw new Error(`The till's state file holds no number in ${column}.`);
}

/** Reads a JSON column; the guard says whether it is what was written there. */
export function document<T>(row: Row, column: string, guard: (value: unknown) => value is T): T {
  const value: unknown = JSON.parse(text(row, column));
  if (guard(value)) return value;
  throw new Error(`The till's state file holds something unknown in ${column}.`);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}
