import { createRequestLimits, type RequestLimits } from '#host/http/limits.js';

/** Limits that no test reaches. */
export function boundless(): RequestLimits {
  return createRequestLimits({ requestsPerMinute: 1_000_000, refusalsPerMinute: 1_000_000 });
}
