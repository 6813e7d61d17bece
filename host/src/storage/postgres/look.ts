import { Fault, type Log } from '@poshub-bridge/core';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { JsonColumns } from '../schema/json-columns.js';
import { POSTGRES_TYPES } from '../schema/column-types.js';
import { migrations } from '../schema/migrations.js';
import type { Tables } from '../schema/tables.js';
import { PostgresConnections } from './pool.js';
import { openingFault } from './postgres-faults.js';
import { SCHEMA } from './queue/boss-tables.js';

/** The oldest PostgreSQL that will do. */
const OLDEST = 15;

/** Kysely over connections to a PostgreSQL. */
export function over(connections: PostgresConnections): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: connections }), plugins: [new JsonColumns()] });
}

/**
 * Whether a PostgreSQL can be used; nothing of it is changed.
 * @returns `empty` where it has no tables of ours yet
 * @throws Fault `config.invalid`, `storage.unreadable`, `storage.unavailable`
 */
export async function lookAtPostgres(url: string): Promise<'usable' | 'empty'> {
  const connections = new PostgresConnections(url, { connections: 1, log: SILENT });
  try {
    return await inspect(over(connections), Object.keys(migrations(POSTGRES_TYPES)));
  } catch (error) {
    throw openingFault(error, url);
  } finally {
    await connections.end();
  }
}

/**
 * Whether the server will do, and whose tables it has. Reads only.
 * @param known the names of the migrations that this version has
 */
export async function inspect(db: Kysely<Tables>, known: readonly string[]): Promise<'usable' | 'empty'> {
  const { rows } = await sql<Server>`select current_setting('server_version_num')::int / 10000 as version,
    current_setting('server_version') as named, current_setting('server_encoding') as encoding,
    current_schema() as schema, pg_is_in_recovery() as is_copy, to_regclass('kysely_migration') is not null as has_tables,
    coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_make,
    has_database_privilege(current_database(), 'create') or to_regnamespace(${SCHEMA}) is not null as may_make_schema`.execute(
    db,
  );
  const [server] = rows;
  if (server !== undefined) demandServer(server);
  if (server?.has_tables !== true) return 'empty';
  const { rows: steps } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const unknown = steps.find(({ name }) => !known.includes(name));
  if (unknown !== undefined)
    throw new Fault('storage.unreadable', { detail: `its tables are of a newer version, which has ${unknown.name}` });
  return 'usable';
}

interface Server {
  readonly version: number;
  readonly named: string;
  readonly encoding: string;
  readonly schema: string | null;
  /** Follows another server and can only be read. */
  readonly is_copy: boolean;
  readonly has_tables: boolean;
  readonly may_make: boolean;
  /** Or it is there already. */
  readonly may_make_schema: boolean;
}

function demandServer(server: Server): void {
  const { version, named, encoding, schema } = server;
  const wrong = (detail: string): Fault => new Fault('config.invalid', { detail: `storage.url: ${detail}` });
  if (version < OLDEST) throw wrong(`found PostgreSQL ${named}, wanted ${OLDEST} or newer`);
  if (encoding !== 'UTF8') throw wrong(`found a database of the encoding ${encoding}, wanted one of UTF8`);
  if (schema === null) throw wrong('the user has no schema that tables can be made in: see search_path');
  if (!server.may_make)
    throw wrong(`the user may make no tables in the schema ${schema}: it needs the right to create there`);
  if (!server.may_make_schema)
    throw wrong(`the user may not make the schema ${SCHEMA}: it needs the right to create in the database`);
  if (server.is_copy)
    throw new Fault('storage.unavailable', { detail: 'it follows another server and can only be read' });
}

const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  // Who looks is told what was found.
}
