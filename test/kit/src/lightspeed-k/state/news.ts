import type { Location } from '../wire/place.js';
import type { Endpoint, Endpoints, Topic } from './endpoints.js';
import { subscribes } from './endpoints.js';
import { snapshotOf } from '../wire/snapshot.js';
import type { Account, AccountStatus } from '../wire/account.js';
import type { SentOrder, SentPayment } from '../wire/order.js';
import type { Hook, HookKind } from '../webhooks/events.js';

/** What of the fake is told of. */
export interface Told {
  readonly endpoints: Endpoints;
  location(id: number): Location;
  readiness(location: number): object;
}

/** Tells endpoints what happened. */
export class News {
  constructor(
    private readonly state: Told,
    private readonly send: (kind: HookKind, event: Hook, endpoint: Endpoint) => void,
  ) {}

  /** An order got to the point of sale; told to who asked for it. The published examples name no location here. */
  orderTaken(order: SentOrder, account: Account): void {
    const { thirdPartyReference } = order;
    const body = {
      status: 'SUCCESS',
      ikentooAccountIdentifier: account.identifier,
      thirdPartyReference,
      type: 'ORDER',
    };
    this.#order(order.endpointId, body, 'order/DELIVERED', account);
    if (account.orders.length > 1) this.account(account, 'CHECK_WAS_UPDATED');
  }

  /** As in the published example: no location and no type. */
  orderFailed({ endpointId, thirdPartyReference }: SentOrder, reason: string): void {
    this.#order(endpointId, { status: 'FAILURE', reason, thirdPartyReference });
  }

  /** Something happened to an account at the point of sale. */
  account(account: Account, status: AccountStatus | 'CHECK_WAS_UPDATED'): void {
    for (const { endpointId, thirdPartyReference } of account.orders) {
      const body = {
        ...{ thirdPartyReference, businessLocationId: account.location, status },
        ...{ ikentooAccountIdentifier: account.identifier, type: 'ORDER' },
      };
      this.#order(endpointId, body, status === 'IN_DELIVERY' ? 'order/DELIVERED' : undefined, account);
    }
  }

  paid(payment: SentPayment, account: Account): void {
    this.#payment(payment, { status: 'SUCCESS', ikentooAccountIdentifier: account.identifier });
    this.account(account, 'CHECK_WAS_UPDATED');
  }

  paymentFailed(payment: SentPayment, reason: string, type: string | undefined): void {
    const errors = type === undefined ? { timeout: { errorKey: 'TIMEOUT', message: reason } } : { account: { type } };
    this.#payment(payment, { reason, status: 'FAILURE', errors });
  }

  stock(location: number, sku: string, count: number | null, countUpdatedAt: string): void {
    const status = count === null ? 'NOT_RESTRICTED' : 'RESTRICTED';
    const body = { sku, businessLocationId: location, count, countUpdatedAt, status, type: 'ITEM' };
    for (const endpoint of this.state.endpoints.askedFor('item/SALES_RESTRICTION_UPDATED', location))
      this.send('itemAvailabilityNotification', body, endpoint);
  }

  readiness(location: number): void {
    const body = { businessLocationId: location, type: 'ORDER_API', ...this.state.readiness(location) };
    for (const endpoint of this.state.endpoints.askedFor('order_api/ONLINE_ORDER_READINESS', location))
      this.send('readinessNotification', body, endpoint);
  }

  #order(endpointId: string, body: Hook, topic?: Topic, account?: Account): void {
    const endpoint = this.state.endpoints.find(endpointId);
    if (!endpoint || (topic !== undefined && !subscribes(endpoint, topic))) return;
    const posId = account === undefined ? 0 : this.state.location(account.location).posId;
    const shown = account && endpoint.provideAccount === true ? { account: snapshotOf(account, posId, 'texts') } : {};
    this.send('orderNotification', { ...body, ...shown }, endpoint);
  }

  #payment({ endpointId, thirdPartyPaymentReference, businessLocationId }: SentPayment, body: Hook): void {
    const endpoint = this.state.endpoints.find(endpointId);
    const same = { thirdPartyReference: thirdPartyPaymentReference, businessLocationId, type: 'PAYMENT' };
    if (endpoint) this.send('paymentNotification', { ...same, ...body }, endpoint);
  }
}
