import { HOUR, type Clock, type Connection, type Connections, type InstallAttempt } from '@poshub-bridge/core';
import type { Kysely } from 'kysely';
import type { Cipher } from '../cipher.js';
import type { LedgerNeeds } from '../engine.js';
import { jsonOrNull } from '../schema/json-columns.js';
import { alertStatements } from './alerts.js';
import type { ConnectionRow, Tables } from '../schema/tables.js';

/** Attempts are kept so long (milliseconds) after they expired, so that a late browser gets a clear answer. */
const KEPT_EXPIRED = 24 * HOUR;

export function createConnections({ db, putJobs, bell }: LedgerNeeds, clock: Clock, cipher: Cipher): Connections {
  const connections = () => db.selectFrom('connections').selectAll();
  const oldestFirst = async (query: ReturnType<typeof connections>) =>
    (await query.orderBy('created_at').orderBy('id').execute()).map(toConnection);
  return {
    async get(id) {
      const row = await connections().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : toConnection(row);
    },
    list: () => oldestFirst(connections()),
    async findByLocation(locationId) {
      const all = await oldestFirst(connections().where('location_id', '=', locationId));
      return all.findLast((connection) => connection.status !== 'removed') ?? all.at(-1);
    },
    findByStore: (store) => oldestFirst(connections().where('store_ref', '=', store)),
    findByMerchant: (merchant) => oldestFirst(connections().where('merchant', '=', merchant)),
    async save(connection, jobs, alerts = []) {
      await db.transaction().execute(async (tx) => {
        await forgetOldStore(tx, connection);
        await putConnection(tx, connection);
        for (const { query } of alertStatements(tx, alerts)) await query.execute();
        await putJobs(tx, jobs);
      });
      if (jobs.length > 0) bell.ring();
    },
    saveAttempt: (attempt) =>
      db.transaction().execute(async (tx) => {
        await tx
          .deleteFrom('attempts')
          .where('expires_at', '<', clock.now() - KEPT_EXPIRED)
          .execute();
        await putAttempt(tx, attempt, cipher);
      }),
    attempt: (id) => readAttempt(db, id, cipher),
    async endAttempt(id) {
      const { numDeletedRows } = await db.deleteFrom('attempts').where('id', '=', id).executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },
  };
}

/** Another store has another catalog, and its till counts its news in another way. */
async function forgetOldStore(db: Kysely<Tables>, { connectionId, store }: Connection): Promise<void> {
  if (store === undefined) return;
  const row = await db.selectFrom('connections').select('last_store').where('id', '=', connectionId).executeTakeFirst();
  if (row === undefined || row.last_store === store.ref) return;
  await db.deleteFrom('snapshots').where('connection_id', '=', connectionId).execute();
  await db.deleteFrom('poll_cursors').where('connection_id', '=', connectionId).execute();
}

async function putConnection(db: Kysely<Tables>, connection: Connection): Promise<void> {
  const columns = {
    account_id: connection.accountId,
    location_id: connection.locationId,
    status: connection.status,
    adapter: connection.adapter,
    store_ref: connection.store?.ref ?? null,
    store_name: connection.store?.name ?? null,
    store_currency: connection.store?.currency ?? null,
    store_timezone: connection.store?.timezone ?? null,
    store_choices_json: jsonOrNull(connection.store?.choices),
    merchant: connection.merchant ?? null,
    failure_json: jsonOrNull(connection.failure),
    announced: connection.announced,
    created_at: connection.createdAt,
    updated_at: connection.updatedAt,
    ...(connection.store === undefined ? {} : { last_store: connection.store.ref }),
  };
  await db
    .insertInto('connections')
    .values({ id: connection.connectionId, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}

function toConnection(row: ConnectionRow): Connection {
  const { store_ref: ref, store_name: name, store_currency: currency, store_timezone: timezone } = row;
  const choices = row.store_choices_json;
  const hasStore = ref !== null && name !== null && currency !== null && timezone !== null;
  return {
    connectionId: row.id,
    accountId: row.account_id,
    locationId: row.location_id,
    status: row.status,
    adapter: row.adapter,
    ...(hasStore ? { store: { ref, name, currency, timezone, ...(choices === null ? {} : { choices }) } } : {}),
    ...(row.merchant === null ? {} : { merchant: row.merchant }),
    ...(row.failure_json === null ? {} : { failure: row.failure_json }),
    announced: row.announced,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

async function putAttempt(db: Kysely<Tables>, attempt: InstallAttempt, cipher: Cipher): Promise<void> {
  const columns = {
    connection_id: attempt.connectionId,
    state: attempt.state ?? null,
    verifier: attempt.verifier === undefined ? null : cipher.seal(attempt.verifier, verifierOf(attempt.connectionId)),
    expires_at: attempt.expiresAt,
  };
  await db
    .insertInto('attempts')
    .values({ id: attempt.id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}

async function readAttempt(db: Kysely<Tables>, id: string, cipher: Cipher): Promise<InstallAttempt | undefined> {
  const row = await db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const verifier = row.verifier === null ? undefined : cipher.unseal(row.verifier, verifierOf(row.connection_id)).text;
  return {
    id: row.id,
    connectionId: row.connection_id,
    ...(row.state === null ? {} : { state: row.state }),
    ...(verifier === undefined ? {} : { verifier }),
    expiresAt: row.expires_at,
  };
}

/** What the encrypted text belongs to: it opens nowhere else. */
function verifierOf(connectionId: string): string {
  return `verifier of ${connectionId}`;
}
