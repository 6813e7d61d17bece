import type { Reference } from './catalog.js';
import type { Money } from './money.js';
import type { Instant } from './time.js';

/** How far an order is, in the words of POS Hub. */
export const ORDER_STATUSES = [
  'new',
  'placed',
  'accepted',
  'preparing',
  'ready',
  'delivering',
  'completed',
  'rejected',
  'cancelled',
  'delivery-failed',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Why an order was cancelled; POS Hub demands one of these. */
export const CANCEL_REASONS = ['out-of-stock', 'store-closed', 'too-busy', 'customer-cancelled', 'other'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Whether nothing follows a status. */
export function isFinal(status: OrderStatus): boolean {
  return status === 'completed' || status === 'rejected' || status === 'cancelled' || status === 'delivery-failed';
}

export interface Address {
  /** The lines as they are written on an envelope, without city and postal code. */
  readonly lines: readonly string[];
  readonly city?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

/** How the guest gets the food. `other` keeps kinds that POS Hub may add, by their name. */
export type Fulfilment =
  | { readonly kind: 'pickup' | 'in-store' | 'waiting' }
  | { readonly kind: 'dine-in'; readonly table?: string }
  | {
      readonly kind: 'delivery';
      readonly by: 'store' | 'partner';
      readonly address?: Address;
      readonly instructions?: string;
    }
  | { readonly kind: 'other'; readonly name: string };

export interface Customer {
  readonly firstName: string;
  readonly lastName?: string;
  /** E.164 where POS Hub has it so. */
  readonly phone?: string;
  /** The code that a masked number asks for. */
  readonly phonePin?: string;
  readonly email?: string;
}

/** One chosen modifier with what was chosen below it. */
export interface OrderOption {
  readonly ref?: Reference;
  readonly name: string;
  /** For one of the line (or of the option above it): 1 or more. */
  readonly quantity: number;
  /** For one. */
  readonly price: Money;
  readonly options: readonly OrderOption[];
}

export interface OrderLine {
  readonly ref?: Reference;
  readonly name: string;
  /** 1 or more. */
  readonly quantity: number;
  /** For one, without its options. */
  readonly price: Money;
  readonly notes?: string;
  readonly options: readonly OrderOption[];
}

/** A named amount beside the lines. Always 0 or more; a discount is what is taken off. */
export interface Adjustment {
  readonly name: string;
  readonly amount: Money;
}

export interface Charge extends Adjustment {
  readonly kind: 'delivery' | 'service' | 'tip' | 'other';
}

/** A payment that was taken, or is to be: in cash, or by card at the door. */
export interface Tender {
  readonly kind: 'card' | 'cash' | 'other';
  readonly amount: Money;
}

/** What a guest ordered, as POS Hub last told it. */
export interface Order {
  readonly id: string;
  /** What guest and staff call it: `42`. */
  readonly number: string;
  /** Where it was placed: `UBEREATS`, `DIRECT`. An open set. */
  readonly channel: string;
  readonly placedAt: Instant;
  /** The time for which it was ordered; as soon as possible where absent. */
  readonly scheduledFor?: Instant;
  readonly fulfilment: Fulfilment;
  readonly customer: Customer;
  readonly notes?: string;
  /** Whether cutlery was asked for, where POS Hub says so. */
  readonly utensils?: boolean;
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly discounts: readonly Adjustment[];
  /** What comes on top of the prices. */
  readonly taxes: readonly Adjustment[];
  /** What the prices contain: known, and no part of any sum. One that corrects another is below 0. */
  readonly includedTaxes: readonly Adjustment[];
  readonly tenders: readonly Tender[];
  /** Whether all is paid, where POS Hub says it. */
  readonly paid?: boolean;
  readonly subtotal: Money;
  readonly total: Money;
}
