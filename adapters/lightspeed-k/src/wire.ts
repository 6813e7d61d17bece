import { decimal, flag, guard, having, identity, listOf, oneOf, text, type Schema, type Typed } from './guard.js';

/* What Lightspeed says of businesses, profiles, endpoints, tokens and checks, and why it refuses; as far as it is read. */

const business = having(
  { id: identity },
  { name: text, businessLocations: listOf(having({ id: identity }, { name: text })) },
);
export type Business = Typed<typeof business>;
export const isBusinesses = guard(listOf(business));

const profile = having({ code: text }, { name: text, deliveryMode: oneOf('NONE', 'TAKE_AWAY', 'DELIVERY') });
export type Profile = Typed<typeof profile>;
export const isProfiles = guard(having({ accountProfileList: listOf(profile) }));

export const isEndpoint = guard(having({ endpointId: text, url: text }));
export const isLinks = guard(listOf(having({ businessLocationId: identity })));
export const isLink = guard(having({ businessLocationId: identity }));

const seconds: Schema<number> = { type: 'integer', minimum: 0, maximum: 4_000_000_000 };
export const isTokens = guard(
  having({ access_token: text, refresh_token: text, expires_in: seconds }, { refresh_expires_in: seconds }),
);

/** An order that was taken for delivery to the point of sale; nothing more is said. */
export const isTaken = guard(having({ status: oneOf('ok') }));
/** An order that was given before. */
export const isUsed = guard(having({ status: oneOf('fail'), msg: { type: 'string', pattern: 'reference' } }));

const check = having(
  { ikaccountId: text },
  {
    openDate: text,
    closeDate: text,
    paidAmount: decimal,
    currentAmount: decimal,
    salesEntries: listOf(having({}, { active: flag })),
    paymentEntries: listOf(having({}, { externalReference: text, active: flag })),
  },
);
export type Check = Typed<typeof check>;
export const isCheck = guard(check);
export const isChecks = guard(listOf(check));

export const isErrorBody = guard(having({ errors: listOf(having({}, { code: text, field: text })) }));
export const isOAuthError = guard(having({ error: text }));
