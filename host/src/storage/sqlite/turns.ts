/** So many may pass at a time: they are answered in turn, and who is urgent waits for all that were let pass before. */
const MOST_PASSING = 4;

interface Other {
  /** Whether it keeps the thing until it gives it back. */
  readonly keeps: boolean;
  readonly begin: () => void;
}

/** Gives one thing to one taker at a time, in the order in which they came; who is urgent comes before all who are not. */
export class Turns {
  #isTaken = false;
  #passing = 0;
  readonly #urgent: (() => void)[] = [];
  readonly #others: Other[] = [];

  take(urgency: 'urgent' | 'usual' = 'usual'): Promise<void> {
    return new Promise((begin) => {
      if (urgency === 'urgent') this.#urgent.push(begin);
      else this.#others.push({ keeps: true, begin });
      this.#goOn();
    });
  }

  give(): void {
    this.#isTaken = false;
    this.#goOn();
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

  /** Begins the work as soon as nobody has the thing, and few pass; whoever takes it next need not wait for the end. */
  pass<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        const ended = work().finally(() => {
          this.#passing -= 1;
          this.#goOn();
        });
        ended.then(resolve, reject);
      };
      this.#others.push({ keeps: false, begin });
      this.#goOn();
    });
  }

  #goOn(): void {
    while (!this.#isTaken) {
      const urgent = this.#urgent.shift();
      const other = urgent === undefined ? this.#nextOther() : undefined;
      if (urgent === undefined && other === undefined) return;
      if (other?.keeps === false) this.#passing += 1;
      else this.#isTaken = true;
      urgent?.();
      other?.begin();
    }
  }

  #nextOther(): Other | undefined {
    const [first] = this.#others;
    if (first === undefined || (!first.keeps && this.#passing >= MOST_PASSING)) return undefined;
    return this.#others.shift();
  }
}
