import type { Instant } from '../domain/time.js';

/** The time, and waiting; the only ones that core knows. */
export interface Clock {
  now(): Instant;
  /** Resolves after so many milliseconds, or at once when the signal aborts; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** What is not decided by anybody. */
export interface Chance {
  /** 0 or more, less than 1. */
  number(): number;
  /** A new uuid. */
  id(): string;
}

/** Values that may stand in a log line: ids, codes, counts. Personal data and secrets may not. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line an event; `event` is a short stable text: `order submitted`. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields, cause?: unknown): void;
}

/** Lets one at a time, across all processes that share the storage, do what is named. */
export interface Locks {
  /** Waits for the lock, runs the task, releases; the task's outcome is the call's. */
  withLock<T>(name: string, task: () => Promise<T>): Promise<T>;
}
