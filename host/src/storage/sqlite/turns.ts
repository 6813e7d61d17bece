/** Gives one thing to one taker at a time, in the order in which they came; who is urgent comes before all who are not. */
export class Turns {
  #isTaken = false;
  readonly #urgent: (() => void)[] = [];
  /** Each tells whether it keeps the thing until it gives it back. */
  readonly #others: (() => boolean)[] = [];

  take(urgency: 'urgent' | 'usual' = 'usual'): Promise<void> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      if (urgency === 'urgent') this.#urgent.push(resolve);
      else
        this.#others.push(() => {
          resolve();
          return true;
        });
    });
  }

  give(): void {
    const urgent = this.#urgent.shift();
    if (urgent !== undefined) {
      urgent();
      return;
    }
    for (let next = this.#others.shift(); next !== undefined; next = this.#others.shift()) if (next()) return;
    this.#isTaken = false;
  }

  /** Takes the thing for as long as the work takes. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.give();
    }
  }

  /** Begins the work as soon as nobody has the thing; whoever takes it next need not wait for the end. */
  pass<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#isTaken) return work();
    return new Promise((resolve, reject) => {
      this.#others.push(() => {
        work().then(resolve, reject);
        return false;
      });
    });
  }
}
