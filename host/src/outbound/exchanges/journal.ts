import { asFault, type Exchange, type Ledger, type Log } from '@poshub-bridge/core';
import type { Note, Subject } from './order-calls.js';

type Orders = Pick<Ledger['orders'], 'findByTicket' | 'keepExchanges'>;

/** How long what was taken down may lie in memory, in milliseconds: many orders share one write. */
const PAUSE = 250;

/** So many wait at most; when the storage is slower than that, the newest are let go. */
const MOST_WAITING = 1_000;

/**
 * Keeps what was taken down of orders' calls. Nobody waits for it: it is written a moment later, many at once, and a crash
 * may cost the last of it. It helps people to look; nothing is decided by it.
 */
export class ExchangeJournal {
  #waiting: { readonly subject: Subject; readonly exchange: Exchange }[] = [];
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  #orders: Orders | undefined;

  constructor(private readonly log: Log) {}

  /** From now on it is kept there; before, nothing is. */
  keepIn(orders: Orders): void {
    this.#orders = orders;
  }

  readonly note: Note = (subject, exchange) => {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#lost += 1;
      return;
    }
    this.#waiting.push({ subject, exchange });
    this.#timer ??= setTimeout(() => void this.flush(), PAUSE).unref();
  };

  /** Writes what waits; never rejects. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const batch = this.#waiting;
    const lost = this.#lost;
    [this.#waiting, this.#lost] = [[], 0];
    if (lost > 0) this.log.warn('calls of orders not kept', { calls: lost });
    const orders = this.#orders;
    if (batch.length === 0 || orders === undefined) return;
    try {
      const kept = await Promise.all(
        batch.map(async ({ subject, exchange }) => ({ orderId: await orderOf(subject, orders), exchange })),
      );
      await orders.keepExchanges(
        kept.flatMap(({ orderId, exchange }) => (orderId === undefined ? [] : [{ orderId, exchange }])),
      );
    } catch (error) {
      this.log.warn('calls of orders not kept', { calls: batch.length, code: asFault(error).code });
    }
  }
}

async function orderOf(subject: Subject, orders: Orders): Promise<string | undefined> {
  if ('orderId' in subject) return subject.orderId;
  return (await orders.findByTicket(subject.connectionId, subject.ticket))?.id;
}
