import type { Clock } from '../../fake/clock.js';
import type { CatalogBook } from './catalog.js';
import type { Endpoints } from './endpoints.js';
import { badRequest, invalid, invalidFields, used, type FieldError } from '../errors.js';
import { centsOf } from '../wire/money.js';
import type { SentOrder, SentPayment } from '../wire/order.js';
import type { Location } from '../wire/place.js';
import { checkLines } from './lines.js';

/** What an order is held against. */
export interface Known {
  readonly clock: Clock;
  readonly catalog: CatalogBook;
  readonly endpoints: Endpoints;
  locationIn(id: number, objectName: string): Location;
}

/** What is refused before anything is sent to a point of sale. */
export class Intake {
  readonly #references = new Set<string>();
  readonly #payments = new Set<string>();

  constructor(private readonly state: Known) {}

  /** Keeps the reference of an order that may be sent. Throws 400 and 409. */
  order(order: SentOrder, objectName: 'toGoOrder' | 'localOrder'): void {
    const { state } = this;
    const location = state.locationIn(order.businessLocationId, objectName);
    const problems = [
      ...this.#endpoint(order.endpointId),
      ...profileProblems(location, order.accountProfileCode),
      ...this.#times(order),
      ...paymentProblems(order),
    ];
    if (problems.length > 0) throw invalidFields(objectName, problems);
    if ((order.items ?? []).length === 0) throw invalid(objectName, 'items', 'NotEmpty', 'must not be empty');
    checkLines(state.catalog, order.items ?? [], objectName);
    if (this.#references.has(order.thirdPartyReference)) throw used(order.thirdPartyReference);
    this.#references.add(order.thirdPartyReference);
  }

  /** Keeps the reference of a payment that may be sent. Throws 400. */
  payment(payment: SentPayment): void {
    this.state.locationIn(payment.businessLocationId, 'payment');
    const problems = [
      ...this.#endpoint(payment.endpointId),
      ...amountProblems('paymentAmount', payment.paymentAmount),
      ...amountProblems('tipAmount', payment.tipAmount ?? 0),
    ];
    if (problems.length > 0) throw invalidFields('payment', problems);
    if (this.#payments.has(payment.thirdPartyPaymentReference))
      throw badRequest(`reference has already been used ${payment.thirdPartyPaymentReference}`);
    this.#payments.add(payment.thirdPartyPaymentReference);
  }

  #endpoint(id: string): FieldError[] {
    if (this.state.endpoints.find(id)) return [];
    return [{ field: 'endpointId', code: 'EndpointExists', defaultMessage: `There is no webhook endpoint ${id}` }];
  }

  #times(order: SentOrder): FieldError[] {
    const now = this.state.clock.now();
    return (['scheduledTimeForOrderAsIso8601', 'orderCollectionTimeAsIso8601'] as const).flatMap((field) => {
      const time = order[field];
      if (time === undefined || Date.parse(time) > now) return [];
      return [{ field, code: 'Future', defaultMessage: 'must be a future date' }];
    });
  }
}

function profileProblems({ profiles }: Location, code: string | undefined): FieldError[] {
  if (code === undefined || profiles.some((one) => one.code === code)) return [];
  const defaultMessage = `There is no account profile ${code}`;
  return [{ field: 'accountProfileCode', code: 'ProfileExists', defaultMessage }];
}

function paymentProblems({ payment }: SentOrder): FieldError[] {
  if (payment === undefined) return [];
  const { paymentAmount, tipAmount = 0 } = payment;
  const problems = [
    ...amountProblems('payment.paymentAmount', paymentAmount),
    ...amountProblems('payment.tipAmount', tipAmount),
  ];
  if (problems.length > 0 || tipAmount <= paymentAmount) return problems;
  return [{ field: 'payment.tipAmount', code: 'Max', defaultMessage: 'must be a part of paymentAmount' }];
}

function amountProblems(field: string, amount: number): FieldError[] {
  if (amount < 0) return [{ field, code: 'PositiveOrZero', defaultMessage: 'must be greater than or equal to 0' }];
  if (centsOf(amount) !== undefined) return [];
  return [{ field, code: 'Digits', defaultMessage: 'numeric value out of bounds (2 fraction digits expected)' }];
}
