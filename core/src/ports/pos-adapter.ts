import type { CatalogPart, Reference, Store } from '../domain/catalog.js';
import type { FaultReport } from '../domain/fault.js';
import type { Money } from '../domain/money.js';
import type { CancelReason, OrderStatus } from '../domain/order.js';
import type { Ticket } from '../domain/ticket.js';
import type { TicketAbilities } from '../domain/ticket-abilities.js';
import type { Instant } from '../domain/time.js';
import type { HttpClient } from './http.js';
import type { Clock, Log } from './system.js';

/** The version of this contract; a manifest names the range that it works with. */
export const CONTRACT_VERSION = '1.0.0';

/** A JSON Schema, draft 2020-12 or 07, of type object. Its `title`s and `description`s are shown to people. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a till's system can do. What is claimed is tested, and what is not claimed must refuse with `vendor.unsupported`;
 * the host does without it as docs/adapter-contract.md says.
 */
export interface Capabilities {
  readonly orders: TicketAbilities & {
    /** A ticket can be cancelled by software. Without: attention. */
    readonly cancel: boolean;
    /** The same idempotency key gives the same ticket. */
    readonly idempotent: boolean;
    /** A ticket can be looked up by the order's id. Without, and not idempotent either: a lost answer needs a person. */
    readonly find: boolean;
    /** The till tells what becomes of a ticket after it was taken: by `read`, by webhooks or by polling. */
    readonly status: boolean;
    /** How a ticket stands can be asked at any time. Without: news of tickets say themselves how they stand. */
    readonly read: boolean;
  };
  readonly catalog: {
    /** The till says what is out of stock. */
    readonly stock: boolean;
    readonly images: boolean;
    readonly hours: boolean;
    /** The till can be asked for what changed since an earlier read. */
    readonly changes: boolean;
  };
  /** The vendor calls us. */
  readonly webhooks: boolean;
  /** The adapter can ask for what changed. Every adapter should: webhooks get lost. */
  readonly polling: boolean;
}

export interface AdapterManifest {
  /** Lower case, as in `adapter.use`. */
  readonly id: string;
  /** As people call the till. */
  readonly name: string;
  readonly version: string;
  /** The versions of this contract that it works with, as npm writes ranges: `^1.0.0`. */
  readonly contract: string;
  /** What the deployer sets in `adapter.settings`. */
  readonly settings: JsonSchema;
  /** What is stored for a merchant, encrypted; with `onboarding: form` also the fields of the form they fill in. */
  readonly credentials: JsonSchema;
  readonly onboarding: 'form' | 'oauth';
  readonly capabilities: Capabilities;
  /** At most so many calls a second to the vendor, over all stores: 0.01 to 1,000. Without it calls are not paced. */
  readonly callsPerSecond?: number;
}

/** What the merchant's access is made of; opaque to the host, of the shape of the manifest's credentials schema. */
export type Credentials = Readonly<Record<string, unknown>>;

/** The access to one merchant at the vendor. */
export interface Session {
  readonly connectionId: string;
  readonly credentials: Credentials;
}

/** The access to one store. */
export interface StoreSession extends Session {
  readonly store: {
    readonly ref: Reference;
    readonly currency: string;
    /** IANA name. */
    readonly timezone: string;
    /** What the merchant decided about it, where the adapter asked: of the shape of its schema. */
    readonly choices?: Readonly<Record<string, unknown>>;
  };
}

export interface AdapterContext<Settings = unknown> {
  /** Checked against the manifest's schema, with its defaults. */
  readonly settings: Settings;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the vendor's events arrive, as it is registered with the vendor. */
  readonly webhookUrl: string;
}

/** An adapter package's default export; made by {@link defineAdapter}. */
export interface PosAdapter<Settings = unknown> {
  readonly manifest: AdapterManifest;
  /** The hosts (`name` or `name:port`) that it may call with these settings. */
  hosts(settings: Settings): readonly string[];
  create(context: AdapterContext<Settings>): PosSystem;
}

/** Gives the adapter back, with its types checked where it is written. */
export function defineAdapter<Settings>(adapter: PosAdapter<Settings>): PosAdapter<Settings> {
  return adapter;
}

/** What became of a submission. `total` is what the till makes of the order, where it says so: a difference is shown. */
export type SubmitOutcome =
  /** The till has the ticket and takes it. */
  | { readonly kind: 'accepted'; readonly ticket: Reference; readonly total?: Money }
  /**
   * The till has it, or will have it; whether it takes it comes later as an event. `until`: when it must have said so; an
   * order for later is otherwise waited for until its time.
   */
  | { readonly kind: 'pending'; readonly ticket?: Reference; readonly total?: Money; readonly until?: Instant }
  /**
   * The till will not take it; the fault says why, with the item's path. With `earlier: 'unknown'` that is said of this
   * attempt alone: the vendor looks at what is ordered before it looks at the key, so an earlier attempt whose answer was
   * lost may have made a ticket all the same. The host then calls a person.
   */
  | { readonly kind: 'rejected'; readonly fault: FaultReport; readonly earlier?: 'unknown' }
  /**
   * The vendor says that it had the order before. With a ticket it counts as accepted (one that still waits is `pending`);
   * without one it is looked for.
   */
  | { readonly kind: 'duplicate'; readonly ticket?: Reference; readonly total?: Money };

