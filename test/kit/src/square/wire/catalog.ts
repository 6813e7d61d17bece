import type { Money } from './order.js';

/* The shapes of the catalog and of stock, as far as the fake knows them. */

export interface CategoryLink {
  id: string;
  ordinal?: number | undefined;
}

export interface ModifierListInfo {
  modifier_list_id: string;
  /** -1: as the list says. */
  min_selected_modifiers?: number | undefined;
  max_selected_modifiers?: number | undefined;
  enabled?: boolean | undefined;
  ordinal?: number | undefined;
  modifier_overrides?: { modifier_id: string; on_by_default?: boolean | undefined }[] | undefined;
  [more: string]: unknown;
}

export interface ItemData {
  name?: string | undefined;
  description?: string | undefined;
  categories?: CategoryLink[] | undefined;
  reporting_category?: CategoryLink | undefined;
  tax_ids?: string[] | undefined;
  modifier_list_info?: ModifierListInfo[] | undefined;
  /** Only in answers and in what an admin puts in; kept as objects of their own. */
  variations?: CatalogObject[] | undefined;
  image_ids?: string[] | undefined;
  product_type?: string | undefined;
  is_archived?: boolean | undefined;
  [more: string]: unknown;
}

export interface VariationOverride {
  location_id: string;
  price_money?: Money | undefined;
  pricing_type?: PricingType | undefined;
  track_inventory?: boolean | undefined;
  sold_out?: boolean | undefined;
  sold_out_valid_until?: string | undefined;
}

export type PricingType = 'FIXED_PRICING' | 'VARIABLE_PRICING';

export interface VariationData {
  item_id?: string | undefined;
  name?: string | undefined;
  sku?: string | undefined;
  ordinal?: number | undefined;
  pricing_type?: PricingType | undefined;
  price_money?: Money | undefined;
  track_inventory?: boolean | undefined;
  location_overrides?: VariationOverride[] | undefined;
  [more: string]: unknown;
}

export interface ModifierListData {
  name?: string | undefined;
  modifier_type?: 'LIST' | 'TEXT' | undefined;
  modifiers?: CatalogObject[] | undefined;
  [more: string]: unknown;
}

export interface ModifierData {
  name?: string | undefined;
  price_money?: Money | undefined;
  modifier_list_id?: string | undefined;
  location_overrides?:
    { location_id: string; price_money?: Money | undefined; sold_out?: boolean | undefined }[] | undefined;
  [more: string]: unknown;
}

export interface TaxData {
  name?: string | undefined;
  percentage?: string | undefined;
  inclusion_type?: 'ADDITIVE' | 'INCLUSIVE' | undefined;
  enabled?: boolean | undefined;
  [more: string]: unknown;
}

export interface DiscountData {
  name?: string | undefined;
  discount_type?: 'FIXED_PERCENTAGE' | 'FIXED_AMOUNT' | 'VARIABLE_PERCENTAGE' | 'VARIABLE_AMOUNT' | undefined;
  percentage?: string | undefined;
  amount_money?: Money | undefined;
  [more: string]: unknown;
}

/** Types that the fake keeps. */
export const CATALOG_TYPES = [
  'ITEM',
  'ITEM_VARIATION',
  'MODIFIER_LIST',
  'MODIFIER',
  'CATEGORY',
  'TAX',
  'DISCOUNT',
  'IMAGE',
] as const;
export type CatalogType = (typeof CATALOG_TYPES)[number];

export interface CatalogObject {
  type: CatalogType;
  id: string;
  version?: number | undefined;
  updated_at?: string | undefined;
  is_deleted?: boolean | undefined;
  present_at_all_locations?: boolean | undefined;
  present_at_location_ids?: string[] | undefined;
  absent_at_location_ids?: string[] | undefined;
  item_data?: ItemData | undefined;
  item_variation_data?: VariationData | undefined;
  modifier_list_data?: ModifierListData | undefined;
  modifier_data?: ModifierData | undefined;
  category_data?: Record<string, unknown> | undefined;
  tax_data?: TaxData | undefined;
  discount_data?: DiscountData | undefined;
  image_data?: Record<string, unknown> | undefined;
}

export interface InventoryCount {
  catalog_object_id: string;
  catalog_object_type: 'ITEM_VARIATION';
  state: 'IN_STOCK';
  location_id: string;
  /** Decimal, as in "12". */
  quantity: string;
  calculated_at: string;
}
