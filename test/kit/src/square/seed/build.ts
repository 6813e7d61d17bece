import type { CatalogObject, ItemData, ModifierListData, VariationData } from '../wire/catalog.js';
import type { Money } from '../wire/order.js';

/* Short forms to write catalogs with. */

type Rest = Partial<CatalogObject>;

export const pounds = (amount: number): Money => ({ amount, currency: 'GBP' });
export const euros = (amount: number): Money => ({ amount, currency: 'EUR' });

export const category = (id: string, name: string, data: object = {}): CatalogObject => ({
  ...{ type: 'CATEGORY', id, present_at_all_locations: true },
  category_data: { name, category_type: 'REGULAR_CATEGORY', is_top_level: true, ...data },
});

export const tax = (id: string, name: string, percentage: string, data: object = {}): CatalogObject => ({
  ...{ type: 'TAX', id, present_at_all_locations: true },
  tax_data: {
    ...{ name, percentage, inclusion_type: 'INCLUSIVE', calculation_phase: 'TAX_SUBTOTAL_PHASE', enabled: true },
    ...data,
  },
});

export const image = (id: string, name: string): CatalogObject => ({
  ...{ type: 'IMAGE', id, present_at_all_locations: true },
  image_data: { name, url: `https://images.example.com/${id.toLowerCase()}.jpg`, caption: name },
});

/** A price in minor units of pounds, or none where the till asks for it. */
export const variation = (
  id: string,
  name: string,
  price: number | undefined,
  data: VariationData = {},
  rest: Rest = {},
): CatalogObject => ({
  ...{ type: 'ITEM_VARIATION', id, ...rest },
  item_variation_data: {
    ...{
      name,
      pricing_type: price === undefined ? 'VARIABLE_PRICING' : 'FIXED_PRICING',
      sellable: true,
      stockable: true,
    },
    price_money: price === undefined ? undefined : pounds(price),
    ...data,
  },
});

export const item = (
  id: string,
  name: string,
  variations: CatalogObject[],
  data: ItemData = {},
  rest: Rest = {},
): CatalogObject => ({
  ...{ type: 'ITEM', id, present_at_all_locations: true, ...rest },
  item_data: { name, is_taxable: true, product_type: 'FOOD_AND_BEV', is_archived: false, variations, ...data },
});

/** Modifiers are written `[id, name, pence, more]`; more goes into `modifier_data`. */
export const modifierList = (
  id: string,
  name: string,
  [min, max]: [number, number],
  modifiers: [id: string, name: string, price: number | undefined, more?: object][],
  data: ModifierListData = {},
): CatalogObject => ({
  ...{ type: 'MODIFIER_LIST', id, present_at_all_locations: true },
  modifier_list_data: {
    ...{ name, modifier_type: 'LIST', min_selected_modifiers: min, max_selected_modifiers: max },
    ...{ allow_quantities: false, selection_type: max === 1 ? 'SINGLE' : 'MULTIPLE' },
    modifiers: modifiers.map(([own, label, price, more]): CatalogObject => ({
      ...{ type: 'MODIFIER', id: own },
      modifier_data: {
        ...{ name: label, on_by_default: false, price_money: price === undefined ? undefined : pounds(price) },
        ...more,
      },
    })),
    ...data,
  },
});

/** An item's use of a list; -1 is "as the list says". */
export const uses = (
  modifier_list_id: string,
  min = -1,
  max = -1,
  more: object = {},
): NonNullable<ItemData['modifier_list_info']>[number] => ({
  ...{ modifier_list_id, min_selected_modifiers: min, max_selected_modifiers: max, enabled: true },
  ...more,
});
