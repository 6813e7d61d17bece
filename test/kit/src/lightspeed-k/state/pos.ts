import type { Clock } from '../../fake/clock.js';
import type { CatalogBook } from './catalog.js';
import type { News } from './news.js';
import type { Stock } from './stock.js';
import { Tasks } from '../../fake/tasks.js';
import type { Account, AccountLine, AccountPayment } from '../wire/account.js';
import { totalsOf } from '../wire/account.js';
import { centsOf } from '../wire/money.js';
import type { SentLine, SentOrder, SentPayment, SentSubItem } from '../wire/order.js';
import type { Location, PosStatus } from '../wire/place.js';
import { isOpen, type Accounts } from './accounts.js';
import { Pricing } from './lines.js';

/** What a point of sale works with. */
export interface Shop {
  readonly clock: Clock;
  readonly catalog: CatalogBook;
  readonly accounts: Accounts;
  readonly stock: Stock;
  readonly news: News;
  location(id: number): Location;
}

const MINUTE = 60_000;
/** How long a point of sale is tried where an order doesn't say. */
const PATIENCE = 10 * MINUTE;

/** What a point of sale takes in payment. */
export const PAYMENT_METHODS = ['OOPAYMENT', 'APM', 'CASH', 'CARD'];

/** Why a point of sale did not do something. */
class Failure extends Error {
  constructor(
    reason: string,
    readonly account?: 'ACCOUNT_NOT_FOUND' | 'ACCOUNT_ALREADY_CLOSED' | 'OVERPAID' | 'PAYMENT_METHOD_NOT_FOUND',
  ) {
    super(reason);
  }
}

/** The points of sale of the locations: what was accepted gets there, or doesn't, some time after the answer. */
export class Pos {
  readonly tasks: Tasks;
  readonly #status = new Map<number, PosStatus & { since: string }>();
  /** The references of guests at the merchant, by their mail addresses. */
  readonly #guests = new Map<string, string>();
  /** Milliseconds that an order takes to get there. */
  delayMs = 0;

  constructor(private readonly state: Shop) {
    this.tasks = new Tasks(state.clock);
  }

  status(location: number): PosStatus {
    const { since: _, ...status } = this.#stateOf(location);
    return status;
  }

  /** When the state of a location changed last, RFC 3339. */
  since(location: number): string {
    return this.#stateOf(location).since;
  }

  setStatus(location: number, change: Partial<PosStatus>): void {
    this.#status.set(location, { ...this.status(location), ...change, since: this.state.clock.stamp() });
    this.state.news.readiness(location);
    this.tasks.wake();
  }