/** How a ticket stands at the till. */
export interface TicketView {
  readonly ticket: Reference;
  readonly status: OrderStatus;
  /** The time of this status by the vendor's clock; versions count as times where there is no clock. */
  readonly at: Instant;
  readonly reason?: CancelReason;
}

/** News from the till. `id` is the same each time the same news is told. */
export type VendorEvent =
  | ({
      readonly type: 'ticket';
      readonly id: string;
      readonly store: Reference;
      /** The order's id in POS Hub, where the vendor repeats it. */
      readonly orderId?: string;
      /** Why the till refused it, where its status is `rejected`. */
      readonly fault?: FaultReport;
    } & TicketView)
  /** Something about a ticket changed; the adapter's `read` says what, so it must claim that. */
  | {
      readonly type: 'ticket-changed';
      readonly id: string;
      readonly store: Reference;
      readonly ticket: Reference;
      readonly orderId?: string;
    }
  | {
      readonly type: 'stock';
      readonly id: string;
      readonly store: Reference;
      readonly item: Reference;
      readonly available: boolean;
    }
  | { readonly type: 'catalog-changed'; readonly id: string; readonly store: Reference }
  /** As above, of a vendor whose merchants have one catalog for all their stores. */
  | { readonly type: 'catalog-changed'; readonly id: string; readonly merchant: Reference }
  /** The merchant withdrew the access. */
  | { readonly type: 'access-revoked'; readonly id: string; readonly merchant: Reference };

export interface VendorRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface VendorDelivery {
  readonly events: readonly VendorEvent[];
  /** What the vendor wants as an answer; 200 and empty where absent. */
  readonly reply?: { readonly status: number; readonly body: string; readonly contentType: string };
}

export interface OAuthOnboarding {
  /** The vendor's page where the merchant agrees; PKCE where the vendor has it. */
  authorizeUrl(request: {
    readonly state: string;
    readonly redirectUri: string;
    readonly codeChallenge: string;
  }): string;
  /** @throws Fault `credentials.invalid` when the vendor does not accept the code. */
  exchange(answer: {
    readonly code: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
  }): Promise<Credentials>;
}

export interface Polled {
  readonly events: readonly VendorEvent[];
  /** What to ask with next time; at most 1,000 characters. */
  readonly cursor: string;
  /** Whether there is more at once. */
  readonly more: boolean;
}

/**
 * A vendor's system. It keeps nothing: credentials come with each call, and every method may be called by several
 * processes at once. Errors are Faults: `credentials.expired` leads to one refresh and one repetition, `vendor.no_answer`
 * to the care that doubt needs.
 */
export interface PosSystem {
  /** Present exactly where the manifest says `onboarding: oauth`. */
  readonly oauth?: OAuthOnboarding;

  /** Who the credentials belong to and which stores they open. A form's credentials are proved by this call. */
  stores(session: Session): Promise<{ readonly merchant: Reference; readonly stores: readonly Store[] }>;

  /**
   * What the till must know of a store that only the merchant can decide (which of its order profiles is for delivery), as
   * the schema of a form like the credentials'. Undefined where nothing is to be asked.
   */
  choices?(session: Session, store: Reference): Promise<JsonSchema | undefined>;

  /** Called once when a store was chosen, and again at every start of the host: register webhooks here. Idempotent. */
  attach?(session: StoreSession): Promise<void>;
  /** Called when the connection ends: revoke what can be revoked. */
  detach?(session: Session): Promise<void>;

  /** When the session should be refreshed, or undefined where it never ends. */
  expiresAt?(credentials: Credentials): Instant | undefined;
  /** New credentials for old. The result is stored before it is used. */
  refresh?(session: Session): Promise<Credentials>;

  /**
   * The catalog, in parts; reading ends with an error unless it was read whole.
   * @param since the `mark` of the last read, where the adapter claims `catalog.changes`: the read may then give only what
   *   changed, and says so by `changesOnly`; it gives all where changes alone would not tell everything
   */
  catalog(session: StoreSession, since?: string): AsyncIterable<CatalogPart>;

  submit(session: StoreSession, ticket: Ticket): Promise<SubmitOutcome>;
  /** The ticket of an order, by the order's id; undefined where there certainly is none. */
  find(session: StoreSession, orderId: string): Promise<TicketView | undefined>;
  /** How a ticket stands. @throws Fault `vendor.order_unknown` */
  read(session: StoreSession, ticket: Reference): Promise<TicketView>;
  /** Idempotent. @throws Fault `order.cancel_refused` when it is too late. */
  cancel(session: StoreSession, ticket: Reference, reason: CancelReason): Promise<void>;

  /**
   * Verifies a vendor's call and reads it.
   * @throws Fault `request.unauthenticated` when signature or password are wrong; `request.unreadable`.
   */
  receive(request: VendorRequest): VendorDelivery;
  /** What changed since the cursor; without a cursor: from now on. */
  poll(session: StoreSession, cursor: string | undefined): Promise<Polled>;
}
