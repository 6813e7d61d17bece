import type { Clock, Log, LogFields } from '@poshub-bridge/core';

/** Keeps what an adapter logs. */
export class KeptLog implements Log {
  readonly lines: string[] = [];

  debug(event: string, fields?: LogFields): void {
    this.#keep(event, fields);
  }

  info(event: string, fields?: LogFields): void {
    this.#keep(event, fields);
  }

  warn(event: string, fields?: LogFields): void {
    this.#keep(event, fields);
  }

  error(event: string, fields?: LogFields, cause?: unknown): void {
    this.#keep(event, fields, cause);
  }

  #keep(event: string, fields: LogFields = {}, cause?: unknown): void {
    const why = cause instanceof Error ? ` ${cause.message}` : '';
    this.lines.push(`${event} ${JSON.stringify(fields)}${why}`);
  }
}

/** The time as it is. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end, { once: true });
      function end(): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      }
    }),
};
