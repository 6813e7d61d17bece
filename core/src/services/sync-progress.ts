import type { CatalogPart } from '../domain/catalog.js';
import type { SyncRun } from '../ports/catalogs.js';

/** A sync that runs in this process. */
export interface RunningSync extends Pick<SyncRun, 'connectionId' | 'trigger' | 'startedAt'> {
  /** `reading` the till's catalog, or `sending` to POS Hub what changed. */
  readonly step: 'reading' | 'sending';
  /** How many entries of the till's catalog were read so far; how many there are, nobody knows before the end. */
  readonly entries: number;
}

/** Which syncs run in this process, and how far they are. */
export interface SyncProgress {
  running(connectionId: string): RunningSync | undefined;
  /**
   * Calls whenever a sync begins, gets on or ends. The listener may not throw.
   * @returns what ends it
   */
  watch(listener: (connectionId: string) => void): () => void;
}

/** What a sync tells of itself. */
export interface Track {
  /** The reading begins, perhaps for a second time. */
  read(): void;
  add(part: CatalogPart): void;
  send(): void;
  end(): void;
}

/** The progress of syncs as those who sync keep it: one at a time of each connection. */
export class SyncTracks implements SyncProgress {
  readonly #running = new Map<string, RunningSync>();
  readonly #listeners = new Set<(connectionId: string) => void>();

  running(connectionId: string): RunningSync | undefined {
    return this.#running.get(connectionId);
  }

  watch(listener: (connectionId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  begin({ connectionId, trigger, startedAt }: Pick<SyncRun, 'connectionId' | 'trigger' | 'startedAt'>): Track {
    const begun: RunningSync = { connectionId, trigger, startedAt, step: 'reading', entries: 0 };
    let entries = 0;
    this.#set(begun);
    return {
      read: () => {
        entries = 0;
        this.#set(begun);
      },
      add: (part) => {
        entries += entriesOf(part);
        this.#set({ ...begun, entries });
      },
      send: () => this.#set({ ...begun, step: 'sending', entries }),
      end: () => {
        this.#running.delete(connectionId);
        this.#tell(connectionId);
      },
    };
  }

  #set(running: RunningSync): void {
    this.#running.set(running.connectionId, running);
    this.#tell(running.connectionId);
  }

  #tell(connectionId: string): void {
    for (const listener of this.#listeners) listener(connectionId);
  }
}

function entriesOf({ categories, products, modifiers, modifierGroups, taxRates }: CatalogPart): number {
  return [categories, products, modifiers, modifierGroups, taxRates].reduce(
    (sum, list) => sum + (list?.length ?? 0),
    0,
  );
}
