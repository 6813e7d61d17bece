/**
 * What the till says and is told on the wire; docs/till.md is the page for its clients. Money is an integer in minor
 * units of the store's currency, times are ISO 8601 in UTC, `version` grows with every change of the whole till.
 */

export type Day = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** Opening hours of one day, local to the store, `HH:MM`; a `to` before its `from` ends on the next day. */
export interface Hours {
  day: Day;
  from: string;
  to: string;
}

export interface Merchant {
  id: string;
  name: string;
}

export interface Address {
  line1: string;
  line2?: string;
  city: string;
  postal_code: string;
  country: string;
}

export interface Store {
  id: string;
  merchant_id: string;
  name: string;
  address: Address;
  phone: string;
  email: string;
  currency: string;
  timezone: string;
  hours: Hours[];
  order_types: FulfilmentType[];
  payment_methods: PaymentMethod[];
  /** True: an order is accepted the moment it is taken. False: a person or a script accepts it. */
  auto_accept: boolean;
  /** False: orders are refused with `store_closed`, whatever the hours say. */
  open: boolean;
  closed_reason: string | null;
  version: number;
}

/** A store that is opened by whoever runs the till: it begins like the one that `like` names. */
export interface NewStore {
  id: string;
  merchant_id: string;
  name: string;
  like: string;
}

export type StoreSettings = Partial<Pick<Store, 'name' | 'open' | 'auto_accept' | 'hours'>> & {
  closed_reason?: string | null;
};

/** `percentage`: `rate_ppm` parts per million (200000 is 20 %). `fixed`: `amount` a unit sold. */
export interface Tax {
  kind: 'tax';
  id: string;
  name: string;
  type: 'percentage' | 'fixed';
  rate_ppm: number;
  amount: number;
  /** True: prices contain it. False: it comes on top. */
  inclusive: boolean;
  version: number;
}

export interface Category {
  kind: 'category';
  id: string;
  name: string;
  description: string;
  position: number;
  hidden: boolean;
  /** When its products are sold; empty: whenever the store is open. */
  hours: Hours[];
  version: number;
}

export interface ModifierGroup {
  kind: 'modifier_group';
  id: string;
  name: string;
  min: number;
  max: number;
  modifier_ids: string[];
  position: number;
  version: number;
}

export interface Modifier {
  kind: 'modifier';
  id: string;
  name: string;
  price: number;
  /** Groups that open once this modifier is chosen. */
  modifier_group_ids: string[];
  allergens: string[];
  alcohol: boolean;
  position: number;
  version: number;
}

export interface Variant {
  id: string;
  name: string;
  price: number;
}

/** A group as one product offers it; `min` and `max` override the group's own. */
export interface OfferedGroup {
  id: string;
  min?: number;
  max?: number;
}

export interface Product {
  kind: 'product';
  id: string;
  name: string;
  description: string;
  /** Null for a product that is sold by its variants alone. */
  price: number | null;
  variants: Variant[];
  category_ids: string[];
  modifier_groups: OfferedGroup[];
  tax_ids: string[];
  allergens: string[];
  dietary: ('vegan' | 'vegetarian')[];
  calories: number | null;
  alcohol: boolean;
  hidden: boolean;
  image_url: string | null;
  position: number;
  version: number;
}

export type CatalogObject = Category | Product | ModifierGroup | Modifier | Tax;

export interface StockItem {
  item_id: string;
  kind: 'product' | 'variant' | 'modifier';
  name: string;
  in_stock: boolean;
  version: number;
}

export type FulfilmentType = 'pickup' | 'delivery' | 'dine_in' | 'in_store' | 'waiting';
export type PaymentMethod = 'card' | 'cash' | 'gift_card' | 'other';
export type OrderStatus =
  'new' | 'accepted' | 'preparing' | 'ready' | 'delivering' | 'completed' | 'rejected' | 'cancelled';

export interface SentModifier {
  modifier_id: string;
  modifier_group_id?: string;
  quantity: number;
  unit_price: number;
  note?: string;
  modifiers?: SentModifier[];
}

export interface SentLine {
  product_id: string;
  variant_id?: string;
  quantity: number;
  unit_price: number;
  note?: string;
  modifiers?: SentModifier[];
}

export interface NamedAmount {
  name: string;
  amount: number;
}

export interface Fulfilment {
  type: FulfilmentType;
  table?: string;
  address?: Partial<Address> & { line1: string };
  instructions?: string;
  scheduled_for?: string;
}

export interface OrderExtras {
  reference: string;
  source?: string;
  display_number?: string;
  currency: string;
  placed_at?: string;
  fulfilment: Fulfilment;
  customer?: { name: string; phone?: string; email?: string };
  note?: string;
  allergen_note?: string;
  charges?: NamedAmount[];
  discounts?: NamedAmount[];
  taxes?: (NamedAmount & { inclusive: boolean })[];
  tips?: NamedAmount[];
  payments?: { method: PaymentMethod; amount: number; name?: string }[];
}

/** The body of `POST /v1/stores/:id/orders`. */
export type SentOrder = OrderExtras & { lines: SentLine[]; total: number };

export type TakenModifier = Omit<SentModifier, 'modifiers'> & {
  name: string;
  catalog_price: number;
  modifiers: TakenModifier[];
};

export type TakenLine = Omit<SentLine, 'modifiers'> & {
  name: string;
  variant_name: string | null;
  catalog_price: number;
  modifiers: TakenModifier[];
};

export interface Totals {
  items: number;
  charges: number;
  discounts: number;
  taxes_added: number;
  taxes_included: number;
  tips: number;
  /** items + charges + taxes_added + tips − discounts. */
  total: number;
  sent_total: number;
  /** sent_total − total. */
  difference: number;
  paid: number;
}

export interface StatusStep {
  status: OrderStatus;
  at: string;
  by: 'api' | 'till';
  reason: string | null;
}

export type Order = OrderExtras & {
  id: string;
  number: number;
  store_id: string;
  status: OrderStatus;
  status_reason: string | null;
  version: number;
  created_at: string;
  updated_at: string;
  lines: TakenLine[];
  totals: Totals;
  history: StatusStep[];
};

export interface CatalogChange {
  kind: CatalogObject['kind'];
  id: string;
  change: 'added' | 'changed' | 'removed';
}

interface EventOf<Type extends string, Data> {
  id: string;
  type: Type;
  created_at: string;
  merchant_id: string;
  store_id: string;
  sequence: number;
  data: Data;
}

/** The body of a webhook. */
export type TillEvent =
  | EventOf<'order.updated', Order>
  | EventOf<'stock.updated', StockItem>
  | EventOf<'catalog.updated', { catalog_version: number; changes: CatalogChange[] }>
  | EventOf<'store.updated', Store>;

/** A page of a list; `next_cursor` is null on the last one. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}
