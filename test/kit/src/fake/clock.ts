/** The fake's time: the machine's, moved forward by an admin. */
export class Clock {
  #ahead = 0;
  #last = 0;

  now(): number {
    return Date.now() + this.#ahead;
  }

  /** @param ms how far to move forward */
  advance(ms: number): void {
    this.#ahead += ms;
  }

  /** RFC 3339. Each call is later than the one before, so that "after" never misses a change. */
  stamp(): string {
    this.#last = Math.max(this.now(), this.#last + 1);
    return new Date(this.#last).toISOString();
  }
}
