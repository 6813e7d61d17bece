import type { Clock } from '../../fake/clock.js';
import { invalid, notFound } from '../errors.js';
import { orderId, token } from '../ids.js';
import type { SentPayment, SentRefund, Payment, Refund } from '../wire/payment.js';
import type { Events } from './events.js';
import { Idempotency } from './idempotency.js';
import { dueOf, type Entry } from './order-book.js';
import type { Orders } from './orders.js';
import { checkBytes, checkSource, tenderOf } from './payment-parts.js';

const WEEK = 7 * 24 * 3_600_000;

/** Payments that were taken elsewhere and are recorded here: EXTERNAL and CASH. */
export class Payments {
  readonly #payments = new Map<string, Payment>();
  readonly #refunds = new Map<string, Refund>();
  readonly #created = new Idempotency<Payment>();
  readonly #refunded = new Idempotency<Refund>();
  readonly #paid = new Idempotency<true>();

  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly orders: Orders,
    private readonly mainLocation: () => { id: string; currency: string },
    private readonly applicationId: string,
  ) {}

  /** Throws 404. */
  get(id: string): Payment {
    const known = this.#payments.get(id);
    if (known) return known;
    throw notFound(`Could not find payment with id: ${id}`, 'payment_id');
  }

  /** Throws 404. */
  refundOf(id: string): Refund {
    const known = this.#refunds.get(id);
    if (known) return known;
    throw notFound(`Could not find refund with id: ${id}`, 'refund_id');
  }

  of(order: string): Payment[] {
    return [...this.#payments.values()].filter(({ order_id }) => order_id === order);
  }

  all(): Payment[] {
    return [...this.#payments.values()];
  }

  create(sent: SentPayment): Payment {
    checkBytes(sent.idempotency_key);
    return this.#created.once(sent.idempotency_key, sent, () => {
      const order = sent.order_id === undefined ? undefined : this.#orderFor(sent);
      const payment = this.#made(sent, order?.currency);
      this.#payments.set(payment.id, payment);
      this.events.payment('created', payment);
      if (sent.autocomplete !== false) this.#complete([payment], order);
      return payment;
    });
  }

  /** Completes a payment that was only approved. Throws 400 for another. */
  complete(id: string): Payment {
    const payment = this.get(id);
    if (payment.status !== 'APPROVED')
      throw invalid('BAD_REQUEST', `A payment that is ${payment.status} cannot be completed.`);
    const order = payment.order_id === undefined ? undefined : this.orders.get(payment.order_id);
    if (order && dueOf(order) !== payment.amount_money.amount) throw mismatch();
    this.#complete([payment], order);
    return payment;
  }

  /** Voids a payment that was only approved. Throws 400 for another. */
  cancel(id: string): Payment {
    const payment = this.get(id);
    if (payment.status !== 'APPROVED')
      throw invalid('BAD_REQUEST', `A payment that is ${payment.status} cannot be canceled.`);
    this.#void(payment);
    return payment;
  }

  /** Voids what a key made, if anything. */
  cancelByKey(key: string): void {
    const made = this.#created.get(key);
    const payment = made && this.#payments.get(made.id);
    if (payment?.status === 'APPROVED') this.#void(payment);
  }

  /** Settles an order with approved payments that add up to what is due; with none, if nothing is. */
  pay(id: string, key: string, version: number | undefined, ids: string[]): Entry {
    const order = this.orders.get(id);
    this.#paid.once(`${id} ${key}`, { version, ids }, () => {
      this.orders.checkVersion(order, version);
      if (order.settled || order.state !== 'OPEN') throw invalid('BAD_REQUEST', 'The order is not open to be paid.');
      const payments = ids.map((one) => this.get(one));
      if (payments.some((one) => one.order_id !== id || one.status !== 'APPROVED'))
        throw invalid('BAD_REQUEST', 'A payment is not an approved one of this order.', 'payment_ids');
      const total = payments.reduce((all, { amount_money }) => all + amount_money.amount, 0);
      if (total !== dueOf(order)) throw mismatch('payment_ids');
      for (const other of this.of(id)) if (other.status === 'APPROVED' && !payments.includes(other)) this.#void(other);
      this.#complete(payments, order);
      return true;
    });
    return order;
  }

  /** Gives money back. It is PENDING in the answer and done right after. */
  refund(sent: SentRefund): Refund {
    checkBytes(sent.idempotency_key);
    return this.#refunded.once(sent.idempotency_key, sent, () => {
      const payment = this.get(sent.payment_id);
      const before = payment.refunded_money?.amount ?? 0;
      const { amount, currency } = sent.amount_money;
      if (payment.status !== 'COMPLETED') throw refusal('PAYMENT_NOT_REFUNDABLE', 'The payment is not completed.');
      if (amount < 1 || before + amount > payment.total_money.amount || currency !== payment.total_money.currency)
        throw refusal('REFUND_AMOUNT_INVALID', 'The amount is more than what is left of the payment.');
      const stamp = this.clock.stamp();
      const refund: Refund = {
        ...{ id: `${payment.id}_${orderId()}`, status: 'PENDING', location_id: payment.location_id },
        ...{ amount_money: sent.amount_money, payment_id: payment.id, reason: sent.reason },
        ...{ created_at: stamp, updated_at: stamp },
      };
      this.events.refund('created', refund);
      this.#giveBack(refund, payment, before);
      return refund;
    });
  }

  #giveBack(pending: Refund, payment: Payment, before: number): void {
    const { amount_money, location_id, id } = pending;
    const { currency } = amount_money;
    payment.refunded_money = { amount: before + amount_money.amount, currency };
    payment.refund_ids = [...(payment.refund_ids ?? []), id];
    this.#touch(payment);
    const refund: Refund = {
      ...pending,
      status: 'COMPLETED',
      order_id: payment.order_id,
      updated_at: this.clock.stamp(),
    };
    this.#refunds.set(id, refund);
    this.events.refund('updated', refund);
    if (payment.order_id === undefined) return;
    this.orders.giveBack(this.orders.get(payment.order_id), {
      ...{ id: id.slice(0, 255), location_id, transaction_id: payment.order_id, tender_id: payment.id },
      ...{ created_at: refund.created_at, reason: refund.reason ?? 'Returned', amount_money, status: 'APPROVED' },
    });
  }

  #orderFor({ order_id = '', amount_money, location_id, autocomplete }: SentPayment): Entry {
    const order = this.orders.get(order_id);
    if (order.state !== 'OPEN') throw invalid('BAD_REQUEST', `The order is ${order.state}.`, 'order_id');
    if (order.settled) throw invalid('BAD_REQUEST', 'The order is already paid.', 'order_id');
    if (order.draft.location_id !== (location_id ?? this.mainLocation().id))
      throw invalid('BAD_REQUEST', 'The order is of another location.', 'location_id');
    const due = dueOf(order);
    if (autocomplete === false ? amount_money.amount > due : amount_money.amount !== due) throw mismatch();
    return order;
  }

  #made(sent: SentPayment, orderCurrency: string | undefined): Payment {
    const { amount_money, tip_money, external_details } = sent;
    const { id: mainLocation, currency: mainCurrency } = this.mainLocation();
    const currency = orderCurrency ?? mainCurrency;
    for (const [field, given] of Object.entries({ amount_money, tip_money }))
      if (given !== undefined && given.currency !== currency)
        throw invalid('INVALID_VALUE', `This merchant can only process payments in ${currency}.`, `${field}.currency`);
    if (amount_money.amount < 1)
      throw invalid('VALUE_TOO_LOW', 'The amount must be 1 at least.', 'amount_money.amount');
    const total_money = { amount: amount_money.amount + (tip_money?.amount ?? 0), currency };
    const cash_details = checkSource(sent, total_money);
    const stamp = this.clock.stamp();
    const { order_id, reference_id, customer_id, buyer_email_address, note } = sent;
    const id = orderId();
    return {
      ...{
        id,
        created_at: stamp,
        updated_at: stamp,
        amount_money,
        tip_money,
        total_money,
        approved_money: total_money,
      },
      ...{ status: 'APPROVED', source_type: cash_details ? 'CASH' : 'EXTERNAL', cash_details, external_details },
      ...(sent.autocomplete === false
        ? {
            delay_duration: sent.delay_duration ?? 'PT168H',
            delay_action: sent.delay_action ?? 'CANCEL',
            delayed_until: new Date(this.clock.now() + WEEK).toISOString(),
          }
        : {}),
      ...{
        location_id: sent.location_id ?? mainLocation,
        order_id,
        reference_id,
        customer_id,
        buyer_email_address,
        note,
      },
      ...{ receipt_number: id.slice(0, 4), version_token: token('v-') },
      application_details: { square_product: 'ECOMMERCE_API', application_id: this.applicationId },
    };
  }

  #complete(payments: Payment[], order: Entry | undefined): void {
    for (const payment of payments) {
      payment.status = 'COMPLETED';
      this.#touch(payment);
    }
    if (order)
      this.orders.settle(
        order,
        payments.map((payment) => tenderOf(payment, order.id)),
      );
  }

  #void(payment: Payment): void {
    payment.status = 'CANCELED';
    this.#touch(payment);
  }

  #touch(payment: Payment): void {
    payment.updated_at = this.clock.stamp();
    payment.version_token = token('v-');
    this.events.payment('updated', payment);
  }
}

const mismatch = (field = 'amount_money.amount'): Error =>
  invalid('BAD_REQUEST', 'The payment total does not match the order total.', field);

const refusal = (code: string, detail: string): Error => invalid(code, detail, 'amount_money.amount');
