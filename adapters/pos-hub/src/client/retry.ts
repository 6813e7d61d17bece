import { backOff, isFault, SECOND, type Chance, type Clock } from '@poshub-bridge/core';
import type { HubSettings } from '../settings.js';

const FIRST_WAIT_MS = 200;

/**
 * Repeats a call that POS Hub could not answer or wants later, after jittered waits, as long as the settings' patience
 * lasts. What takes longer is the work queue's business.
 */
export async function repeated<T>(
  call: () => Promise<T>,
  { attempts, patienceMs }: Pick<HubSettings, 'attempts' | 'patienceMs'>,
  clock: Clock,
  chance: Chance,
): Promise<T> {
  const end = clock.now() + patienceMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const passes = isFault(error) && (error.code === 'hub.unavailable' || error.code === 'hub.rate_limited');
      if (!passes || attempt >= attempts) throw error;
      const wait = error.retryAfterMs ?? backOff(attempt, chance.number(), FIRST_WAIT_MS, 5 * SECOND);
      if (clock.now() + wait > end) throw error;
      await clock.sleep(wait);
    }
  }
}
