import { HOUR, SECOND, type Instant } from '../domain/time.js';
import type { Job, JobResult } from '../ports/work-queue.js';
import type { Bridge } from './context.js';

/** Forgets what is done and old: orders hold names and addresses. */
export interface Forgetting {
  /** Forgets a little, and comes back for the rest; the job of the topic `retention`. */
  work(): Promise<JobResult>;
}

/** The work that goes on as long as the host runs. */
export const FORGETTING: Job = { topic: 'retention', key: 'all', group: 'retention' };

/** So many of a kind are forgotten at once: few enough that nobody waits for it. */
const BATCH = 200;
/** How long the others have the storage for themselves, in milliseconds, before more is forgotten. */
const PAUSE = SECOND / 4;

export function createForgetting({
  ledger,
  clock,
  log,
  settings,
}: Pick<Bridge, 'ledger' | 'clock' | 'log' | 'settings'>): Forgetting {
  /**
   * An order that comes again after it was forgotten is new to the bridge. It is not given to the till once more, because
   * by then it is too old for that: so nothing is forgotten sooner.
   */
  function ageLimit(now: Instant): Instant {
    return now - Math.max(settings.keepMs, settings.orders.tooOldMs);
  }

  return {
    work: async () => {
      const now = clock.now();
      const forgotten = await ledger.retention.forget(ageLimit(now), now, BATCH);
      const counts = Object.values(forgotten);
      if (counts.some((count) => count > 0)) log.info('forgotten what is old', { ...forgotten });
      const isMore = counts.some((count) => count >= BATCH);
      return { again: clock.now() + (isMore ? PAUSE : HOUR) };
    },
  };
}
