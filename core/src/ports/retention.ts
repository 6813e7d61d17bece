import type { Instant } from '../domain/time.js';

/** How much of each kind was forgotten. */
export interface Forgotten {
  readonly events: number;
  readonly orders: number;
  readonly runs: number;
  /** Credentials that were never proved to be the merchant's choice. */
  readonly credentials: number;
}

/** Forgets what nobody needs any more, so that personal data don't stay for ever. */
export interface Retention {
  /**
   * Forgets, a little at a time, what was done before a time: events that were handled or need nothing; orders that are
   * at an end, were wanted before that time too and about which nothing waits, with their timelines and tickets; sync
   * runs; and, whatever their age, credentials whose install attempt is over. What is forgotten is overwritten on the disk.
   * @param now what has expired by then is over
   * @param most how many of a kind at most; less than that means that nothing of the kind is left
   */
  forget(before: Instant, now: Instant, most: number): Promise<Forgotten>;
}
