/* What the three sides say at the end, in the checker's own words. All amounts are minor units. */

/** An option with the references of the options that it was chosen below, as `a > b`. */
export interface SeenOption {
  readonly path: string;
  readonly quantity: number;
  readonly price: number;
}

export interface SeenLine {
  readonly ref: string;
  readonly quantity: number;
  readonly price: number;
  readonly note: string;
  readonly options: readonly SeenOption[];
}

/** What an order and its ticket have in common. */
export interface SeenContent {
  readonly lines: readonly SeenLine[];
  readonly note: string;
  readonly guest: string;
  /** How it is handed over: `PICKUP`, `DELIVERY`, `DINE-IN`. */
  readonly way: string;
  /** Address and instructions; of a ticket all that it says of its way, in one text. */
  readonly places: readonly string[];
  readonly charges: number;
  readonly tips: number;
  readonly discounts: number;
  readonly taxes: number;
  readonly total: number;
}

/** An order of the simulator. */
export interface SeenOrder extends SeenContent {
  readonly id: string;
  readonly locationId: string;
  readonly status: string;
}

/** A ticket of the till. */
export interface SeenTicket extends SeenContent {
  readonly id: string;
  readonly store: string;
  /** The id of the order that it was made for. */
  readonly reference: string;
  readonly status: string;
  /** What the till makes of the parts less what it was told. */
  readonly difference: number;
}

/** An order as the bridge's operator sees it. */
export interface SeenRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly phase: string;
  /** The code of why a person is needed. */
  readonly attention?: string;
  /** The code of why the bridge turned it down. */
  readonly rejected?: string;
}

/** An event in the bridge's inbox. */
export interface SeenEvent {
  readonly id: string;
  readonly connectionId: string;
  readonly orderId?: string;
}

/** An event that the bridge answered with 200. */
export type Acknowledged = SeenEvent;

/** Which store a location is connected with. */
export interface SeenShop {
  readonly locationId: string;
  readonly connectionId: string;
  readonly store: string;
}

/** What the load knows of an order. */
export interface Expected {
  /** It has an item that nobody sells. */
  readonly isUnknown: boolean;
  /** Its store may have been closed, or staff may have turned it down. */
  readonly mayBeRejected: boolean;
  /** Its guest cancels it. */
  readonly mayBeCancelled: boolean;
  /** Staff takes its ticket back at the till. */
  readonly mayBeVoided: boolean;
  /** A clock said that its time was over. */
  readonly mayBeLate: boolean;
}

/** Everything that the checker judges by. */
export interface Seen {
  readonly shops: readonly SeenShop[];
  readonly expected: ReadonlyMap<string, Expected>;
  readonly orders: readonly SeenOrder[];
  readonly tickets: readonly SeenTicket[];
  readonly records: readonly SeenRecord[];
  readonly acknowledged: readonly Acknowledged[];
  readonly events: readonly SeenEvent[];
}
