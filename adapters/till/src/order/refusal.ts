import { Fault, reportFault, type FaultCode, type FaultReport } from '@poshub-bridge/core';
import type { Refusal } from '../client.js';

/** What the till says of an order that the store can't make, in the bridge's words. */
const REASONS: ReadonlyMap<string, FaultCode> = new Map([
  ['item_unknown', 'menu.item_unknown'],
  ['modifier_unknown', 'menu.item_unknown'],
  ['item_unavailable', 'menu.item_unavailable'],
  ['variant_required', 'menu.selection_invalid'],
  ['store_closed', 'store.closed'],
]);

/**
 * Why the till will not take an order, with the place in the order; undefined where the refusal is not about the menu or
 * the store, and a person must look at it.
 */
export function rejectionOf({ status, code, path }: Refusal): FaultReport | undefined {
  // A reference that is no id of the till's can't be one of its items either.
  const isNoId = status === 400 && code === 'invalid_request' && /\.(product|variant|modifier)_id$/.test(path ?? '');
  const reason = isNoId ? 'menu.item_unknown' : REASONS.get(code);
  if (reason === undefined) return undefined;
  const place = placeOf(path);
  return reportFault(
    new Fault(reason, { detail: `the till says ${code}`, ...(place === undefined ? {} : { path: place }) }),
  );
}

/** `lines[0].modifiers[1].modifier_id` of the till is `lines[0].options[1]` of the order. */
function placeOf(path = ''): string | undefined {
  const item = /^lines\[\d+\](?:\.modifiers\[\d+\])*/.exec(path)?.[0];
  return item?.replaceAll('.modifiers[', '.options[');
}
