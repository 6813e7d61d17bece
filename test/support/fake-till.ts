import {
  asFault,
  Fault,
  reportFault,
  type AdapterManifest,
  type CancelReason,
  type Capabilities,
  type ConnectedStore,
  type CatalogPart,
  type Credentials,
  type FaultReport,
  type Money,
  type OAuthOnboarding,
  type OrderStatus,
  type Polled,
  type PosSystem,
  type Reference,
  type Session,
  type Store,
  type StoreSession,
  type SubmitOutcome,
  type Ticket,
  type TicketView,
  type VendorDelivery,
  type VendorEvent,
  type VendorRequest,
} from '@poshub-bridge/core';

/**
 * What comes of a call: `fine`, or it breaks off without an answer before or after it took effect; a Fault is what the till
 * answers instead of doing anything.
 */
export type Fate = 'fine' | 'lost-before' | 'lost-after' | 'broken-after' | Fault;

/** What the till makes of an order. */
export type Reception = 'accept' | 'pending' | 'pending-unnamed' | 'reject' | 'duplicate' | 'duplicate-unnamed';

/** A ticket that the till really has. */
export interface MadeTicket {
  readonly ref: Reference;
  readonly ticket: Ticket;
  status: OrderStatus;
  at: number;
  reason?: CancelReason;
}

/** Who calls more often than this in one test does so without a pause. */
const MOST_CALLS = 5_000;

const ORDERS: Capabilities['orders'] = {
  lineNoteLength: 2000,
  adHocLines: false,
  optionDepth: 3,
  optionQuantities: true,
  prices: true,
  charges: true,
  tips: true,
  discounts: true,
  taxes: true,
  unpaid: true,
  scheduled: true,
  customer: true,
  address: true,
  fulfilments: ['pickup', 'delivery', 'dine-in'],
  noteLength: 200,
  cancel: true,
  idempotent: true,
  find: true,
  status: true,
  read: true,
};

/** The manifest of a till that can do everything, less what is said otherwise. */
export function fakeManifest(
  orders: Partial<Capabilities['orders']> = {},
  more: Partial<AdapterManifest> = {},
): AdapterManifest {
  return {
    id: 'fake',
    name: 'Fake Till',
    version: '1.0.0',
    contract: '^1.0.0',
    settings: { type: 'object' },
    credentials: { type: 'object' },
    onboarding: 'form',
    capabilities: {
      orders: { ...ORDERS, ...orders },
      catalog: { stock: true, images: true, hours: true, changes: true },
      webhooks: true,
      polling: true,
    },
    ...more,
  };
}

export const GBP_STORE: ConnectedStore = {
  ref: 'store-1',
  name: 'High Street',
  currency: 'GBP',
  timezone: 'Europe/London',
};

/** A till with a memory, whose calls go wrong as a test says. It outlives the bridge's process. */
export class FakeTill implements PosSystem {
  readonly tickets: MadeTicket[] = [];
  /** Every call that arrived, by method. */
  readonly calls: string[] = [];
  /** What comes of the next calls, by method; `fine` where nothing is left. */
  readonly fates = new Map<string, Fate[]>();
  /** What the till makes of the next orders; `accept` where nothing is left. */
  readonly receptions: Reception[] = [];
  /** When it says that it must have answered what is pending. */
  until: number | undefined;
  isDown = false;
  /** Whether look-ups do not show yet what there is. */
  isHiding = false;
  merchant = 'merchant-1';
  /** What the till makes of the next orders, where it says so. */
  total?: Money;
  readonly storesOf = new Map<string, readonly Store[]>([['good', [GBP_STORE]]]);
  /** The parts of the catalog; a Fault ends the reading. */
  menu: (CatalogPart | Fault)[] = [];
  /** What happens at the till while it is read. */
  onCatalog: () => void = () => undefined;
  /** What each reading of the catalog was asked since. */
  readonly asked: (string | undefined)[] = [];
  /** What the next reading of the catalog waits for. */
  gate: Promise<void> = Promise.resolve();
  /** The stores whose news the till sends. */
  readonly attached = new Set<Reference>();
  readonly news: VendorEvent[] = [];
  readonly deliveries = new Map<string, readonly VendorEvent[]>();
  refusal: FaultReport = { code: 'menu.item_unavailable', message: 'sold out', path: 'lines[0]' };
  oauth?: OAuthOnboarding;
  expiresAt?: (credentials: Credentials) => number | undefined;
  refresh?: (session: Session) => Promise<Credentials>;
  #time = 0;

  constructor(readonly manifest: AdapterManifest = fakeManifest()) {}

  /** Says what comes of the next calls of a method. */
  plan(method: string, ...fates: Fate[]): void {
    this.fates.set(method, [...(this.fates.get(method) ?? []), ...fates]);
  }

  countOf(method: string): number {
    return this.calls.filter((call) => call === method).length;
  }

  /** The tickets that staff would cook. */
  get live(): readonly MadeTicket[] {
    return this.tickets.filter(({ status }) => !['cancelled', 'rejected', 'completed'].includes(status));
  }

