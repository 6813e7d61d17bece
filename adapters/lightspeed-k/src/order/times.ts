import { MINUTE, type Instant } from '@poshub-bridge/core';
import type { OrderBody } from './wire-order.js';

/** Lightspeed refuses times that have passed, and the call itself takes its time. */
const AHEAD = MINUTE;

/**
 * When the guest wants it, and when the kitchen is to have it. A time that has passed, or is about to, is no time for
 * Lightspeed, and is told in words.
 */
export function writeTimes(
  scheduledFor: Instant | undefined,
  holdMinutes: number | undefined,
  now: Instant,
  tell: (time: Instant) => void,
): Pick<OrderBody, 'orderCollectionTimeAsIso8601' | 'scheduledTimeForOrderAsIso8601'> {
  if (scheduledFor === undefined) return {};
  if (scheduledFor < now + AHEAD) {
    tell(scheduledFor);
    return {};
  }
  const until = holdMinutes === undefined ? 0 : scheduledFor - holdMinutes * MINUTE;
  return {
    orderCollectionTimeAsIso8601: stamp(scheduledFor),
    ...(until < now + AHEAD ? {} : { scheduledTimeForOrderAsIso8601: stamp(until) }),
  };
}

function stamp(time: Instant): string {
  return new Date(time).toISOString();
}
