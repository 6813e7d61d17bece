import type { OfferChange } from '../domain/catalog-plan.js';
import type { Catalog, Reference } from '../domain/catalog.js';
import type { Connection } from '../domain/connection.js';
import { asFault } from '../domain/fault.js';
import type { Snapshot, SyncRun } from '../ports/catalogs.js';
import type { JobResult } from '../ports/work-queue.js';
import { lockOf, syncOf, type Bridge } from './context.js';

/** Brings what runs out at the till, and what comes back, to POS Hub. */
export interface Stock {
  /** Applies a connection's waiting stock news; the job of the topic `stock`. */
  work(connectionId: string): Promise<JobResult>;
}

export function createStock({ ledger, locks, hub, clock, chance, queue, log }: Bridge): Stock {
  async function tell(connectionId: string): Promise<void> {
    const connection = await ledger.connections.get(connectionId);
    const news = await ledger.inbox.unhandled('stock', connectionId);
    const known = await ledger.catalogs.snapshot(connectionId);
    const ids = news.map((event) => event.id);
    if (connection?.status !== 'connected' || known === undefined || ids.length === 0)
      return ledger.inbox.markHandled(ids, clock.now());
    const stock = new Map<Reference, boolean>();
    for (const { news: told } of news)
      if (told.source === 'till' && told.event.type === 'stock') stock.set(told.event.item, told.event.available);
    const changes = changesOf(known, stock);
    const startedAt = clock.now();
    if (changes.length > 0) await ledger.catalogs.doubt(connectionId);
    for (const change of changes) await hub.changeOffer(connection, change);
    if (changes.length > 0)
      await saveFor(connection, runOf(connectionId, changes.length, startedAt), {
        ...known,
        catalog: withStock(known.catalog, stock),
      });
    // Only a whole sync ends a doubt that there was before.
    if (known.inDoubt === true) await queue.add([syncOf(connectionId)]);
    await ledger.inbox.markHandled(ids, clock.now());
    log.info('stock told', { connectionId, changes: changes.length });
  }

  /** The merchant may have chosen another store while POS Hub was told: that one has another catalog. */
  async function saveFor({ connectionId, store }: Connection, run: SyncRun, snapshot: Snapshot): Promise<void> {
    await locks.withLock(lockOf(connectionId), async () => {
      const isSame = (await ledger.connections.get(connectionId))?.store?.ref === store?.ref;
      await ledger.catalogs.save(run, isSame ? snapshot : undefined);
    });
  }

  function runOf(connectionId: string, updated: number, startedAt: number): SyncRun {
    const counts = { inserted: 0, updated, deleted: 0, unchanged: 0, warnings: [] };
    return {
      id: chance.id(),
      connectionId,
      trigger: 'stock',
      startedAt,
      endedAt: clock.now(),
      outcome: 'applied',
      ...counts,
    };
  }

  return {
    work: async (connectionId) => {
      try {
        await locks.withLock(`catalog:${connectionId}`, () => tell(connectionId));
      } catch (error) {
        // POS Hub lacks an entry that it was given, or refuses a change: a whole sync mends that, or its report shows it.
        if (asFault(error).retry !== 'never') throw error;
        const ids = (await ledger.inbox.unhandled('stock', connectionId)).map((event) => event.id);
        await queue.add([syncOf(connectionId)]);
        await ledger.inbox.markHandled(ids, clock.now());
      }
      return { done: true };
    },
  };
}

/** What differs between the till's news and what POS Hub was last told; all news where it may have something else. */
function changesOf({ catalog, inDoubt }: Snapshot, stock: ReadonlyMap<Reference, boolean>): readonly OfferChange[] {
  const differing = (
    kind: OfferChange['kind'],
    offers: readonly { readonly ref: Reference; readonly available: boolean }[],
  ): readonly OfferChange[] =>
    offers.flatMap(({ ref, available }) => {
      const told = stock.get(ref);
      return told === undefined || (told === available && inDoubt !== true) ? [] : [{ kind, ref, available: told }];
    });
  return [...differing('product', catalog.products), ...differing('modifier', catalog.modifiers)];
}

function withStock(catalog: Catalog, stock: ReadonlyMap<Reference, boolean>): Catalog {
  const update = <T extends { readonly ref: Reference; readonly available: boolean }>(offer: T): T => ({
    ...offer,
    available: stock.get(offer.ref) ?? offer.available,
  });
  return { ...catalog, products: catalog.products.map(update), modifiers: catalog.modifiers.map(update) };
}