  /** The staff moves a ticket on. */
  move(ref: Reference, status: OrderStatus, reason?: CancelReason): TicketView {
    const made = this.#ticket(ref);
    Object.assign(made, { status, at: ++this.#time }, reason === undefined ? {} : { reason });
    return viewOf(made);
  }

  async #call<T>(method: string, effect: () => T): Promise<T> {
    await Promise.resolve();
    this.calls.push(method);
    if (this.calls.length > MOST_CALLS) throw new Error('the till is besieged');
    const fate = this.fates.get(method)?.shift() ?? 'fine';
    if (this.isDown) throw new Fault('vendor.unavailable');
    if (fate instanceof Fault) throw fate;
    if (fate === 'lost-before') throw new Fault('vendor.no_answer');
    const result = effect();
    if (fate === 'lost-after') throw new Fault('vendor.no_answer');
    if (fate === 'broken-after') throw new TypeError('the adapter stumbled over the answer');
    return result;
  }

  stores({ credentials }: Session): ReturnType<PosSystem['stores']> {
    return this.#call('stores', () => {
      const stores = this.storesOf.get(String(credentials['key']));
      if (stores === undefined) throw new Fault('credentials.invalid');
      return { merchant: this.merchant, stores };
    });
  }

  attach(session: StoreSession): Promise<void> {
    return this.#call('attach', () => {
      this.attached.add(session.store.ref);
    });
  }

  detach(): Promise<void> {
    return this.#call('detach', () => undefined);
  }

  async *catalog(_session: StoreSession, since?: string): AsyncIterable<CatalogPart> {
    this.calls.push('catalog');
    this.asked.push(since);
    const { gate, menu } = this;
    await gate;
    this.onCatalog();
    for (const part of menu) {
      if (part instanceof Fault) throw part;
      yield part;
    }
  }

  submit(_session: StoreSession, ticket: Ticket): Promise<SubmitOutcome> {
    return this.#call('submit', () => this.#take(ticket));
  }

  #take(ticket: Ticket): SubmitOutcome {
    const known = this.manifest.capabilities.orders.idempotent
      ? this.tickets.find((made) => made.ticket.idempotencyKey === ticket.idempotencyKey)
      : undefined;
    if (known !== undefined) return { kind: known.status === 'placed' ? 'pending' : 'accepted', ticket: known.ref };
    const reception = this.receptions.shift() ?? 'accept';
    if (reception === 'reject') return { kind: 'rejected', fault: this.refusal };
    const total = this.total === undefined ? {} : { total: this.total };
    const isPending = reception === 'pending' || reception === 'pending-unnamed';
    const ref = `ticket-${this.tickets.length + 1}`;
    this.tickets.push({ ref, ticket, status: isPending ? 'placed' : 'accepted', at: ++this.#time });
    const until = this.until === undefined ? {} : { until: this.until };
    if (reception === 'pending-unnamed') return { kind: 'pending', ...until };
    if (reception === 'duplicate-unnamed') return { kind: 'duplicate' };
    if (isPending) return { kind: 'pending', ticket: ref, ...total, ...until };
    return { kind: reception === 'duplicate' ? 'duplicate' : 'accepted', ticket: ref, ...total };
  }

  find(_session: StoreSession, orderId: string): Promise<TicketView | undefined> {
    return this.#call('find', () => {
      if (!this.manifest.capabilities.orders.find) throw new Fault('vendor.unsupported');
      const made = this.tickets.find(({ ticket }) => ticket.orderId === orderId);
      return made === undefined || this.isHiding ? undefined : viewOf(made);
    });
  }

  read(_session: StoreSession, ref: Reference): Promise<TicketView> {
    return this.#call('read', () => viewOf(this.#ticket(ref)));
  }

  cancel(_session: StoreSession, ref: Reference, reason: CancelReason): Promise<void> {
    return this.#call('cancel', () => {
      if (!this.manifest.capabilities.orders.cancel) throw new Fault('vendor.unsupported');
      const made = this.#ticket(ref);
      if (made.status === 'completed') throw new Fault('order.cancel_refused');
      if (made.status !== 'cancelled') this.move(ref, 'cancelled', reason);
    });
  }

  /** The body of a call is the name under which a test put its events into `deliveries`. */
  receive({ headers, body }: VendorRequest): VendorDelivery {
    if (headers['x-till'] !== 'signed') throw new Fault('request.unauthenticated');
    const events = this.deliveries.get(new TextDecoder().decode(body));
    if (events === undefined) throw new Fault('request.unreadable');
    return { events };
  }

  poll(_session: StoreSession, cursor: string | undefined): Promise<Polled> {
    return this.#call('poll', () => {
      if (cursor === undefined) return { events: [], cursor: String(this.news.length), more: false };
      const [from, to] = [Number(cursor), Number(cursor) + 2];
      const events = this.news.slice(from, to);
      return { events, cursor: String(from + events.length), more: to < this.news.length };
    });
  }

  #ticket(ref: Reference): MadeTicket {
    const made = this.tickets.find((one) => one.ref === ref);
    if (made === undefined) throw new Fault('vendor.order_unknown');
    return made;
  }
}

function viewOf({ ref, status, at, reason }: MadeTicket): TicketView {
  return { ticket: ref, status, at, ...(reason === undefined ? {} : { reason }) };
}

/** A fault as it is stored. */
export const reportOf = (error: unknown): FaultReport => reportFault(asFault(error));
