import type { ConnectedStore, Credentials, Fulfilment, Instant, OrderStatus, Reference } from '@poshub-bridge/core';
import type { Key, Menu, MenuChange } from './corpus/types.js';

/*
 * What a team writes once, so that the kit can look at its fake of the vendor: an independent server with a state of its
 * own. The kit never asks the adapter what the adapter did; it asks the fake. Faults, time-outs and the log of requests
 * are the kit's: it stands between the adapter and the fake.
 */

/** What not every fake can do. Requirements that need it are then not applicable, with the rig's reason. */
export type RigAbility =
  /** Staff moves a ticket on. */
  | 'move'
  /** New orders wait until staff accepts them. */
  | 'hold'
  /** The store takes no orders. */
  | 'close'
  /** Things run out. */
  | 'stock'
  /** The access token ends, the refresh token stays good. */
  | 'expire'
  /** The merchant withdraws the access. */
  | 'revoke'
  | 'webhooks'
  /** The fake tells where its webhooks go, and lets somebody else register too. */
  | 'registrations';

export interface Rig {
  /** As people call the fake: `the local till`. */
  readonly name: string;
  /** What the fake can't do, and why. */
  readonly cannot?: Readonly<Partial<Record<RigAbility, string>>>;
  /** Starts a fake, or makes room in one that runs: no tickets, nothing registered. Called for each requirement. */
  start(): Promise<Fake>;
}

export interface Fake {
  /** Where it listens, without a slash at its end. The adapter does not call it here: the kit stands before it. */
  readonly url: string;
  /** The stores of the merchant, each with a name of its own. The first one is used where nothing else is said. */
  readonly stores: readonly ConnectedStore[];
  /** The merchant's id at the vendor, as its events name it. */
  readonly merchant: string;
  /** `adapter.settings` for an adapter that shall call the vendor at this address. */
  settings(url: string): Readonly<Record<string, unknown>>;
  /** With `onboarding: form`: what a merchant enters. */
  readonly credentials?: Credentials;
  /** With `onboarding: oauth`: agrees on the vendor's page, and gives the address that the browser is sent to. */
  consent?(authorizeUrl: string): Promise<string>;
  /** Credentials of the right form that open nothing. */
  readonly wrongCredentials: Credentials;

  /**
   * Makes the store sell exactly this.
   * @throws Unable for what the vendor has no place for
   */
  seed(store: Reference, menu: Menu): Promise<void>;
  /** @throws Unable */
  change(store: Reference, change: MenuChange): Promise<void>;
  /** Every ticket of the store as a cook sees it, cancelled ones too, oldest first. */
  tickets(store: Reference): Promise<readonly SeenTicket[]>;
  /** Staff moves a ticket. @throws Unable for a status that the vendor does not have */
  move?(ticket: Reference, status: OrderStatus): Promise<void>;
  hold?(store: Reference): Promise<void>;
  close?(store: Reference): Promise<void>;
  expire?(): Promise<void>;
  revoke?(): Promise<void>;
  readonly webhooks?: FakeWebhooks;
  /**
   * How deep its menus nest groups, where an order's options may be nested deeper (a combo's parts have options of their
   * own). Deeper groups of a menu are seeded beside the others.
   */
  readonly menuDepth?: number;
  /** Orders name the place where their news go: the adapter must have registered before the first. */
  readonly attachFirst?: true;
  /** Whether a request may change something; without it everything but GET and HEAD does. */
  mutates?(method: string, path: string): boolean;
  stop(): Promise<void>;
}

export interface FakeWebhooks {
  /** The header with the signature, in lower case. */
  readonly header: string;
  /** The headers of a call with this body to this address, signed with the adapter's key or with somebody else's. */
  sign(
    body: Uint8Array,
    how: { readonly url: string; readonly key: 'right' | 'other'; readonly at?: Instant },
  ): Readonly<Record<string, string>>;
  /** What proves a call is a password, and says nothing of the body. */
  readonly byPassword?: true;
  /** Whether a signature is good for a limited time. */
  readonly ages: boolean;
  /** The body of an event of a kind that no adapter knows. */
  unknown(): Uint8Array;
  /** Where `attach` does not register them because a person does: does that. */
  register?(url: string): Promise<void>;
  /** Every address that is registered. */
  registered?(): Promise<readonly string[]>;
  /** Registers an address of somebody else. */
  registerForeign?(url: string): Promise<void>;
}

/** A ticket as a cook sees it. Amounts are minor units of its currency. */
export interface SeenTicket {
  /** The vendor's id. */
  readonly ref: Reference;
  /** The order's id in POS Hub, where the ticket carries it. */
  readonly orderId?: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly lines: readonly SeenLine[];
  /** Every text that a person can read on it, but for the names of what is sold. */
  readonly texts: readonly string[];
  readonly charges: readonly SeenAmount[];
  /** Positive. */
  readonly discounts: readonly SeenAmount[];
  /** On top of the lines. */
  readonly taxes: readonly SeenAmount[];
  readonly tip: number;
  /** What the till shows as to be paid in all. */
  readonly total: number;
  /** What counts as paid. */
  readonly paid: number;
  /** Absent where no field tells the kinds apart; then the texts must. */
  readonly fulfilment?: Fulfilment['kind'];
  readonly scheduledFor?: Instant;
}

export interface SeenOption {
  /** The key under which the rig seeded it; absent for a line that the vendor's catalog does not have. */
  readonly item?: Key;
  readonly name: string;
  /** For one of what it belongs to. */
  readonly quantity: number;
  /** For one. */
  readonly price: number;
  readonly options: readonly SeenOption[];
}

export interface SeenLine extends SeenOption {
  readonly note?: string;
}

export interface SeenAmount {
  readonly name: string;
  readonly amount: number;
}

const MARK = 'poshub-bridge/unable';

/** A rig's fake has no place for what it was asked. */
export class Unable extends Error {
  readonly mark = MARK;
}

/** Whether an error is an {@link Unable}, of this copy of the kit or another. */
export function isUnable(error: unknown): error is Unable {
  return error instanceof Error && 'mark' in error && error.mark === MARK;
}
