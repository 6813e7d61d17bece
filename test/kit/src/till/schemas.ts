import { ajv, check } from './check.js';
import type { CatalogObject, Merchant, NewStore, Order, Product, SentOrder, Store, StoreSettings } from './wire.js';

const id = { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,64}$' };
const name = { type: 'string', minLength: 1, maxLength: 200 };
const remark = { type: 'string', maxLength: 2000 };
const money = { type: 'integer', minimum: 0, maximum: 999_999_999 };
const count = { type: 'integer', minimum: 1, maximum: 999 };
const time = { type: 'string', format: 'date-time' };
const yes = { type: 'boolean' };
const count0 = { type: 'integer', minimum: 0 };
const refs = { type: 'array', maxItems: 500, items: id };
const few = (items: object): object => ({ type: 'array', maxItems: 50, items });

/** An object with these keys and no others. */
function exactly(required: Record<string, object>, optional: Record<string, object> = {}): object {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  };
}

const namedAmount = exactly({ name, amount: money });

const fulfilment = exactly(
  { type: { enum: ['pickup', 'delivery', 'dine_in', 'in_store', 'waiting'] } },
  {
    table: name,
    address: exactly({ line1: name }, { line2: name, city: name, postal_code: name, country: name }),
    instructions: remark,
    scheduled_for: time,
  },
);

const sentModifiers = { type: 'array', maxItems: 100, items: { $ref: '#/definitions/modifier' } };

const sentOrder = {
  definitions: {
    modifier: exactly(
      { modifier_id: id, quantity: count, unit_price: money },
      { modifier_group_id: id, note: remark, modifiers: sentModifiers },
    ),
  },
  ...exactly(
    {
      reference: { type: 'string', minLength: 1, maxLength: 128 },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
      fulfilment,
      lines: {
        type: 'array',
        minItems: 1,
        maxItems: 200,
        items: exactly(
          { product_id: id, quantity: count, unit_price: money },
          { variant_id: id, note: remark, modifiers: sentModifiers },
        ),
      },
      total: money,
    },
    {
      source: name,
      display_number: name,
      placed_at: time,
      customer: exactly({ name }, { phone: name, email: name }),
      note: remark,
      allergen_note: remark,
      charges: few(namedAmount),
      discounts: few(namedAmount),
      taxes: few(exactly({ name, amount: money, inclusive: yes })),
      tips: few(namedAmount),
      payments: few(exactly({ method: { enum: ['card', 'cash', 'gift_card', 'other'] }, amount: money }, { name })),
    },
  ),
};

const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const hours = few(exactly({ day: { enum: days }, from: clock, to: clock }));

const productFields = {
  name,
  description: remark,
  price: { ...money, type: ['integer', 'null'] },
  variants: { type: 'array', maxItems: 500, items: exactly({ id, name, price: money }) },
  category_ids: few(id),
  modifier_groups: few(exactly({ id }, { min: money, max: money })),
  tax_ids: few(id),
  allergens: few(name),
  dietary: few({ enum: ['vegan', 'vegetarian'] }),
  calories: { type: ['integer', 'null'], minimum: 0 },
  alcohol: yes,
  hidden: yes,
  image_url: { type: ['string', 'null'], maxLength: 2000 },
  position: money,
};

export type ProductEdit = Partial<Omit<Product, 'kind' | 'id' | 'version'>>;
export type NewProduct = ProductEdit & { id: string; name: string };

export const checkOrder = check(ajv.compile<SentOrder>(sentOrder));
export const isSentOrder = ajv.compile<SentOrder>(sentOrder);

export const checkStatus = check(
  ajv.compile<{ status: Order['status']; reason?: string }>(
    exactly(
      {
        status: { enum: ['new', 'accepted', 'preparing', 'ready', 'delivering', 'completed', 'rejected', 'cancelled'] },
      },
      { reason: remark },
    ),
  ),
);
export const checkCancel = check(ajv.compile<{ reason: string }>(exactly({ reason: { ...remark, minLength: 1 } })));
export const checkStock = check(ajv.compile<{ in_stock: boolean }>(exactly({ in_stock: yes })));
export const checkSubscription = check(
  ajv.compile<{ url: string; secret: string }>(
    exactly({ url: { type: 'string', maxLength: 2000 }, secret: { type: 'string', minLength: 16, maxLength: 200 } }),
  ),
);
export const checkNewProduct = check(ajv.compile<NewProduct>(exactly({ id, name }, productFields)));
export const checkProductEdit = check(ajv.compile<ProductEdit>({ ...exactly({}, productFields), minProperties: 1 }));
const objectOf = (kind: string, more: Record<string, object>, optional: Record<string, object> = {}): object =>
  exactly({ kind: { type: 'string', const: kind }, id, name, version: count0, ...more }, optional);

/** A whole catalog, as an admin sets it. */
export const checkCatalog = check(
  ajv.compile<{ data: CatalogObject[] }>(
    exactly({
      data: {
        type: 'array',
        maxItems: 20_000,
        items: {
          oneOf: [
            objectOf('category', { description: remark, position: money, hidden: yes, hours }),
            objectOf('modifier_group', { min: money, max: money, modifier_ids: refs, position: money }),
            objectOf('modifier', {
              price: money,
              modifier_group_ids: refs,
              allergens: few(name),
              alcohol: yes,
              position: money,
            }),
            objectOf('tax', {
              type: { enum: ['percentage', 'fixed'] },
              rate_ppm: money,
              amount: money,
              inclusive: yes,
            }),
            objectOf('product', productFields),
          ],
        },
      },
    }),
  ),
);
export const checkStoreSettings = check(
  ajv.compile<StoreSettings>({
    ...exactly(
      {},
      { name, open: yes, auto_accept: yes, hours, closed_reason: { type: ['string', 'null'], maxLength: 200 } },
    ),
    minProperties: 1,
  }),
);
export const checkMerchant = check(ajv.compile<Merchant>(exactly({ id, name }, {})));
export const checkNewStore = check(ajv.compile<NewStore>(exactly({ id, merchant_id: id, name, like: id }, {})));
export const checkRevocation = check(
  ajv.compile<{ id?: string; all?: true }>({
    ...exactly({}, { id, all: { const: true } }),
    minProperties: 1,
    maxProperties: 1,
  }),
);

/* What the till wrote into its own file is only checked for what makes it that kind of thing. */
const holding = (...keys: string[]): object => ({
  type: 'object',
  required: keys,
  properties: Object.fromEntries(keys.map((key) => [key, true])),
});
export const isStore = ajv.compile<Store>(holding('id', 'merchant_id', 'currency', 'timezone', 'open', 'auto_accept'));
export const isCatalogObject = ajv.compile<CatalogObject>(holding('kind', 'id', 'name', 'version'));
export const isOrder = ajv.compile<Order>(holding('id', 'store_id', 'status', 'lines', 'totals', 'history', 'version'));
