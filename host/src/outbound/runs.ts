import { Fault } from '@poshub-bridge/core';

/** Says of a run whether it was given up: another run of its job may have begun, or there is no time left for a call. */
export interface GivenUp {
  readonly aborted: boolean;
}

/**
 * Which run works on which order. Once a run is given up it begins no call for its order any more; calls under way go on,
 * for what they come to is still worth to be known. An asynchronous context would tell it without a book, and makes
 * every promise of the process dearer on Node 20.
 */
export class OrderRuns {
  readonly #runs = new Map<string, GivenUp>();

  /** Does a run's work on an order. */
  async during<T>(orderId: string, givenUp: GivenUp, work: () => Promise<T>): Promise<T> {
    this.#runs.set(orderId, givenUp);
    try {
      return await work();
    } finally {
      if (this.#runs.get(orderId) === givenUp) this.#runs.delete(orderId);
    }
  }

  /** The run that works on an order now, if any does. */
  of(orderId: string): GivenUp | undefined {
    return this.#runs.get(orderId);
  }
}

/**
 * To be asked immediately before a call goes out.
 * @throws Fault `vendor.busy`: nothing was sent
 */
export function refuseGivenUp(run: GivenUp | undefined): void {
  // Not `vendor.unavailable`: that counts against the vendor, or against the one thing that is asked for.
  if (run?.aborted === true)
    throw new Fault('vendor.busy', { detail: 'the run was given up before the call; not sent' });
}
