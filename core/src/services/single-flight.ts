/** Lets tasks of one key run one after the other, and joins callers who wait: one running, at most one waiting. */
export class SingleFlight<T> {
  readonly #running = new Map<string, Promise<T>>();
  readonly #waiting = new Map<string, Promise<T>>();

  /** The result of a run of the task that begins after this call. */
  run(key: string, task: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) return waiting;
    const running = this.#running.get(key);
    if (running === undefined) return this.#begin(key, task);
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.#waiting.delete(key);
        return this.#begin(key, task);
      });
    this.#waiting.set(key, next);
    return next;
  }

  #begin(key: string, task: () => Promise<T>): Promise<T> {
    const run = task().finally(() => this.#running.delete(key));
    this.#running.set(key, run);
    return run;
  }
}
