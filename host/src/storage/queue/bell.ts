import type { Clock } from '@poshub-bridge/core';

/** Wakes the queue when there may be something to do. */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Waits so many milliseconds, or until it rings; not at all where it rang since the last waiting. */
  async wait(milliseconds: number, clock: Clock): Promise<void> {
    if (!this.#rung) {
      const waking = new AbortController();
      this.#wake = () => waking.abort();
      await clock.sleep(milliseconds, waking.signal);
      this.#wake = undefined;
    }
    this.#rung = false;
  }
}
