import { CatalogAssembly } from '../domain/catalog-assembly.js';
import type { CatalogWarning } from '../domain/catalog.js';
import { planSync, type CatalogPlan } from '../domain/catalog-plan.js';
import type { Instant } from '../domain/time.js';
import { assembled, attached } from './catalog-reading.js';
import type { Bridge } from './context.js';
import type { Sessions } from './sessions.js';
import { SingleFlight } from './single-flight.js';

/** What the next sync would do. */
export interface CatalogPreview extends Omit<CatalogPlan, 'offers'> {
  readonly connectionId: string;
  /** When the till was read for it. */
  readonly readAt: Instant;
  /** Whether it would be refused, unless forced, because too much would be removed. */
  readonly refused: boolean;
  readonly warnings: readonly CatalogWarning[];
}

/** Shows what a sync would change, and changes nothing: not in POS Hub, not at the till, not in the ledger. */
export interface Previewing {
  /**
   * Reads the till's catalog, all of it. Callers in the meantime share the next reading.
   * @throws Fault `connection.unknown` where none is connected; whatever keeps the catalog from being read
   */
  plan(connectionId: string): Promise<CatalogPreview>;
}

export function createPreviewing(
  { ledger, rehearsal, clock, settings }: Pick<Bridge, 'ledger' | 'rehearsal' | 'clock' | 'settings'>,
  sessions: Sessions,
): Previewing {
  const flights = new SingleFlight<CatalogPreview>();

  async function plan(connectionId: string): Promise<CatalogPreview> {
    const { store } = await attached(ledger, connectionId);
    const readAt = clock.now();
    const { catalog, warnings } = await sessions.use(connectionId, (session) =>
      assembled(rehearsal.catalog(session), new CatalogAssembly(store.currency)),
    );
    const known = await ledger.catalogs.snapshot(connectionId);
    const { offers: _offers, ...numbers } = planSync(known?.catalog, catalog);
    const refused = numbers.removedShare > settings.catalog.largestRemoval;
    return { connectionId, readAt, ...numbers, refused, warnings };
  }

  return { plan: (connectionId) => flights.run(connectionId, () => plan(connectionId)) };
}
