/** What a run holds the bridge to: which of its promises each rule is about, and what it says. */
export const RULES = {
  acknowledged: { promise: 1, says: 'every event that was answered 200 is in the inbox' },
  one_ticket: { promise: 2, says: 'no order has a second ticket' },
  ticket: { promise: 2, says: 'every order has its ticket, or ended without one for a reason, or a person is called' },
  ended: { promise: 3, says: 'no order is without an end after the quiet time' },
  rejected: { promise: 3, says: 'nothing is turned down without a reason, and nothing taken that can’t be made' },
  cancelled: { promise: 3, says: 'nothing is cancelled but by its guest, or by staff that took its ticket back' },
  attention: { promise: 3, says: 'a person is called with a reason that fits, and rarely' },
  status: { promise: 3, says: 'POS Hub shows what the till shows' },
  whole: {
    promise: 4,
    says: 'lines, options, notes, guest, place, amounts and total are on the ticket as they were ordered',
  },
  found: { promise: 5, says: 'orders whose webhook never came are known all the same' },
  apart: { promise: 6, says: 'nothing of one merchant is under another' },
  alive: { promise: 6, says: 'no host ends by itself, but when it can’t store any more' },
} as const;

export type Rule = keyof typeof RULES;

/** A rule that was broken. */
export interface Violation {
  readonly rule: Rule;
  /** The order that it is about, where it is about one. */
  readonly orderId?: string;
  readonly what: string;
}
