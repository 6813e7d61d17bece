import { guard, having, identity, text, whole, type Typed } from '../guard.js';

/* What Lightspeed tells, as far as it is read. */

export const isNews = guard(having({ status: text }, { type: text, businessLocationId: identity }));

const orderNews = having(
  { status: text, thirdPartyReference: text },
  { ikentooAccountIdentifier: text, businessLocationId: identity },
);
export type OrderNews = Typed<typeof orderNews>;
export const isOrderNews = guard(orderNews);

export const isStockNews = guard(
  having({ sku: text, status: text, countUpdatedAt: text }, { count: whole, businessLocationId: identity }),
);
