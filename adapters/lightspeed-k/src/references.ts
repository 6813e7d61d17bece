import { LIMITS } from './manifest.js';

/*
 * What the bridge and Lightspeed call things. Products and priced modifiers are their SKUs; a production instruction has
 * none and is named by its id.
 */

const INSTRUCTION = /^instruction:([1-9]\d{0,18})$/;

export function instructionRef(id: string): string {
  return `instruction:${id}`;
}

/** The id of the production instruction that a reference stands for; undefined for a SKU. */
export function instructionIn(ref: string): string | undefined {
  return INSTRUCTION.exec(ref)?.[1];
}

/** Whether a SKU can be ordered: Lightspeed takes so many characters, and it must not read like an instruction. */
export function isOrderable(sku: string): boolean {
  return sku.trim() !== '' && sku.length <= LIMITS.sku && !INSTRUCTION.test(sku);
}

const NUMBERED = /-\d{1,3}$/;

/**
 * What Lightspeed calls an order and repeats in its events: the ticket's key. Only an order whose own id reads like a
 * numbered key gets one more number, so that the id can always be told from it.
 */
export function referenceOf(ticket: { readonly idempotencyKey: string; readonly orderId: string }): string {
  const { idempotencyKey: key, orderId } = ticket;
  return key === orderId && NUMBERED.test(orderId) ? `${key}-0` : key;
}

/** The order's id in POS Hub, of what Lightspeed calls it. */
export function orderIdIn(reference: string): string {
  return reference.replace(NUMBERED, '');
}
