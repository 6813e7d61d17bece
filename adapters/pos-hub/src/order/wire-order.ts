import type { SchemaObject } from 'ajv';
import { guard, id, open, orNull } from '../guard.js';

type Maybe<T> = T | null | undefined;

/** An order as POS Hub writes it, as far as it is read; anything else may stand beside it. */
export interface WireOrder {
  readonly id: string;
  readonly friendlyId?: Maybe<string | number>;
  /** So spelled in one of the document's two entities. */
  readonly freindlyId?: Maybe<string | number>;
  readonly orderNumber?: Maybe<string | number>;
  readonly sourceName?: Maybe<string>;
  readonly placedOn?: Maybe<string>;
  readonly createdAt?: Maybe<string>;
  readonly isScheduledOrder?: Maybe<boolean>;
  readonly estimatedPickupTime?: Maybe<string>;
  readonly estimatedDeliveryTime?: Maybe<string>;
  readonly fulfillmentType: string;
  readonly delivery?: Maybe<WireDelivery>;
  readonly tableName?: Maybe<string | number>;
  readonly tableId?: Maybe<string | number>;
  readonly customer?: Maybe<WireCustomer>;
  readonly notes?: Maybe<string>;
  readonly utensilsRequested?: Maybe<boolean>;
  readonly items: readonly WireItem[];
  readonly charges?: Maybe<readonly WireAmount[]>;
  readonly discounts?: Maybe<readonly WireAmount[]>;
  readonly tax?: Maybe<readonly WireAmount[]>;
  readonly totalTax?: Maybe<number>;
  readonly payments?: Maybe<readonly WireAmount[]>;
  readonly isPaid?: Maybe<boolean>;
  readonly currency?: Maybe<string>;
  readonly subTotal: number;
  readonly total: number;
}

export interface WireItem {
  readonly name: string;
  readonly quantity: number;
  readonly price: number;
  readonly posReference?: Maybe<string>;
  readonly customerNotes?: Maybe<string>;
  readonly options?: Maybe<readonly WireOption[]>;
}

/** One of an item's options, nested ones among them: what they belong to is named by references of either kind. */
export interface WireOption {
  readonly name: string;
  readonly quantity: number;
  readonly price: number;
  readonly posReference?: Maybe<string>;
  readonly parentPosReference?: Maybe<string>;
  readonly parentModifierPosReference?: Maybe<string>;
  readonly parentModifierGroupPosReference?: Maybe<string>;
  readonly partnerId?: Maybe<string>;
  readonly menuModifierGroupId?: Maybe<string>;
  readonly parentMenuModifierId?: Maybe<string>;
  readonly parentMenuModifierGroupId?: Maybe<string>;
}

export interface WireAmount {
  readonly name: string;
  readonly displayName?: Maybe<string>;
  readonly amount: number;
}

export interface WireDelivery {
  readonly deliveryType?: Maybe<string>;
  readonly instructions?: Maybe<string>;
  readonly address?: Maybe<{
    readonly address?: Maybe<string>;
    readonly addressComponents?: Maybe<WireAddressParts>;
  }>;
}

const ADDRESS_PARTS = [
  ...(['houseNo', 'flatNo', 'addressLine1', 'addressLine2', 'area'] as const),
  ...(['city', 'state', 'country', 'postalCode'] as const),
] as const;
export type WireAddressParts = Readonly<Partial<Record<(typeof ADDRESS_PARTS)[number], string | null>>>;

interface WireCustomer {
  readonly firstName?: Maybe<string>;
  readonly lastName?: Maybe<string>;
  readonly phone?: Maybe<string>;
  readonly phonePin?: Maybe<string>;
  readonly email?: Maybe<string>;
}

const MOST = Number.MAX_SAFE_INTEGER;
const amount: SchemaObject = { type: 'integer', minimum: -MOST, maximum: MOST };
const count: SchemaObject = { type: 'integer', minimum: 1, maximum: 10_000 };
const text = (most: number): SchemaObject => ({ type: 'string', maxLength: most });
const words = orNull(text(1_000));
const prose = orNull(text(10_000));
const flag = orNull({ type: 'boolean' });
const label: SchemaObject = { type: ['string', 'number'], nullable: true, maxLength: 200 };
const many = (items: SchemaObject, most: number): SchemaObject => ({ type: 'array', items, maxItems: most });
const texts = (...names: readonly string[]): Record<string, SchemaObject> =>
  Object.fromEntries(names.map((name) => [name, words]));

const option = open(
  {
    name: text(1_000),
    quantity: count,
    price: amount,
    ...texts('posReference', 'parentPosReference', 'parentModifierPosReference', 'parentModifierGroupPosReference'),
    ...texts('partnerId', 'menuModifierGroupId', 'parentMenuModifierId', 'parentMenuModifierGroupId'),
  },
  ...['name', 'quantity', 'price'],
);
const item = open(
  {
    name: text(1_000),
    quantity: count,
    price: amount,
    posReference: words,
    customerNotes: prose,
    options: orNull(many(option, 200)),
  },
  ...['name', 'quantity', 'price'],
);
const amounts = orNull(many(open({ name: text(1_000), displayName: words, amount }, 'name', 'amount'), 1_000));
const delivery = open({
  deliveryType: words,
  instructions: prose,
  address: orNull(open({ address: words, addressComponents: orNull(open(texts(...ADDRESS_PARTS))) })),
});

/** Whether a state is an order with all that a ticket needs. */
export const isWireOrder = guard<WireOrder>(
  open(
    {
      id,
      friendlyId: label,
      freindlyId: label,
      orderNumber: label,
      ...texts('sourceName', 'placedOn', 'createdAt', 'currency'),
      ...texts('estimatedPickupTime', 'estimatedDeliveryTime'),
      isScheduledOrder: flag,
      fulfillmentType: { ...text(100), minLength: 1 },
      delivery: orNull(delivery),
      tableName: label,
      tableId: label,
      customer: orNull(open(texts('firstName', 'lastName', 'phone', 'phonePin', 'email'))),
      notes: prose,
      utensilsRequested: flag,
      items: many(item, 1_000),
      charges: amounts,
      discounts: amounts,
      tax: amounts,
      totalTax: orNull(amount),
      payments: amounts,
      isPaid: flag,
      subTotal: amount,
      total: amount,
    },
    ...['id', 'fulfillmentType', 'items', 'subTotal', 'total'],
  ),
);

/** What is needed to know where an order stands, even where the rest can't be read. */
export interface WireStanding {
  readonly id: string;
  readonly accountId?: Maybe<string>;
  readonly locationId?: Maybe<string>;
  readonly status: string;
  readonly cancellationReason?: Maybe<string>;
  readonly updatedAt?: Maybe<string>;
  readonly createdAt?: Maybe<string>;
  readonly placedOn?: Maybe<string>;
}

export const isWireStanding = guard<WireStanding>(
  open(
    {
      id,
      accountId: orNull(id),
      locationId: orNull(id),
      status: { ...text(100), minLength: 1 },
      ...texts('cancellationReason', 'updatedAt', 'createdAt', 'placedOn'),
    },
    ...['id', 'status'],
  ),
);