  send(order: SentOrder, kind: Account['kind']): void {
    const { scheduledTimeForOrderAsIso8601: scheduled, maxTimeToAttemptOrderDeliverToPos: patience = PATIENCE } = order;
    const from = scheduled === undefined ? this.state.clock.now() : Date.parse(scheduled);
    this.#attempt(from + this.delayMs, from + patience, order.businessLocationId, {
      work: () => this.#take(order, kind),
      failed: (failure) => this.state.news.orderFailed(order, failure.message),
    });
  }

  pay(payment: SentPayment): void {
    const from = this.state.clock.now();
    this.#attempt(from + this.delayMs, from + (payment.taskTtlInMs ?? PATIENCE), payment.businessLocationId, {
      work: () => this.#pay(payment),
      failed: ({ message, account }) => this.state.news.paymentFailed(payment, message, account),
    });
  }

  #stateOf(location: number): PosStatus & { since: string } {
    const usual = { salesPeriod: 'OPENED', acceptingOnlineOrders: true, availableDevices: true } as const;
    const known = this.#status.get(location) ?? { ...usual, since: this.state.clock.stamp() };
    this.#status.set(location, known);
    return known;
  }

  /** Tries at a time, and again until a device is there or the end has come. */
  #attempt(at: number, end: number, location: number, task: { work(): void; failed(failure: Failure): void }): void {
    this.tasks.at(at, () => {
      if (this.status(location).availableDevices) {
        try {
          task.work();
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          task.failed(error);
        }
      } else if (this.state.clock.now() >= end) task.failed(new Failure('Timeout: no device took the order in time.'));
      else this.#attempt(Math.min(this.state.clock.now() + 1000, end), end, location, task);
    });
  }

  #take(order: SentOrder, kind: Account['kind']): void {
    const location = this.state.location(order.businessLocationId);
    const { salesPeriod, acceptingOnlineOrders } = this.status(location.id);
    if (salesPeriod === 'CLOSED') throw new Failure('The sales period is closed.');
    if (!acceptingOnlineOrders) throw new Failure('The point of sale does not accept online orders.');
    this.#greet(order);
    const wanted = counted(order.items ?? []);
    for (const [sku, quantity] of wanted)
      if (!this.state.stock.has(location.id, sku, quantity)) throw new Failure(`The item ${sku} is not available.`);
    const method = order.payment?.paymentMethod ?? 'OOPAYMENT';
    if (!PAYMENT_METHODS.includes(method)) throw new Failure(`Payment method not found: ${method}`);
    const known = this.#accountOf(order, location);
    const lines = this.#priced(order);
    const [amount, tip] = paidIn(order);
    if (amount - tip > dueOf(lines) + (known === undefined ? 0 : dueOf(known.lines, known.payments)))
      throw new Failure('The payment amount is greater than the amount due.');
    const account = known ?? this.state.accounts.open(kind, location);
    account.orders.push(order);
    account.lines.push(...lines);
    if (order.payment) {
      const reference = String(this.state.accounts.nextId());
      account.payments.push({ method, reference, amount, tip, at: this.state.clock.now() });
    }
    for (const [sku, quantity] of wanted) this.state.stock.take(location.id, sku, quantity);
    this.state.news.orderTaken(order, account);
  }

  #priced(order: SentOrder): AccountLine[] {
    const pricing = new Pricing(this.state.catalog, order.accountProfileCode ?? '', this.state.accounts.nextId);
    return pricing.lines(order.items ?? []);
  }

  /** The account that an order is to be added to; undefined where it opens one. */
  #accountOf(order: SentOrder, location: Location): Account | undefined {
    if (order.accountIdentifier === undefined) return undefined;
    const known = this.state.accounts.find(order.accountIdentifier, location.id);
    if (!known) throw new Failure('Account not found');
    if (!isOpen(known)) throw new Failure('Account already closed');
    return known;
  }

  #greet({ customerInfo: { email, thirdPartyReference } }: SentOrder): void {
    if (email === undefined || thirdPartyReference === undefined) return;
    const known = this.#guests.get(email) ?? thirdPartyReference;
    if (known !== thirdPartyReference)
      throw new Failure('A consumer already exists for this email address with a different external reference.');
    this.#guests.set(email, known);
  }

  #pay(payment: SentPayment): void {
    const { iKaccountIdentifier = '', businessLocationId, paymentMethod: method = 'OOPAYMENT' } = payment;
    const account = this.state.accounts.find(iKaccountIdentifier, businessLocationId);
    if (!account) throw new Failure('Account not found', 'ACCOUNT_NOT_FOUND');
    if (!isOpen(account)) throw new Failure('Account already closed', 'ACCOUNT_ALREADY_CLOSED');
    if (!PAYMENT_METHODS.includes(method)) throw new Failure('Payment method not found', 'PAYMENT_METHOD_NOT_FOUND');
    const amount = centsOf(payment.paymentAmount) ?? 0;
    if (amount > dueOf(account.lines, account.payments)) throw new Failure('Overpaid', 'OVERPAID');
    const tip = centsOf(payment.tipAmount ?? 0) ?? 0;
    const reference = payment.thirdPartyPaymentReference;
    account.payments.push({ method, reference, amount: amount + tip, tip, at: this.state.clock.now() });
    this.state.news.paid(payment, account);
  }
}

/** What an order pays, with the tip, and the tip. Cents. */
function paidIn({ payment }: SentOrder): [amount: number, tip: number] {
  return [centsOf(payment?.paymentAmount ?? 0) ?? 0, centsOf(payment?.tipAmount ?? 0) ?? 0];
}

/** What is still to be paid of lines, without tips. Cents. */
function dueOf(lines: AccountLine[], payments: AccountPayment[] = []): number {
  const { total, paid } = totalsOf({ lines, payments });
  return total - paid;
}

/** How many of each SKU an order needs. */
function counted(lines: SentLine[]): Map<string, number> {
  const all = new Map<string, number>();
  const add = ({ sku, quantity, subItems = [] }: SentSubItem, times: number): void => {
    all.set(sku, (all.get(sku) ?? 0) + quantity * times);
    for (const one of subItems) add(one, quantity * times);
  };
  for (const line of lines) add(line, 1);
  return all;
}
