/** A fault of the API that an admin orders. */
export interface ApiFault {
  /** Only this method. */
  method?: string;
  /** Only paths that contain this text. */
  path?: string;
  /** How many calls meet it. */
  times: number;
  /** `before`: the call has no effect. `after`: it has, and only its answer is lost or falsified. */
  when: 'before' | 'after';
  /** An HTTP status, `hang` (no answer until the caller gives up), `reset` (the connection is cut) or `delay`. */
  kind: 'status' | 'hang' | 'reset' | 'delay';
  status?: number;
  /** Seconds, sent as `Retry-After`. */
  retryAfter?: number;
  /** Milliseconds of a delay. */
  ms?: number;
}

/** The ordered faults, in order; the first that fits a call is used. */
export class ApiFaults {
  #faults: (ApiFault & { left: number })[] = [];

  add(fault: ApiFault): void {
    this.#faults.push({ ...fault, left: fault.times });
  }

  list(): (ApiFault & { left: number })[] {
    return this.#faults;
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that this call meets, if any; it counts as used. */
  take(method: string, path: string): ApiFault | undefined {
    const fault = this.#faults.find(
      (one) => (one.method ?? method) === method && path.includes(one.path ?? '') && one.left > 0,
    );
    if (fault === undefined) return undefined;
    fault.left -= 1;
    if (fault.left === 0) this.#faults = this.#faults.filter((one) => one !== fault);
    return fault;
  }
}
