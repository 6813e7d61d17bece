import { flag, guard, having, id, listOf, stamp, text, whole, type Typed } from './guard.js';

/* What Square says of merchants, locations and tokens, and why it refuses; as far as the adapter reads it. */

/** An amount in minor units; both may be missing where nothing was set. */
export const money = having({}, { amount: whole, currency: text });
export type WireMoney = Typed<typeof money>;

const period = having({}, { day_of_week: text, start_local_time: text, end_local_time: text });
export type Period = Typed<typeof period>;
const address = having(
  {},
  { address_line_1: text, address_line_2: text, address_line_3: text, locality: text, postal_code: text },
);
const location = having(
  { id },
  {
    name: text,
    status: text,
    currency: text,
    timezone: text,
    address,
    business_hours: having({}, { periods: listOf(period) }),
  },
);
export type Location = Typed<typeof location>;
export const isLocations = guard(having({}, { locations: listOf(location) }));
export const isLocationAnswer = guard(having({ location }));

/** Tokens of a merchant; `expires_at` is a time, not a number of seconds. */
export const isTokens = guard(
  having(
    { access_token: text, refresh_token: text, merchant_id: id, expires_at: stamp },
    { refresh_token_expires_at: stamp },
  ),
);
export const isRevoked = guard(having({}, { success: flag }));

const error = having({ code: text }, { category: text, field: text });
export const isErrorBody = guard(having({ errors: { ...listOf(error), minItems: 1 } }));
