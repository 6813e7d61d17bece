import { setTimeout } from 'node:timers/promises';
import { Fault, SECOND, type Log } from '@poshub-bridge/core';
import type { Engine, EngineNeeds, LedgerNeeds, PutJobs } from '../engine.js';
import { Bell } from '../queue/bell.js';
import { migrate } from '../schema/migrate.js';
import { POSTGRES_TYPES } from '../schema/column-types.js';
import { migrations } from '../schema/migrations.js';
import { AdvisoryLocks } from './advisory-locks.js';
import { GroupCommit, MOST_GROUPS } from './group-commit.js';
import { inspect, over } from './look.js';
import { PostgresConnections } from './pool.js';
import { openingFault } from './postgres-faults.js';
import { writing } from './writing.js';
import { createBossQueue } from './queue/boss-queue.js';
import { Sockets } from './sockets.js';

/**
 * So many connections the work has at most; and beside them the events that come in, so that whoever told them waits for
 * no work. The locks have one, and the queue its own.
 */
const CONNECTIONS = { work: 8, events: MOST_GROUPS };

/**
 * How long storing a group of events may take, in milliseconds: it is one statement, and whoever told them does not wait for
 * long, but tells them again.
 */
const STORING = 5 * SECOND;

/** How long what is under way may take when the storage is closed, in milliseconds. */
const CLOSING = 5 * SECOND;

/**
 * The engine of several processes: one PostgreSQL that they share.
 * @throws Fault `config.invalid` where the URL or the server is to be mended, `storage.unreadable` for tables of a newer
 *   version, `storage.unavailable`
 */
export async function openPostgres(url: string, needs: EngineNeeds): Promise<Engine> {
  const { chance, log } = needs;
  await prepare(url, log);
  const sockets = new Sockets();
  const working = new PostgresConnections(url, { connections: CONNECTIONS.work, sockets, log });
  const incoming = new PostgresConnections(url, {
    connections: CONNECTIONS.events,
    statementMs: STORING,
    ...{ sockets, log },
  });
  const end = async (): Promise<void> => {
    await Promise.all([working.end(), incoming.end()]);
  };
  const prepareText = (text: string): void => {
    for (const connections of [working, incoming]) connections.prepare(text);
  };
  const bell = new Bell();
  const db = over(working);
  const queue = await createBossQueue({ ...needs, url, db, bell, prepare: prepareText }).catch(
    async (error: unknown) => {
      await end();
      throw openingFault(error, url);
    },
  );
  const putJobs: PutJobs = (tx, jobs) => queue.putJobs(tx, jobs);
  const ledger: LedgerNeeds = { db, bell, putJobs, write: writing(db, putJobs) };
  const locks = new AdvisoryLocks(url, chance, sockets);
  const events = new GroupCommit({
    ...{ db: over(incoming), clock: needs.clock, bell },
    prepare: (text) => incoming.prepare(text),
    askJobs: () => queue.askJobs(),
  });
  return {
    ...ledger,
    isShared: true,
    // What is lost comes back by itself, or does not: a new start would change nothing.
    broken: new Promise(() => undefined),
    record: (event, job) => events.record(event, job),
    queue,
    locks,
    backup: () => Promise.reject(new Fault('storage.backup_elsewhere')),
    close: async () => {
      const closing = Promise.all([events.rest().then(end), queue.close(), locks.close()]).then(() => true);
      if (await Promise.race([closing, setTimeout(CLOSING, false, { ref: false })])) return;
      // Whoever still waits is refused: it was promised nothing.
      log.warn('storage said nothing while it was closed, and is left', { code: 'storage.unavailable' });
      sockets.cut();
      await end();
    },
  };
}

/** Demands a PostgreSQL that will do, and brings it to this version's tables; however long that takes. */
async function prepare(url: string, log: Log): Promise<void> {
  const unhurried = new PostgresConnections(url, { connections: 2, statementMs: 0, log });
  try {
    const db = over(unhurried);
    const steps = migrations(POSTGRES_TYPES);
    await inspect(db, Object.keys(steps));
    await migrate(db, steps);
  } catch (error) {
    throw openingFault(error, url);
  } finally {
    await unhurried.end();
  }
}
