import type { Locks } from '@poshub-bridge/core';

/** Locks for an engine that one process has to itself. First come, first served; not to be taken twice by one task. */
export class ProcessLocks implements Locks {
  readonly #last = new Map<string, Promise<void>>();

  async withLock<T>(name: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    let release = (): void => undefined;
    const mine = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#last.set(name, mine);
    await before;
    try {
      return await task();
    } finally {
      if (this.#last.get(name) === mine) this.#last.delete(name);
      release();
    }
  }
}
