import type { Clock, Instant } from '@poshub-bridge/core';

/** The longest that jobs wait for webhooks, in milliseconds. */
const LONGEST_HUSH = 1_000;

/** So many events at once are a burst: for so many milliseconds after it, more are expected before jobs are done. */
const BURST = { events: 10, gap: 15 };

/** Wakes the queue when there may be something to do. */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;
  #hushedUntil: Instant = 0;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Events came in together: a burst of them must not be held up. Who is woken waits for its end, but not for long. */
  hear(events: number, now: Instant): void {
    if (events >= BURST.events) this.#hushedUntil = Math.max(this.#hushedUntil, now + BURST.gap);
  }

  /** Waits so many milliseconds, or until it rings; not at all where it rang since the last waiting. */
  async wait(milliseconds: number, clock: Clock): Promise<void> {
    if (!this.#rung) {
      const waking = new AbortController();
      this.#wake = () => waking.abort();
      await clock.sleep(milliseconds, waking.signal);
      this.#wake = undefined;
    }
    await this.#silence(clock);
    this.#rung = false;
  }

  async #silence(clock: Clock): Promise<void> {
    const begun = clock.now();
    for (let now = begun; now >= begun && now < begun + LONGEST_HUSH && now < this.#hushedUntil; now = clock.now())
      await clock.sleep(Math.min(this.#hushedUntil, begun + LONGEST_HUSH) - now);
    // Nobody hushes for so long: the clock was set back.
    if (this.#hushedUntil > clock.now() + LONGEST_HUSH) this.#hushedUntil = 0;
  }
}
