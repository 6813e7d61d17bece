import { Fault, reportFault, type FaultReport } from '@poshub-bridge/core';
import { wordsOf, type Refusal } from '../client.js';

const ITEM = /^items\[\d+\](?:\.(?:subItems|modifiers)\[\d+\])*/;

/**
 * Why Lightspeed will not take an order, with the place in the order; undefined where the refusal is not about an item,
 * and a person must look at it.
 * @param places which place of the ticket each item came from
 */
export function rejectionOf(refusal: Refusal, places: ReadonlyMap<string, string>): FaultReport | undefined {
  if (refusal.status !== 400) return undefined;
  for (const { code, field } of refusal.complaints) {
    const item = ITEM.exec(field)?.[0];
    const path = item === undefined ? undefined : places.get(item);
    const about = /\.(sku|modifierId|quantity|modifiers|subItems)$/.exec(field)?.[1];
    if (path === undefined || about === undefined) continue;
    const isUnknown = (about === 'sku' || about === 'modifierId') && !/allowed|orderable|size|min|max/i.test(code);
    const reason = isUnknown ? 'menu.item_unknown' : 'menu.selection_invalid';
    return reportFault(new Fault(reason, { detail: wordsOf({ ...refusal, complaints: [{ code, field }] }), path }));
  }
  return undefined;
}
