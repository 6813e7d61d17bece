import {
  asFault,
  MINUTE,
  SECOND,
  type Clock,
  type Instant,
  type Log,
  type Topic,
  type WorkQueue,
} from '@poshub-bridge/core';

/** How far back the gauges remember, in milliseconds. */
export const MEMORY = 15 * MINUTE;

/** How often the queue is looked at, in milliseconds. */
export const BETWEEN_READINGS = 10 * SECOND;

/** More tickets than this within the memory's time push the oldest out. */
const MOST_TICKETS = 2_000;

/** The work that somebody waits for; what comes around by the clock always waits. */
const AWAITED: readonly Topic[] = ['order', 'report', 'connection', 'stock'];

export interface Reading {
  readonly at: Instant;
  readonly value: number;
}

/** How busy the bridge was in the last minutes; kept in memory, forgotten with the process. */
export class Gauges {
  readonly #waiting: Reading[] = [];
  readonly #tickets: Reading[] = [];

  constructor(
    private readonly queue: Pick<WorkQueue, 'depth'>,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Jobs that wait, one reading at a time, oldest first. */
  get waiting(): readonly Reading[] {
    return this.#recent(this.#waiting);
  }

  /** How long orders took from their receipt to their first ticket, in milliseconds, oldest first. */
  get tickets(): readonly Reading[] {
    return this.#recent(this.#tickets);
  }

  ticketAfter(milliseconds: number): void {
    this.#tickets.push({ at: this.clock.now(), value: milliseconds });
    if (this.#tickets.length > MOST_TICKETS) this.#tickets.shift();
  }

  /** Looks at the queue. A storage that can't be read leaves a gap. */
  async read(): Promise<void> {
    try {
      const depth = await this.queue.depth();
      const value = AWAITED.reduce((sum, topic) => sum + (depth[topic] ?? 0), 0);
      this.#waiting.push({ at: this.clock.now(), value });
      if (this.#waiting.length > MEMORY / BETWEEN_READINGS) this.#waiting.shift();
    } catch (error) {
      this.log.debug('queue not read', { code: asFault(error).code });
    }
  }

  #recent(readings: readonly Reading[]): readonly Reading[] {
    const since = this.clock.now() - MEMORY;
    return readings.filter(({ at }) => at >= since);
  }
}
