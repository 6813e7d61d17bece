import type { Part } from '../processes.js';
import type { Page, TextBrowser } from '../browser.js';

/** A ticket as the vendor's system shows it to the people of the shop. */
export interface TicketView {
  readonly id: string;
  readonly status: 'open' | 'cancelled';
  /** All that stands on it, in one text. */
  readonly text: string;
  /** In minor units. */
  readonly total: number;
  /** What the system makes of its parts less what it was told, in minor units. */
  readonly difference: number;
}

/** How far a cook is with a ticket. */
export type Move = 'preparing' | 'ready' | 'completed';

/** An order that has everything, and what of it must stand on the ticket. */
export interface RichOrder {
  readonly items: readonly object[];
  readonly parts: readonly string[];
}

/** A vendor's system that runs beside the host, and what people of the shop see and do there. */
export interface Vendor {
  readonly part: Part;
  /** What the deployer writes into `adapter.settings`, as YAML in braces. */
  readonly settings: string;
  /** What of it comes from the environment. */
  readonly secrets: Readonly<Record<string, string>>;
  /** How to get in, a line each. */
  readonly ways: readonly string[];
  /** The store of the shop that the story connects; its currency is GBP. */
  readonly store: string;
  /** How far staff can move a ticket, in order, so that POS Hub hears of it. */
  readonly moves: readonly Move[];
  /** Whether its API takes a ticket back. */
  readonly cancels: boolean;
  /** Gives the host access as a merchant does, from the host's first page to the choice of the store. */
  giveAccess(browser: TextBrowser, page: Page, say: (line: string) => void): Promise<Page>;
  tickets(orderId: string): Promise<readonly TicketView[]>;
  move(ticket: string, status: Move): Promise<void>;
  /** Says that something ran out, or is there again. */
  setStock(ref: string, isThere: boolean): Promise<void>;
  /** An order of what POS Hub shows of the store's products. */
  richOrder(products: readonly unknown[]): RichOrder;
}

/** Where a vendor's system is to run. */
export interface Launch {
  /** The path of the command line's entry. */
  readonly program: string;
  /** A folder that is gone afterwards. */
  readonly folder: string;
  /** The host's public address, known before it runs. */
  readonly hostUrl: string;
}
