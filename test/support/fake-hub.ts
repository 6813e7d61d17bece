import {
  Fault,
  isFinal,
  type Catalog,
  type ConnectedStore,
  type HubConnection,
  type HubEnvelope,
  type HubIds,
  type HubLocation,
  type HubOrder,
  type HubReport,
  type HubWire,
  type InstallRequest,
  type OfferChange,
  type Order,
  type OrderStatus,
  type PosHub,
} from '@poshub-bridge/core';

/** What comes of a call to POS Hub: a Fault comes before it took effect, `lost-after` behind it. */
type Fate = Fault | 'fine' | 'lost-after';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });

/** A small order, with what a test says differently. */
export function anOrder(id: string, changes: Partial<Order> = {}): Order {
  return {
    id,
    number: '42',
    channel: 'DIRECT',
    placedAt: 0,
    fulfilment: { kind: 'pickup' },
    customer: { firstName: 'Ada' },
    lines: [{ name: 'Margherita', ref: 'p1', quantity: 2, price: gbp(950), options: [] }],
    charges: [],
    discounts: [],
    taxes: [],
    includedTaxes: [],
    tenders: [],
    paid: true,
    subtotal: gbp(1900),
    total: gbp(1900),
    ...changes,
  };
}

/** POS Hub's side of orders, connections and catalogs, whose calls go wrong as a test says. */
export class FakeHub implements PosHub {
  readonly known = new Map<string, HubOrder>();
  /** Every report that arrived, refused ones included. */
  readonly reports: (HubReport & { readonly orderId: string })[] = [];
  readonly fates = new Map<string, Fate[]>();
  readonly calls: string[] = [];
  isDown = false;
  /** The currency of every location, where POS Hub says it. */
  currency: string | undefined;
  /** Likewise its time zone. */
  timezone: string | undefined;
  /** The ids and the status of what was installed. */
  readonly installed = new Map<string, HubConnection>();
  readonly statuses: { readonly connectionId: string; readonly status: string; readonly reason?: string }[] = [];
  readonly locations: { readonly connectionId: string; readonly store: string }[] = [];
  readonly imports: Catalog[] = [];
  readonly offers: OfferChange[] = [];
  #time = 1;

  /** Says what comes of the next calls of a method. */
  plan(method: string, ...fates: Fate[]): void {
    this.fates.set(method, [...(this.fates.get(method) ?? []), ...fates]);
  }

