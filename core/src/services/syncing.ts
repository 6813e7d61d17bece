import type { Catalog } from '../domain/catalog.js';
import type { AlertCause } from '../domain/alert.js';
import { isIdle } from '../domain/catalog-plan.js';
import type { ConnectedStore, Connection } from '../domain/connection.js';
import { asFault, Fault, isFault, reportFault } from '../domain/fault.js';
import { regularly } from '../domain/time.js';
import type { SyncRun } from '../ports/catalogs.js';
import type { JobResult } from '../ports/work-queue.js';
import { alarm } from './alerting.js';
import { attached, createCatalogReading, type Reading } from './catalog-reading.js';
import { lockOf, syncOf, type Bridge } from './context.js';
import type { Sessions } from './sessions.js';
import { SingleFlight } from './single-flight.js';
import { SyncTracks, type SyncProgress } from './sync-progress.js';

/** Keeps POS Hub's catalogs like the tills': plan, then apply. */
export interface Syncing {
  /**
   * The answer to POS Hub's sync call. When the till is slow, the last good catalog, and a push follows.
   * @throws Fault `catalog.unavailable`, `catalog.too_many_removed`, `connection.unknown`
   */
  answer(connectionId: string): Promise<CatalogAnswer>;
  /** An answer did not arrive at POS Hub: it is brought the catalog. */
  missed(connectionId: string): Promise<void>;
  /**
   * Reads the till's catalog and brings POS Hub what changed.
   * @param force whether a large removal is meant; POS Hub is given the whole catalog then, although nothing changed
   */
  push(connectionId: string, trigger: string, force?: boolean): Promise<SyncRun>;
  /** The job of the topic `catalog`. */
  work(connectionId: string): Promise<JobResult>;
  /** Which syncs run now. */
  readonly progress: SyncProgress;
}

export interface CatalogAnswer {
  readonly catalog: Catalog;
  /** The same as POS Hub's wire has it. */
  readonly body: unknown;
}

/** So many failures in a row, about three quarters of an hour of them, and a person is told although it may pass by itself. */
const MANY_FAILURES = 20;

/** More single changes than this are sent as one import. */
const MOST_SINGLE_CHANGES = 25;

