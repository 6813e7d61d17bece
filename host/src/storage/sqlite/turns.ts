/** Gives one thing to one taker at a time, in the order in which they came; who is urgent comes before all who are not. */
export class Turns {
  #isTaken = false;
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];

  take(urgency: 'urgent' | 'usual' = 'usual'): Promise<void> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      (urgency === 'urgent' ? this.#urgent : this.#others).push(resolve);
    });
  }

  give(): void {
    const next = this.#urgent.shift() ?? this.#others.shift();
    if (next === undefined) this.#isTaken = false;
    else next();
  }
}
