import { Fault, SECOND } from '@poshub-bridge/core';

interface Waiting {
  /** When its turn would come too late, by a clock that nobody sets. */
  readonly tooLateAt: number;
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

/**
 * Lets calls begin one after the other, no more of them in any time than the vendor wants. It goes by a clock that nobody
 * sets. No call waits for longer than one may take: a person may have settled by then what it was for.
 */
export class Pacer {
  /** So many calls may begin in any window. */
  readonly #most: number;
  /** In milliseconds. */
  readonly #window: number;
  /** When the last calls began, the oldest first: as many as a window has. */
  readonly #begun: number[] = [];
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param callsPerSecond whole calls in a second, or one call in several whole seconds */
  constructor(callsPerSecond: number) {
    this.#most = Math.max(1, Math.floor(callsPerSecond));
    this.#window = Math.max(1, Math.ceil(1 / callsPerSecond)) * SECOND;
  }

  /**
   * Resolves when the call may begin.
   * @param withinMs how long it may wait, in milliseconds; one window in any case, or no call could follow another
   * @throws Fault `vendor.rate_limited` where it may not begin in that time: at once where that is known
   */
  turn(withinMs: number): Promise<void> {
    const now = performance.now();
    const tooLateAt = now + Math.max(withinMs, this.#window + 1);
    if (this.#freeAt(this.#waiting.length) >= tooLateAt) return Promise.reject(tooMany());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tooLateAt, resolve, reject });
      if (this.#timer === undefined) this.#serve();
    });
  }

  #serve(): void {
    this.#timer = undefined;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const now = performance.now();
      const wait = this.#freeAt(0) - now;
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#serve(), Math.ceil(wait));
        return;
      }
      this.#waiting.shift();
      // The process may have stood still meanwhile.
      if (now >= first.tooLateAt) first.reject(tooMany());
      else {
        this.#begun.push(now);
        if (this.#begun.length > this.#most) this.#begun.shift();
        first.resolve();
      }
    }
  }

  /** When a call may begin before which so many others begin; they wait only where a window is full. */
  #freeAt(others: number): number {
    const before = this.#begun.length < this.#most ? undefined : this.#begun[others % this.#most];
    return before === undefined ? -Infinity : before + this.#window * (1 + Math.floor(others / this.#most));
  }
}

function tooMany(): Fault {
  return new Fault('vendor.rate_limited', { detail: 'so many calls wait that its turn would come too late; not sent' });
}
