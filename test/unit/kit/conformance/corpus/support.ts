import type { Capabilities } from '@poshub-bridge/core';
import type { Key, Menu } from '#kit/conformance/corpus/types.js';

const EVERYTHING: Capabilities['orders'] = {
  ...{ lineNoteLength: 100_000, adHocLines: true, optionDepth: 30, optionQuantities: true, noteLength: 100_000 },
  ...{
    prices: true,
    charges: true,
    tips: true,
    discounts: true,
    taxes: true,
    unpaid: true,
    scheduled: true,
    customer: true,
    address: true,
  },
  fulfilments: ['pickup', 'in-store', 'waiting', 'dine-in', 'delivery', 'other'],
  ...{ cancel: true, idempotent: true, find: true, status: true, read: true },
};

const NOTHING: Capabilities['orders'] = {
  ...{ lineNoteLength: 0, adHocLines: false, optionDepth: 0, optionQuantities: false, noteLength: 200 },
  ...{
    prices: true,
    charges: false,
    tips: false,
    discounts: false,
    taxes: false,
    unpaid: false,
    scheduled: false,
    customer: false,
    address: false,
  },
  fulfilments: [],
  ...{ cancel: false, idempotent: false, find: false, status: false, read: false },
};

/** From a till that holds all to one that holds next to nothing. */
export const CAPABILITIES: readonly Capabilities['orders'][] = [
  EVERYTHING,
  { ...EVERYTHING, noteLength: 2_000, lineNoteLength: 500, adHocLines: false },
  { ...EVERYTHING, noteLength: 500, lineNoteLength: 0 },
  NOTHING,
];

/** What of a menu can be ordered. */
export function keysOf({ products, groups = [] }: Menu): readonly Key[] {
  return [
    ...products.flatMap(({ key, variants = [] }) => [key, ...variants.map((form) => form.key)]),
    ...groups.flatMap(({ modifiers }) => modifiers.map(({ key }) => key)),
  ];
}
