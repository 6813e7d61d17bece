/** Where a process dies: before or behind the call of a port that is this step of its life. */
export interface Death {
  /** Counts from 0. */
  readonly step: number;
  readonly side: 'before' | 'after';
}

const never = new Promise<never>(() => undefined);

/**
 * A process that may die at one of its steps: that call and all after it never come back, so that nothing of it goes on,
 * while the world outside (the storage, POS Hub, the till) stays as it was.
 */
export class Life {
  /** Every call of a port so far: `orders.commit`. */
  readonly steps: string[] = [];
  /** Resolves when the process dies. */
  readonly ended: Promise<'died'>;
  #isDead = false;
  #die = (): void => undefined;

  constructor(private readonly death?: Death) {
    this.ended = new Promise((resolve) => {
      this.#die = () => {
        this.#isDead = true;
        resolve('died');
      };
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The process dies now, at no step of its own. */
  end(): void {
    this.#die();
  }

  /** The port as this process has it. */
  port<T extends object>(name: string, port: T): T {
    return new Proxy(port, {
      get: (target, key): unknown => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return (...inputs: unknown[]) =>
          this.#step(`${name}.${String(key)}`, (): unknown => Reflect.apply(value, target, inputs));
      },
    });
  }

  #step(name: string, call: () => unknown): unknown {
    const step = this.steps.push(name) - 1;
    const isLast = this.death?.step === step;
    if (isLast && this.death.side === 'before') this.#die();
    if (this.#isDead) return never;
    const result = call();
    if (!(result instanceof Promise)) return result;
    return result.finally(() => {
      if (isLast) this.#die();
      return this.#isDead ? never : undefined;
    });
  }
}
