import { Fault, type Reference, type TaxRate } from '@poshub-bridge/core';
import type { HubSettings } from './settings.js';

/**
 * Every place where POS Hub's documents leave a question open, with our answer; docs/pos-hub.md lists them. What can be
 * answered in more than one way has its setting.
 */

/** Which keys may have signed a webhook: the client secret, unless others are configured. */
export function signatureKeys({ signature, clientSecret }: HubSettings): readonly string[] {
  return signature.secrets.length === 0 ? [clientSecret] : signature.secrets;
}

/** A tax rate in millionths on the wire: 1 % is 10,000 by the words of the document, 1,000 by its example. */
export function taxRateOnWire(rate: TaxRate, { catalog }: HubSettings): number {
  return catalog.taxScale === 10_000 ? rate.millionths : Math.round(rate.millionths / 10);
}

/** What names a modifier in its group: POS Hub's own id can't be known before the import that creates it. */
export function groupModifierId(ref: Reference, { catalog }: HubSettings): string | undefined {
  return catalog.groupModifiers === 'none' ? undefined : ref;
}

/** What names a variant's product in an import, for the same reason. */
export function variantParentId(ref: Reference, { catalog }: HubSettings): string | undefined {
  return catalog.variantParent === 'none' ? undefined : ref;
}

/**
 * The price of one, from a price on the wire.
 * @param count how many the wire's price is for, where prices are those of the whole line
 * @throws Fault `order.unreadable` when a line's price can't be divided: nothing is rounded
 */
export function priceOfOne(price: number, count: number, path: string, { orders }: HubSettings): number {
  return orders.prices === 'unit' ? price : divided(price, count, path);
}

/**
 * An option's quantity for each one of what it belongs to.
 * @param above the quantity on the wire of the item or option that it belongs to
 * @throws Fault `order.unreadable` when the options can't be shared out evenly
 */
export function quantityForEach(quantity: number, above: number, path: string, { orders }: HubSettings): number {
  return orders.optionQuantities === 'each' ? quantity : divided(quantity, above, path);
}

function divided(amount: number, count: number, path: string): number {
  if (amount % count !== 0) throw new Fault('order.unreadable', { detail: 'it is for several and uneven', path });
  return amount / count;
}

/**
 * Whether an order's taxes are within its prices. Where nobody says it the total does: that of prices with VAT, as in the
 * United Kingdom or the euro countries, is what the other parts make, to the minor unit.
 * @param taxes their sum
 * @param others what the other parts make; undefined where they can't be summed
 */
export function areTaxesIncluded(
  { taxes, others, total }: { readonly taxes: number; readonly others: number | undefined; readonly total: number },
  { orders }: HubSettings,
): boolean {
  return orders.taxes === 'auto' ? taxes !== 0 && others === total : orders.taxes === 'included';
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What people call an order. The friendly id counts only where a person could say it: the document makes it a uuid. */
export function numberOf(friendlyId: string | undefined, orderNumber: string | undefined, id: string): string {
  return friendlyId !== undefined && !UUID.test(friendlyId) ? friendlyId : (orderNumber ?? id.slice(0, 8));
}

/** Who delivers where POS Hub does not say it in a known word: the store, so that nobody waits for a courier. */
export const UNKNOWN_COURIER = 'store';

/** The largest page that POS Hub gives. */
export const PAGE_LIMIT = 50;

/** POS Hub documents no such bound; a list that is longer has lost its end. */
export const MOST_PAGES = 2_000;

/** How long before its end a token is renewed, in milliseconds; at most half of its life. */
export const RENEW_EARLY_MS = 60_000;