  /** Keeps an order as it is now; gives it back as it is told. */
  put(ids: HubIds, order: Order, status: OrderStatus = 'placed', more: Partial<HubOrder> = {}): HubOrder {
    const told: HubOrder = { ...ids, orderId: order.id, status, at: ++this.#time, order, ...more };
    this.known.set(order.id, told);
    return told;
  }

  /** Moves an order to another status, as the guest, the channel or POS Hub's staff would. */
  move(orderId: string, status: OrderStatus, more: Partial<HubOrder> = {}): HubOrder {
    const told = this.known.get(orderId);
    if (told === undefined) throw new Error(`there is no order ${orderId}`);
    const moved: HubOrder = { ...told, status, at: ++this.#time, ...more };
    this.known.set(orderId, moved);
    return moved;
  }

  statusOf(orderId: string): OrderStatus | undefined {
    return this.known.get(orderId)?.status;
  }

  async #call<T>(method: string, effect: () => T): Promise<T> {
    await Promise.resolve();
    this.calls.push(method);
    const fate = this.fates.get(method)?.shift() ?? 'fine';
    if (this.isDown) throw new Fault('hub.unavailable');
    if (fate instanceof Fault) throw fate;
    const result = effect();
    if (fate === 'lost-after') throw new Fault('hub.unavailable');
    return result;
  }

  completeInstall(request: InstallRequest): Promise<void> {
    return this.#call('completeInstall', () => {
      if (request.code !== 'good') throw new Fault('hub.refused');
    });
  }

  connection(ids: HubIds): Promise<HubConnection> {
    return this.#call('connection', () => {
      const known = this.installed.get(ids.connectionId);
      if (known === undefined) throw new Fault('hub.not_found');
      return known;
    });
  }

  setConnection(
    { connectionId }: HubIds,
    status: { readonly status: 'completed' } | { readonly status: 'failed'; readonly reason: string },
  ): Promise<void> {
    return this.#call('setConnection', () => void this.statuses.push({ connectionId, ...status }));
  }

  location({ locationId }: HubIds): Promise<HubLocation> {
    return this.#call('location', () => ({
      name: `the place ${locationId}`,
      ...(this.currency === undefined ? {} : { currency: this.currency }),
      ...(this.timezone === undefined ? {} : { timezone: this.timezone }),
    }));
  }

  setLocation({ connectionId }: HubIds, store: ConnectedStore): Promise<void> {
    return this.#call('setLocation', () => void this.locations.push({ connectionId, store: store.ref }));
  }

  importCatalog(_ids: HubIds, catalog: Catalog): Promise<void> {
    return this.#call('importCatalog', () => void this.imports.push(catalog));
  }

  changeOffer(_ids: HubIds, change: OfferChange): Promise<void> {
    return this.#call('changeOffer', () => void this.offers.push(change));
  }

  async *orders(ids: HubIds, status: OrderStatus): AsyncIterable<HubOrder> {
    const all = await this.#call('orders', () => [...this.known.values()]);
    for (const told of all) if (told.status === status && told.locationId === ids.locationId) yield told;
  }

  order(_ids: HubIds, orderId: string): Promise<HubOrder> {
    return this.#call('order', () => {
      const told = this.known.get(orderId);
      if (told === undefined) throw new Fault('hub.not_found');
      return told;
    });
  }

  /** Refuses what its own state of the order rules out; the same status again changes nothing. */
  report(_ids: HubIds, orderId: string, report: HubReport): Promise<void> {
    return this.#call('report', () => {
      this.reports.push({ ...report, orderId });
      const told = this.known.get(orderId);
      if (told === undefined) throw new Fault('hub.not_found');
      if (told.status === report.status) return;
      if (isFinal(told.status)) throw new Fault('hub.refused', { detail: `it is ${told.status}` });
      this.move(orderId, report.status);
    });
  }
}

/** POS Hub's wire in small: a body is the name of an event that was made here. */
export class FakeWire implements HubWire {
  readonly #events = new Map<string, { readonly envelope: HubEnvelope; readonly told: HubOrder | Fault | undefined }>();

  /** An event about an order; a Fault where its content can't be read at all. */
  orderEvent(id: string, told: HubOrder, unreadable?: Fault): Uint8Array {
    return this.#make(
      { ...this.#envelope(id, told), topic: 'order', objectType: 'Order', orderId: told.orderId },
      unreadable ?? told,
    );
  }

  connectionEvent(id: string, ids: HubIds, change: HubEnvelope['change']): Uint8Array {
    return this.#make({ ...this.#envelope(id, ids), topic: 'connection', objectType: 'Connection', change });
  }

  otherEvent(id: string, ids: HubIds): Uint8Array {
    return this.#make({ ...this.#envelope(id, ids), topic: 'other', objectType: 'Menu' });
  }

  #envelope(id: string, ids: HubIds): Omit<HubEnvelope, 'topic' | 'objectType'> {
    return { id, connectionId: ids.connectionId, change: 'modify', at: 1 };
  }

  #make(envelope: HubEnvelope, told?: HubOrder | Fault): Uint8Array {
    this.#events.set(envelope.id, { envelope, told });
    return new TextEncoder().encode(envelope.id);
  }

  #read(body: Uint8Array) {
    const event = this.#events.get(new TextDecoder().decode(body));
    if (event === undefined) throw new Fault('request.unreadable');
    return event;
  }

  isSigned(_body: Uint8Array, headers: Readonly<Record<string, string>>): boolean {
    return headers['x-hub'] === 'signed';
  }

  readEnvelope(body: Uint8Array): HubEnvelope {
    return this.#read(body).envelope;
  }

  readOrder(body: Uint8Array): HubOrder {
    const { told } = this.#read(body);
    if (told === undefined || told instanceof Fault) throw told ?? new Fault('order.unreadable');
    return told;
  }

  readInstall(): InstallRequest {
    throw new Fault('install.incomplete');
  }

  readSync(): { readonly connectionId?: string; readonly locationId?: string } {
    throw new Fault('request.unreadable');
  }

  writeCatalog(catalog: Catalog): unknown {
    return catalog;
  }
}
