import type { Group, Item, Rich, Selection, Tax } from '../wire/menu.js';

/* Short forms for writing catalogs. Prices are whole cents. */

/** Value added tax within the price. */
export const VAT: Tax = { description: 'VAT 20%', percentage: 20, included: true };
/** A tax on top of the price. */
export const BAG_TAX: Tax = { description: 'Bag levy 10%', percentage: 10, included: false };

export const item = (sku: string, name: string, price: number, more: Partial<Item> = {}): Item => ({
  ...{ kind: 'item', sku, name, price, tax: VAT },
  ...more,
});

export const modifier = (sku: string, name: string, price: number, more: Partial<Item> = {}): Item => ({
  ...{ kind: 'modifier', sku, name, price, tax: VAT },
  ...more,
});

export const deal = (
  sku: string,
  name: string,
  price: number,
  dealGroups: string[],
  more: Partial<Item> = {},
): Item => ({
  ...{ kind: 'deal', sku, name, price, tax: VAT, dealGroups },
  ...more,
});

/** A group to choose from; `max` null: as many as one likes. */
export const selection = (
  key: string,
  description: string,
  [min, max]: [number, number | null],
  skus: string[],
): Selection => ({
  ...{ key, description, mustSelectAnItem: min > 0, multiSelectionPermitted: max !== 1, skus },
  ...{ minimumSelection: min, maximumSelection: max },
});

export const group = (id: string, name: string, entries: (string | Group)[]): Group => ({ id, name, entries });

const IMAGES = 'https://images.example.com/lightspeed';

/** Texts and pictures of an item. */
export const rich = (name: string, description: string, more: Partial<Rich> = {}): { rich: Rich } => ({
  rich: {
    ...{
      rawImageUrl: `${IMAGES}/raw.jpg`,
      squareImageUrl: `${IMAGES}/square.jpg`,
      previewImageUrl: `${IMAGES}/small.jpg`,
    },
    ...{ texts: [{ locale: 'en', friendlyDisplayName: name, description }], allergenCodes: [], containsAlcohol: false },
    ...more,
  },
});
