import type { Clock } from './clock.js';

/** Does things at their times by a fake's clock, also when that is moved forward. */
export class Tasks {
  #waiting: { at: number; work: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly clock: Clock) {}

  /** Does it at a time, or as soon as may be when that has passed; never at once. */
  at(at: number, work: () => void): void {
    this.#waiting.push({ at, work });
    this.#arm();
  }

  /** Does what is due; to be called when the clock was moved. */
  wake(): void {
    const now = this.clock.now();
    const due = this.#waiting.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);
    this.#waiting = this.#waiting.filter(({ at }) => at > now);
    for (const { work } of due) work();
    this.#arm();
  }

  /** Whether something is due that was not done yet. */
  get busy(): boolean {
    return this.#waiting.some(({ at }) => at <= this.clock.now());
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    const next = Math.min(...this.#waiting.map(({ at }) => at)) - this.clock.now();
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(next, 0), 60_000));
  }
}