export function createSyncing(bridge: Bridge, sessions: Sessions): Syncing {
  const { ledger, locks, queue, hub, wire, clock, chance, log, meter, settings } = bridge;
  const flights = new SingleFlight<SyncRun>();
  const answers = new SingleFlight<CatalogAnswer | undefined>();
  const progress = new SyncTracks();
  const read = createCatalogReading(bridge, sessions);

  async function apply(
    connection: Connection,
    store: ConnectedStore,
    { snapshot: { catalog }, plan }: Reading,
  ): Promise<void> {
    if (isIdle(plan)) return;
    await ledger.catalogs.doubt(connection.connectionId);
    if (plan.offers === undefined || plan.offers.length > MOST_SINGLE_CHANGES)
      return hub.importCatalog(connection, catalog, store);
    try {
      for (const offer of plan.offers) await hub.changeOffer(connection, offer);
    } catch (error) {
      // POS Hub lacks an entry that it was given before: an import mends that.
      if (asFault(error).code !== 'hub.not_found') throw error;
      await hub.importCatalog(connection, catalog, store);
    }
  }

  /** The merchant may have chosen another store while this one's catalog was read: that one must not get it. */
  async function demandStore(connectionId: string, { ref }: ConnectedStore): Promise<void> {
    if ((await ledger.connections.get(connectionId))?.store?.ref !== ref)
      throw new Fault('connection.unknown', { detail: 'its store was changed meanwhile' });
  }

  /** One reading with its report, whatever becomes of it. */
  async function run(connectionId: string, trigger: string, force: boolean, deliver: typeof apply): Promise<SyncRun> {
    const { connection, store } = await attached(ledger, connectionId);
    const begun = { id: chance.id(), connectionId, trigger, startedAt: clock.now() };
    const track = progress.begin(begun);
    try {
      const reading = await read(connection, store, force, track);
      track.send();
      await demandStore(connectionId, store);
      await deliver(connection, store, reading);
      const { inserted, updated, deleted, unchanged } = reading.plan;
      const outcome = isIdle(reading.plan) ? 'unchanged' : 'applied';
      const done: SyncRun = {
        ...begun,
        endedAt: clock.now(),
        outcome,
        inserted,
        updated,
        deleted,
        unchanged,
        warnings: reading.warnings,
      };
      await locks.withLock(lockOf(connectionId), async () => {
        await demandStore(connectionId, store);
        await ledger.catalogs.save(done, reading.snapshot);
      });
      meter.catalogSynced(outcome);
      log.info('catalog synced', {
        connectionId,
        trigger,
        outcome,
        inserted,
        updated,
        deleted,
        warnings: reading.warnings.length,
      });
      return done;
    } catch (error) {
      const fault = asFault(error);
      const outcome = fault.code === 'catalog.too_many_removed' ? 'refused' : 'failed';
      const counts = { inserted: 0, updated: 0, deleted: 0, unchanged: 0, warnings: [] };
      meter.catalogSynced(outcome);
      const failed: SyncRun = { ...begun, endedAt: clock.now(), outcome, ...counts, fault: reportFault(fault) };
      const told = alarm(bridge, causeOf(failed, fault, await ledger.catalogs.runs(connectionId)));
      // What could not be read for POS Hub's call is read again by itself, and pushed.
      const more = trigger === 'pull' && outcome === 'failed' ? [syncOf(connectionId)] : [];
      await ledger.catalogs.saveFailed(failed, [...told.jobs, ...more], told.alerts);
      log.warn('catalog not synced', { connectionId, trigger, code: fault.code });
      throw fault;
    } finally {
      track.end();
    }
  }

  /** One sync of a location at a time, over all processes. */
  function alone<T>(connectionId: string, task: () => Promise<T>): Promise<T> {
    return locks.withLock(`catalog:${connectionId}`, task);
  }

  /** Callers while one runs share the next one; so do those of `answers`. */
  function push(connectionId: string, trigger: string, force = false): Promise<SyncRun> {
    const task = (): Promise<SyncRun> => run(connectionId, trigger, force, apply);
    return flights.run(`${force ? 'force' : 'push'}:${connectionId}`, () => alone(connectionId, task));
  }

  function written(catalog: Catalog, store: ConnectedStore): CatalogAnswer {
    return { catalog, body: wire.writeCatalog(catalog, store) };
  }

  return {
    progress,
    push,
    answer: async (connectionId) => {
      const { store } = await attached(ledger, connectionId);
      let late = false;
      let inTime = false;
      const task = async (): Promise<CatalogAnswer | undefined> => {
        let given: CatalogAnswer | undefined;
        await run(connectionId, 'pull', false, async (connection, store, reading) => {
          if (late) return apply(connection, store, reading);
          inTime = true;
          // Before it is noted as given: what can't be written is not.
          given = written(reading.snapshot.catalog, store);
        });
        return given;
      };
      const end = answers
        .run(connectionId, () => alone(connectionId, task))
        .then(
          (given) => given ?? ('pushed' as const),
          (error: unknown) => asFault(error),
        );
      const first = await Promise.race([end, clock.sleep(settings.catalog.answerWithinMs).then(() => 'late' as const)]);
      late = first === 'late' && !inTime;
      // What was read in time and counts as given is given, although storing it took longer.
      const outcome = late ? 'late' : await end;
      if (typeof outcome === 'object' && !isFault(outcome)) return outcome;
      if (isFault(outcome) && outcome.code === 'catalog.too_many_removed') throw outcome;
      const known = await ledger.catalogs.snapshot(connectionId);
      if (known === undefined)
        throw new Fault('catalog.unavailable', isFault(outcome) ? { detail: outcome.message, cause: outcome } : {});
      return written(known.catalog, store);
    },
    missed: async (connectionId) => {
      // A sync that runs now knows nothing of it, and would end the doubt.
      await alone(connectionId, () => ledger.catalogs.doubt(connectionId));
      await queue.add([syncOf(connectionId)]);
    },
    work: async (connectionId) => {
      const connection = await ledger.connections.get(connectionId);
      if (connection?.status !== 'connected') return { done: true };
      const again = clock.now() + regularly(settings.catalog.refreshEveryMs, chance.number());
      try {
        await push(connectionId, 'timer');
      } catch (error) {
        // A refused sync stays refused until a person or the till changes something.
        if (asFault(error).code !== 'catalog.too_many_removed') throw error;
      }
      return { again };
    },
  };
}

/**
 * What a person is to hear of a sync that went wrong: at once where trying again does not help, after many failures in a
 * row where it may; once for each such row. What is wrong with the access is told as the connection's failure.
 * @param before the connection's last runs, newest first
 */
function causeOf(
  { connectionId, endedAt: at, fault: report }: SyncRun,
  { code, retry, side }: Fault,
  before: readonly SyncRun[],
): AlertCause | undefined {
  if (report === undefined || side === 'credentials' || code === 'connection.unknown') return undefined;
  // What is told of stock reads no catalog, so it ends no row.
  const reads = before.filter(({ trigger }) => trigger !== 'stock');
  const good = reads.findIndex((run) => run.fault === undefined);
  const row = good === -1 ? reads : reads.slice(0, good);
  const isNews = retry === 'never' ? !row.some((run) => run.fault?.code === code) : row.length + 1 === MANY_FAILURES;
  return isNews ? { type: 'catalog.failing', connectionId, at, fault: report } : undefined;
}
