import type { Instant, Ledger } from '@poshub-bridge/core';

/** Something that is different from now on. */
export type Change =
  | {
      readonly kind: 'order';
      readonly id: string;
      /** From the order's receipt to its first ticket, in milliseconds; told once, when that is known. */
      readonly ticketAfter?: number;
    }
  /** A connection, or a sync of it: `id` is the connection's. */
  | { readonly kind: 'connection' | 'sync'; readonly id: string }
  /** The gauges were read. */
  | { readonly kind: 'gauges' };

type Listener = (change: Change) => void;

/** Tells what changes in this process, as it changes; nothing is kept. */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>();

  /** @returns what ends the listening */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  /** Waits for the next change that is meant, or until the pause is over. */
  async next(isMeant: (change: Change) => boolean, pause: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const waiting = new AbortController();
    const unlisten = this.listen((change) => {
      if (isMeant(change)) waiting.abort();
    });
    try {
      await pause(waiting.signal);
    } finally {
      unlisten();
    }
  }
}

/** The same ledger, whose changes are told once they are stored. */
export function followed(ledger: Ledger, feed: ChangeFeed): Ledger {
  const { orders, connections, catalogs } = ledger;
  /** Whose report it is that is under way, by its number. */
  const reports = new Map<number, string>();
  return {
    ...ledger,
    orders: {
      ...orders,
      commit: async (change) => {
        await orders.commit(change);
        const { id, facts, receivedAt, updatedAt } = change.record;
        const isFirst = change.tickets.length > 0 && facts.tickets.length === change.tickets.length;
        feed.tell({ kind: 'order', id, ...(isFirst ? { ticketAfter: between(receivedAt, updatedAt) } : {}) });
      },
      nextReport: async (orderId) => {
        const report = await orders.nextReport(orderId);
        if (report !== undefined) reports.set(report.sequence, orderId);
        return report;
      },
      endReport: async (sequence, entry) => {
        await orders.endReport(sequence, entry);
        const id = reports.get(sequence);
        reports.delete(sequence);
        if (id !== undefined) feed.tell({ kind: 'order', id });
      },
    },
    connections: {
      ...connections,
      save: async (connection, jobs, alerts) => {
        await connections.save(connection, jobs, alerts);
        feed.tell({ kind: 'connection', id: connection.connectionId });
      },
    },
    catalogs: {
      ...catalogs,
      save: async (run, snapshot) => {
        await catalogs.save(run, snapshot);
        feed.tell({ kind: 'sync', id: run.connectionId });
      },
      saveFailed: async (run, jobs, alerts) => {
        await catalogs.saveFailed(run, jobs, alerts);
        feed.tell({ kind: 'sync', id: run.connectionId });
      },
    },
  };
}

function between(from: Instant, to: Instant): number {
  return Math.max(0, to - from);
}
