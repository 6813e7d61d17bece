import type { Capabilities } from '@poshub-bridge/core';

/**
 * A combo's parts have modifiers, and those have instructions: menus nest no deeper, and the catalog offers no more than an
 * order carries.
 */
export const OPTION_DEPTH = 3;

/**
 * What Lightspeed can do. Charges, discounts, tips and what is not paid are claimed although they need settings: where one
 * is missing, the adapter itself writes them into the note.
 */
export function capabilities(noteLength: number): Capabilities {
  return {
    orders: {
      lineNoteLength: 0,
      adHocLines: false,
      optionDepth: OPTION_DEPTH,
      optionQuantities: true,
      prices: false,
      charges: true,
      tips: true,
      discounts: true,
      // It reckons taxes itself, by its own rates.
      taxes: false,
      unpaid: true,
      scheduled: true,
      customer: true,
      address: true,
      fulfilments: ['pickup', 'dine-in', 'delivery'],
      noteLength,
      cancel: false,
      // The same reference is refused with 409, so there never is a second ticket.
      idempotent: true,
      // Open checks do not repeat the order's reference, and closed ones are not listed: "there is none" is never certain.
      find: false,
      status: true,
      // A check says whether it is open and what is on it: that food is ready, or was cancelled, is told by webhooks alone.
      read: false,
    },
    catalog: { stock: true, images: true, hours: false, changes: false },
    webhooks: true,
    polling: true,
  };
}
