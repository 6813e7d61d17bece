import type { Fulfilment } from './order.js';

/** What a till can hold of an order in fields of its own; what it can't is written into the ticket's note. */
export interface TicketAbilities {
  /** The longest note at a line, in characters; 0: none. A longer one is written into the ticket's note. */
  readonly lineNoteLength: number;
  /** Whether a line or an option without a reference can be given by its name and price. Without: the order is rejected. */
  readonly adHocLines: boolean;
  /** How deep options may be nested below a line; 0: no options. */
  readonly optionDepth: number;
  /** Whether one option may be taken more than once. */
  readonly optionQuantities: boolean;
  /**
   * The till takes the prices that the guest paid. Without: its own menu's count, so the guest's total is written into the
   * note, and no order is rejected over the difference.
   */
  readonly prices: boolean;
  readonly charges: boolean;
  readonly tips: boolean;
  readonly discounts: boolean;
  readonly taxes: boolean;
  /** A ticket that is not, or not wholly, paid: its tenders say what was taken, and the till asks for the rest. */
  readonly unpaid: boolean;
  /** A time for which the order is meant. */
  readonly scheduled: boolean;
  /** The guest's name and phone. */
  readonly customer: boolean;
  readonly address: boolean;
  /** The ways to get the food that the till tells apart. */
  readonly fulfilments: readonly Fulfilment['kind'][];
  /** The longest note, in characters. An order whose texts don't fit is held for a person, never cut. */
  readonly noteLength: number;
}
