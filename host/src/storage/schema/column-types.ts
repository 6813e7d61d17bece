import { sql, type CreateTableBuilder, type RawBuilder } from 'kysely';

/** How an engine writes the types of columns. */
export interface ColumnTypes {
  /** A column that counts by itself. */
  readonly serial: 'integer' | 'bigserial';
  /** Text, in the order of its code points: no other has an index that is as quick, and that outlives an update of the system. */
  readonly text: 'text' | RawBuilder<string>;
}

export const SQLITE_TYPES: ColumnTypes = { serial: 'integer', text: 'text' };
export const POSTGRES_TYPES: ColumnTypes = { serial: 'bigserial', text: sql<string>`text collate "C"` };

/** Adds a column that counts by itself, as the table's key. */
export function withSerial<T extends string>(table: CreateTableBuilder<T>, name: string, types: ColumnTypes) {
  return table.addColumn(name, types.serial, (column) =>
    types.serial === 'integer' ? column.primaryKey().autoIncrement() : column.primaryKey(),
  );
}
