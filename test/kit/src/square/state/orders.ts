import type { Clock } from '../../fake/clock.js';
import { invalid, notFound, SquareError } from '../errors.js';
import { orderId } from '../ids.js';
import type { Draft } from '../money/draft.js';
import { price } from '../money/price.js';
import { checkMergedOrder, type SentUpdate } from '../schemas/orders.js';
import type { FulfillmentState, Order, OrderRefund, OrderState, SentOrder, Tender } from '../wire/order.js';
import type { Events } from './events.js';
import { checkMove, isEnd, type Move } from './fulfillments.js';
import { Idempotency } from './idempotency.js';
import { cleared, merged } from './merge.js';
import { answerOf, type Entry } from './order-book.js';
import type { Place } from './place.js';
import { referencesOf, resolve } from './resolve.js';

const PRICED = ['line_items', 'discounts', 'taxes', 'service_charges'] as const;

/** The merchant's orders. */
export class Orders {
  readonly #entries = new Map<string, Entry>();
  readonly #created = new Idempotency<Order>();
  readonly #updated = new Idempotency<true>();

  /** @param placeOf the location of an order, which throws when there is none */
  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly placeOf: (location: string) => Place,
    private readonly sourceName: string,
  ) {}

  all(): Entry[] {
    return [...this.#entries.values()];
  }

  /** Throws 404. */
  get(id: string): Entry {
    const known = this.#entries.get(id);
    if (known) return known;
    throw notFound(`The order with the ID ${id} was not found.`, 'order_id');
  }

  /** The amounts that an order would have. */
  calculate(sent: SentOrder): Order {
    const place = this.placeOf(sent.location_id);
    return price(resolve(sent, place), place.location.currency);
  }

  create(key: string | undefined, sent: SentOrder): Order {
    return this.#created.once(key, sent, () => {
      const entry = this.#open(sent);
      this.events.orderCreated(entry);
      return answerOf(entry);
    });
  }

  /** A repeated key gets the order as it is now, without a change; so says the documentation, whatever else is sent. */
  update(id: string, { idempotency_key: key, order, fields_to_clear = [] }: SentUpdate): Order {
    const entry = this.get(id);
    const slot = key === undefined ? undefined : `${id} ${key}`;
    this.#updated.once(slot, '', () => {
      this.#checkVersion(entry, order.version, true);
      this.#change(entry, order, fields_to_clear);
      return true;
    });
    return answerOf(entry);
  }

  /** Takes what a completed payment brings. The order is done once nothing is open in it. */
  settle(entry: Entry, tenders: Tender[]): void {
    entry.tenders.push(...tenders);
    entry.settled = answerOf(entry).net_amount_due_money.amount === 0;
    entry.version += 1;
    this.#finish(entry);
    this.#touch(entry);
  }

  /** Throws 409 when a version is given that isn't the order's. */
  checkVersion(entry: Entry, version: number | undefined): void {
    this.#checkVersion(entry, version, false);
  }

  /** The order that a refund makes; it stands for itself and names the one that was paid. */
  giveBack(source: Entry, refund: OrderRefund): void {
    const entry: Entry = {
      ...this.#open({ location_id: source.draft.location_id, source: source.draft.source }),
      ...{ state: 'COMPLETED', returned: { sourceId: source.id, refund } },
    };
    entry.closed_at = entry.created_at;
    this.#entries.set(entry.id, entry);
    this.events.orderCreated(entry);
  }

  /** Moves a fulfillment as the people at the till do. Throws 404, and 400 for a move that is not possible. */
  move(id: string, state: FulfillmentState): Order {
    const entry = this.get(id);
    const [fulfillment] = entry.draft.fulfillments ?? [];
    if (!fulfillment) throw invalid('BAD_REQUEST', 'The order has no fulfillment.');
    this.#change(entry, { fulfillments: [{ uid: fulfillment.uid, state }] }, []);
    return answerOf(entry);
  }

  /** Sets the order's own state as the till does. */
  close(entry: Entry, state: 'CANCELED'): void {
    entry.state = state;
    entry.closed_at = this.clock.stamp();
    this.#touch(entry);
  }

  #open(sent: SentOrder): Entry {
    const place = this.placeOf(sent.location_id);
    const stamp = this.clock.stamp();
    const { state = 'OPEN', version: _, ...rest } = resolve(sent, place);
    if (state !== 'OPEN' && state !== 'DRAFT')
      throw invalid('INVALID_VALUE', 'An order begins as OPEN or DRAFT.', 'order.state');
    const started = rest.fulfillments?.findIndex((one) => one.state !== 'PROPOSED' && one.state !== 'RESERVED') ?? -1;
    if (started >= 0)
      throw invalid('INVALID_VALUE', 'A fulfillment begins as PROPOSED.', `order.fulfillments[${started}].state`);
    const entry: Entry = {
      ...{ id: orderId(), draft: { ...rest, source: rest.source ?? { name: this.sourceName } }, state, version: 1 },
      ...{ currency: place.location.currency, created_at: stamp, updated_at: stamp, tenders: [], settled: false },
      times: {},
    };
    this.#entries.set(entry.id, entry);
    return entry;
  }

  #checkVersion(entry: Entry, version: number | undefined, required: boolean): void {
    if (version === undefined && !required) return;
    if (version === undefined) throw invalid('MISSING_REQUIRED_PARAMETER', 'The version is required.', 'order.version');
    if (version === entry.version) return;
    const detail = `The version ${version} does not match the order's version ${entry.version}.`;
    const category = 'INVALID_REQUEST_ERROR';
    throw new SquareError(409, { category, code: 'VERSION_MISMATCH', detail, field: 'order.version' });
  }

  #change(entry: Entry, sparse: object, clear: string[]): void {
    if (entry.state === 'COMPLETED' || entry.state === 'CANCELED')
      throw invalid('BAD_REQUEST', `An order that is ${entry.state} cannot be updated.`, 'order.state');
    const { version: _, ...changes } = { version: 0, ...sparse };
    const whole = cleared(merged(storable({ ...entry.draft, state: entry.state }), changes), clear);
    const { order } = checkMergedOrder({ order: whole });
    if (order.location_id !== entry.draft.location_id)
      throw invalid('INVALID_VALUE', 'The location of an order cannot change.', 'order.location_id');
    const isPriced = PRICED.some((key) => key in changes || clear.some((path) => path.startsWith(key)));
    if (entry.tenders.length > 0 && isPriced)
      throw invalid('BAD_REQUEST', 'LineItems cannot be modified for finalized tenders.', 'order.line_items');
    const place = { ...this.placeOf(order.location_id), kept: referencesOf(entry.draft) };
    const { state = entry.state, ...draft } = resolve(order, place);
    const moves = this.#moves(entry, draft.fulfillments ?? []);
    checkState(entry, state, draft);
    const stamp = this.clock.stamp();
    for (const { uid, to } of moves) entry.times[uid] = { ...entry.times[uid], [to]: stamp };
    entry.draft = draft;
    if (state !== entry.state && state !== 'OPEN') entry.closed_at = stamp;
    entry.state = state;
    this.#finish(entry);
    this.#touch(entry);
    if (moves.length > 0) this.events.fulfillmentUpdated(entry, moves);
  }

  #moves(entry: Entry, after: { uid: string; state: FulfillmentState }[]): Move[] {
    return after.flatMap(({ uid, state: to }, index) => {
      const from = entry.draft.fulfillments?.find((one) => one.uid === uid)?.state;
      if (from === undefined || from === to) return [];
      checkMove(from, to, `order.fulfillments[${index}].state`);
      return [{ uid, from, to }];
    });
  }

  /** Paid and with nothing left to hand over, an order is COMPLETED; one whose fulfillments all failed stays OPEN. */
  #finish(entry: Entry): void {
    const states = (entry.draft.fulfillments ?? []).map(({ state }) => state);
    const isDone = states.every(isEnd) && (states.length === 0 || states.includes('COMPLETED'));
    if (entry.state !== 'OPEN' || !entry.settled || !isDone) return;
    entry.state = 'COMPLETED';
    entry.closed_at = this.clock.stamp();
  }

  #touch(entry: Entry): void {
    entry.version += 1;
    entry.updated_at = this.clock.stamp();
    this.events.orderUpdated(entry);
  }
}

/** Throws 400 for a state that the order cannot have now. */
function checkState(entry: Entry, state: OrderState, { fulfillments = [] }: Draft): void {
  if (state === entry.state || state === 'OPEN' || state === 'DRAFT') return;
  if (state === 'CANCELED' && entry.tenders.length > 0)
    throw invalid('BAD_REQUEST', 'Orders cannot be canceled after payments have been processed.', 'order.state');
  if (fulfillments.some((one) => !isEnd(one.state)))
    throw invalid('BAD_REQUEST', `An order with open fulfillments cannot become ${state}.`, 'order.state');
  if (state === 'COMPLETED' && !entry.settled)
    throw invalid('BAD_REQUEST', 'An order that is not paid cannot become COMPLETED.', 'order.state');
}

/** A kept order as a client could have sent it. */
function storable(draft: object): unknown {
  return JSON.parse(JSON.stringify(draft, (key, value: unknown) => (key === 'auto_applied' ? undefined : value)));
}
