import { Dice } from './dice.js';
import { STORES, type StorePlan } from './stores.js';
import { itemsOf } from './items.js';

/** What staff does with a ticket. */
export type Handling =
  /** Completed at once. */
  | 'quick'
  /** Preparing, ready, completed. */
  | 'stepwise'
  /** Preparing, and completed only when the load is over. */
  | 'late'
  /** Taken back at the till. */
  | 'voided';

/** What is to happen to one order; the seed and its number decide. */
export interface OrderPlan {
  readonly number: number;
  readonly store: StorePlan;
  /** As the simulator's admin route takes it, but for the location. */
  readonly draft: Readonly<Record<string, unknown>>;
  /** An item of it is on no menu, so that it must be turned down. */
  readonly isUnknown: boolean;
  /** After how many milliseconds the guest cancels. */
  readonly cancelAfter?: number;
  readonly handling: Handling;
  /** Whether staff turns it down, where the store asks. */
  readonly isRefused: boolean;
  /** Milliseconds between the steps of staff. */
  readonly pause: number;
}

const KINDS = ['PICKUP', 'DELIVERY', 'DINE-IN'] as const;
const NOTES = [
  'Nut allergy!',
  'Please ring twice; the bell is quiet.',
  'Ohne Besteck, bitte – 谢谢',
  'No “plastic” <bags> & straws',
];

export function planOrder(seed: number, number: number): OrderPlan {
  const dice = new Dice(seed, `order ${number}`);
  const store = dice.pick(STORES);
  const isUnknown = dice.happens(0.03);
  const handling = handlingOf(dice);
  return {
    ...{ number, store, isUnknown, handling },
    draft: draftOf(dice, number, store, isUnknown),
    ...(dice.happens(0.05) ? { cancelAfter: dice.happens(0.5) ? 0 : dice.between(20, 600) } : {}),
    isRefused: store.asks && dice.happens(0.1),
    pause: dice.between(0, 400),
  };
}

function handlingOf(dice: Dice): Handling {
  const throwOf = dice.between(1, 100);
  if (throwOf <= 75) return 'quick';
  if (throwOf <= 93) return 'stepwise';
  return throwOf <= 95 ? 'late' : 'voided';
}

function draftOf(dice: Dice, number: number, store: StorePlan, isUnknown: boolean): Readonly<Record<string, unknown>> {
  const fulfillmentType = dice.pick(KINDS);
  const amount = (name: string, most: number): object => ({ name, amount: dice.between(1, most) });
  return {
    fulfillmentType,
    customer: {
      firstName: dice.pick(['Ada', 'Grace', 'Jürgen', 'Zoë']),
      lastName: `Guest ${number}`,
      phone: '+442079460000',
    },
    items: itemsOf(dice, store.like, isUnknown),
    isPaid: dice.happens(0.8),
    ...(dice.happens(0.5) ? { notes: `${dice.pick(NOTES)} (${number})` } : {}),
    charges: [
      ...(fulfillmentType === 'DELIVERY' ? [amount('DELIVERY', 500)] : []),
      ...(dice.happens(0.3) ? [amount('SERVICE', 300)] : []),
      ...(dice.happens(0.3) ? [amount('DRIVER_TIP', 400)] : []),
    ],
    discounts: dice.happens(0.2) ? [{ ...amount('LOYALTY', 100), type: 'FIXED' }] : [],
    tax: dice.happens(0.2) ? [amount('City tax', 90)] : [],
    ...(fulfillmentType === 'DELIVERY'
      ? {
          delivery: {
            deliveryType: 'SELF_DELIVERY',
            address: { address: `${dice.between(1, 300)} Baker Street, London NW1 6XE` },
            instructions: `Flat ${number}, ring twice.`,
          },
        }
      : {}),
  };
}
