import type { Meter } from '@poshub-bridge/core';

/** A meter that keeps what it was told, for tests to look at: `orderReached accepted`. */
export class CollectedMeter implements Meter {
  readonly told: string[] = [];

  eventReceived: Meter['eventReceived'] = (...words) => this.#keep('eventReceived', words);
  orderReached: Meter['orderReached'] = (...words) => this.#keep('orderReached', words);
  alertEnded: Meter['alertEnded'] = (...words) => this.#keep('alertEnded', words);
  attentionRaised: Meter['attentionRaised'] = (...words) => this.#keep('attentionRaised', words);
  ticketAfter: Meter['ticketAfter'] = (...words) => this.#keep('ticketAfter', words);
  reportEnded: Meter['reportEnded'] = (...words) => this.#keep('reportEnded', words);
  reportAfter: Meter['reportAfter'] = (...words) => this.#keep('reportAfter', words);
  answerAfter: Meter['answerAfter'] = (...words) => this.#keep('answerAfter', words);
  ordersFound: Meter['ordersFound'] = (...words) => this.#keep('ordersFound', words);
  catalogSynced: Meter['catalogSynced'] = (...words) => this.#keep('catalogSynced', words);

  /** What one of its methods was told so far. */
  of(method: keyof Meter): readonly string[] {
    return this.told.flatMap((line) => (line.startsWith(`${method} `) ? [line.slice(method.length + 1)] : []));
  }

  #keep(method: keyof Meter, words: readonly (string | number)[]): void {
    this.told.push([method, ...words].join(' '));
  }
}
