/** Whether a price may be set with an order, and what becomes of it. */
export type PricingStrategy =
  | 'CUSTOMIZED_ITEM_PRICE_WILL_BE_NEGATIVE'
  | 'CUSTOMIZED_ITEM_PRICE_WILL_BE_POSTIVE'
  | 'CUSTOMIZED_ITEM_PRICE_WILL_BE_A_PERCENTAGE_OF_TOTAL'
  | 'PRICE_CANNOT_BE_CUSTOMIZED';

export interface Rich {
  squareImageUrl?: string;
  rawImageUrl?: string;
  previewImageUrl?: string;
  containsAlcohol?: boolean;
  alcoholPercentage?: number;
  texts?: { locale: string; friendlyDisplayName: string; description?: string }[];
  allergenCodes?: string[];
}

export interface Tax {
  description: string;
  percentage: number;
  included: boolean;
}

/** What can be ordered by its SKU. Prices are whole cents. */
export interface Item {
  kind: 'item' | 'deal' | 'modifier';
  sku: string;
  name: string;
  price: number;
  /** Added when it is chosen in a combo. */
  extraPrice?: number;
  /** Prices of its own for some order profiles, by their codes. */
  profilePrices?: Record<string, number>;
  tax?: Tax;
  /** Fixed unless given. */
  pricing?: PricingStrategy;
  customName?: boolean;
  /** May be put below any other item. */
  asSubItem?: boolean;
  color?: string;
  rich?: Rich;
  /** Keys of groups of modifiers. */
  modifierGroups?: string[];
  /** Of a combo: keys of the groups to choose from. */
  dealGroups?: string[];
  /** Of a combo: SKUs that are always in it. */
  included?: string[];
  /** Ids of groups of production instructions. */
  instructions?: number[];
}

/** A group of modifiers, or of a combo's choices. */
export interface Selection {
  key: string;
  description: string;
  mustSelectAnItem: boolean;
  multiSelectionPermitted: boolean;
  minimumSelection?: number | null;
  maximumSelection?: number | null;
  skus: string[];
}

export interface Instructions {
  id: number;
  name: string;
  multi: boolean;
  list: { id: number; text: string }[];
}

export interface Group {
  id: string;
  name: string;
  color?: string;
  /** SKUs, and groups within this one. */
  entries: (string | Group)[];
}

export interface Menu {
  id: number;
  name: string;
  locations: number[];
  groups: Group[];
}

/** With neither a percentage nor an amount it is a manual one: the order says how much. Cents. */
export interface Discount {
  name: string;
  code: string;
  percentage?: number;
  amount?: number;
}

/** Everything that a business sells. */
export interface Catalog {
  items: Item[];
  selections: Selection[];
  instructions: Instructions[];
  menus: Menu[];
  discounts: Discount[];
}
