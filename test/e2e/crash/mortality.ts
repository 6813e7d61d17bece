import type { Death, Step } from './steps.js';

const never = new Promise<never>(() => undefined);

/**
 * When this process dies: as soon as the work for each order that has a death has come to it. For an order that came there
 * nothing more is done meanwhile, so that the process dies exactly there for all of them.
 */
export class Mortality {
  readonly #deaths = new Map<string, Death>();
  readonly #arrived = new Set<string>();

  arm(deaths: readonly Death[]): void {
    for (const death of deaths) this.#deaths.set(death.orderId, death);
  }

  /** Does a step, unless the process dies before or after it. */
  async at<T>(orderId: string, step: Step | undefined, call: () => Promise<T>): Promise<T> {
    if (this.#arrived.has(orderId)) return never;
    const death = this.#deaths.get(orderId);
    const isHere = death !== undefined && death.step === step;
    if (isHere && death.side === 'before') return this.#arrive(orderId);
    try {
      return await call();
    } finally {
      if (isHere) await this.#arrive(orderId);
      if (this.#arrived.has(orderId)) await never;
    }
  }

  #arrive(orderId: string): Promise<never> {
    this.#arrived.add(orderId);
    if (this.#arrived.size === this.#deaths.size) process.kill(process.pid, 'SIGKILL');
    return never;
  }
}
