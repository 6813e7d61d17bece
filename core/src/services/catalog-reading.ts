import { CatalogAssembly, type Assembled } from '../domain/catalog-assembly.js';
import type { Catalog, CatalogPart, CatalogWarning, Reference } from '../domain/catalog.js';
import { asImport, planSync, type CatalogPlan } from '../domain/catalog-plan.js';
import type { ConnectedStore, Connection } from '../domain/connection.js';
import { Fault } from '../domain/fault.js';
import { HOUR } from '../domain/time.js';
import type { Snapshot } from '../ports/catalogs.js';
import type { Ledger } from '../ports/ledger.js';
import type { Bridge } from './context.js';
import type { Sessions } from './sessions.js';
import type { Track } from './sync-progress.js';

/** Changes upon changes may drift from what the till has, so it is read in whole once in so long, in milliseconds. */
const WHOLE_EVERY = 24 * HOUR;

/** A reading of a till's catalog, compared with what POS Hub was last given. */
export interface Reading {
  readonly snapshot: Snapshot;
  readonly warnings: readonly CatalogWarning[];
  readonly plan: CatalogPlan;
}

/**
 * Reads a store's catalog, in whole or as changes to what is known of it, and plans what to tell POS Hub: all of it where
 * that may have something else than is known, and where an operator says so.
 * @param force whether the till is read and POS Hub is told in whole, and a large removal is meant
 * @throws Fault `catalog.too_many_removed` unless `force`; `catalog.incomplete`, `vendor.…`
 */
export type CatalogReading = (
  connection: Connection,
  store: ConnectedStore,
  force: boolean,
  track: Track,
) => Promise<Reading>;

/** A connection and its store. @throws Fault `connection.unknown` where none is connected */
export async function attached(
  { connections }: Pick<Ledger, 'connections'>,
  connectionId: string,
): Promise<{ readonly connection: Connection; readonly store: ConnectedStore }> {
  const connection = await connections.get(connectionId);
  if (connection?.status !== 'connected' || connection.store === undefined)
    throw new Fault('connection.unknown', {
      detail: connection === undefined ? connectionId : `${connectionId} is ${connection.status}`,
    });
  return { connection, store: connection.store };
}

/** Puts the parts of one reading together. */
export async function assembled(
  parts: AsyncIterable<CatalogPart>,
  assembly: CatalogAssembly,
  each: (part: CatalogPart) => void = () => undefined,
): Promise<Assembled> {
  for await (const part of parts) {
    assembly.add(part);
    each(part);
  }
  return assembly.finish();
}

export function createCatalogReading(
  { ledger, till, clock, settings }: Pick<Bridge, 'ledger' | 'till' | 'clock' | 'settings'>,
  sessions: Sessions,
): CatalogReading {
  // What this process reads for the first time it reads in whole: a new adapter may see the same catalog otherwise.
  const readWhole = new Set<string>();

  /** Reads the till's catalog, or what changed of it since the one from before. */
  function assemble(
    connectionId: string,
    { currency }: ConnectedStore,
    before: Snapshot | undefined,
    track: Track,
  ): Promise<Assembled> {
    return sessions.use(connectionId, (session) => {
      track.read();
      const parts = till.catalog(session, before?.since?.mark);
      return assembled(parts, new CatalogAssembly(currency, before?.catalog), (part) => track.add(part));
    });
  }

  return async (connection, store, force, track) => {
    const { connectionId } = connection;
    const before = await ledger.catalogs.snapshot(connectionId);
    const at = clock.now();
    const since = force || !readWhole.has(connectionId) ? undefined : sinceOf(connection, before, at);
    const all = await assemble(connectionId, store, since === undefined ? undefined : before, track);
    const { catalog, warnings, mark, changesOnly } =
      all.changesOnly && before !== undefined && hasNewParts(before.catalog, all.catalog)
        ? await assemble(connectionId, store, undefined, track)
        : all;
    if (!changesOnly) readWhole.add(connectionId);
    const plan = planFor(before, catalog, force);
    if (!force) demandKept(plan, settings.catalog.largestRemoval);
    const next = mark === undefined ? {} : { since: { mark, wholeAt: changesOnly ? (since?.wholeAt ?? at) : at } };
    return { snapshot: { catalog, at, ...next }, warnings, plan };
  };
}

/** What to tell POS Hub: all of it where that may have something else than is known, or where it is forced. */
function planFor(before: Snapshot | undefined, catalog: Catalog, force: boolean): CatalogPlan {
  const plan = planSync(before?.catalog, catalog);
  return force || before?.inDoubt === true ? asImport(plan) : plan;
}

/** What to ask the till for changes with; undefined where all of it is to be read. */
function sinceOf({ updatedAt }: Connection, before: Snapshot | undefined, at: number): Snapshot['since'] {
  const wholeAt = before?.since?.wholeAt ?? 0;
  // A store that was connected anew may have another currency, other choices or another adapter than it had then.
  return at - wholeAt >= WHOLE_EVERY || wholeAt < updatedAt ? undefined : before?.since;
}

/**
 * Whether there is a category, group or modifier that was not there before. Entries that did not change may name it, and
 * were kept without it while it was gone.
 */
function hasNewParts(before: Catalog, after: Catalog): boolean {
  const isNew = (
    known: readonly { readonly ref: Reference }[],
    now: readonly { readonly ref: Reference }[],
  ): boolean => {
    const refs = new Set(known.map(({ ref }) => ref));
    return now.some(({ ref }) => !refs.has(ref));
  };
  return (
    isNew(before.categories, after.categories) ||
    isNew(before.modifierGroups, after.modifierGroups) ||
    isNew(before.modifiers, after.modifiers)
  );
}

/** @throws Fault `catalog.too_many_removed` */
function demandKept({ removedShare, removedKind }: CatalogPlan, largest: number): void {
  if (removedShare <= largest) return;
  throw new Fault('catalog.too_many_removed', {
    detail: `${Math.round(removedShare * 100)} % of the ${removedKind} would go`,
  });
}
