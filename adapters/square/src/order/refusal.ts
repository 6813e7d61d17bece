import { Fault, reportFault, type FaultReport } from '@poshub-bridge/core';
import { wordsOf, type Refusal } from '../client.js';

const PART = /line_items\[(\d+)\](?:\.modifiers\[(\d+)\])?/;

/**
 * Why Square will not take an order, with the place in the order; undefined where the refusal is not about an item or the
 * location, and a person must look at it.
 */
export function rejectionOf(refusal: Refusal): FaultReport | undefined {
  const { field = '', status, code } = refusal;
  const detail = wordsOf(refusal);
  const isMissing = status === 404 || code === 'NOT_FOUND';
  if (isMissing && field.endsWith('catalog_object_id')) {
    const path = placeOf(field);
    return reportFault(new Fault('menu.item_unknown', { detail, ...(path === undefined ? {} : { path }) }));
  }
  return undefined;
}

/** Whether what is refused is the location: it is gone, or was closed at Square. */
export function isAboutLocation({ field = '', code }: Refusal): boolean {
  return code === 'INVALID_LOCATION' || field.endsWith('location_id');
}

/** Whether the key has made something of other content. */
export function isReused({ code }: Refusal): boolean {
  return code === 'IDEMPOTENCY_KEY_REUSED';
}

/** `order.line_items[0].modifiers[1].catalog_object_id` of Square is `lines[0].options[1]` of the order. */
function placeOf(field: string): string | undefined {
  const [, line, option] = PART.exec(field) ?? [];
  if (line === undefined) return undefined;
  return option === undefined ? `lines[${line}]` : `lines[${line}].options[${option}]`;
}
