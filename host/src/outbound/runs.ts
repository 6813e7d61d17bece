import { AsyncLocalStorage } from 'node:async_hooks';
import { Fault } from '@poshub-bridge/core';

/** Says of a run whether it was given up: another run of its job may have begun. */
export interface GivenUp {
  readonly aborted: boolean;
}

const current = new AsyncLocalStorage<GivenUp>();

/**
 * Does a run's work. Once the run is given up, its work begins no call any more, however deep within; calls under way go on,
 * for what they come to is still worth to be known.
 */
export function withinRun<T>(givenUp: GivenUp, work: () => Promise<T>): Promise<T> {
  return current.run(givenUp, work);
}

/**
 * To be asked immediately before a call goes out. What is no run's work is never given up.
 * @throws Fault `vendor.busy`: nothing was sent
 */
export function refuseGivenUp(): void {
  // Not `vendor.unavailable`: that counts against the vendor, or against the one thing that is asked for.
  if (current.getStore()?.aborted === true)
    throw new Fault('vendor.busy', { detail: 'the run was given up before the call; not sent' });
}
