import type { Clock } from '../../fake/clock.js';
import { badRequest, invalid, notFound, stampOf } from '../errors.js';

/** What creates or updates an endpoint. */
export interface SentEndpoint {
  endpointId: string;
  url: string;
  withBasicAuth?: boolean;
  username?: string;
  password?: string;
  provideAccount?: boolean;
  expandTransactions?: boolean;
  expandPayments?: boolean;
  subscribeTo?: { name?: string; resource?: string }[];
}

/** Where webhooks of a client go. */
export interface Endpoint extends SentEndpoint {
  /** The business locations whose items and readiness it is told of, with when they were added. */
  locations: Map<number, string>;
}

/** What is told only to who asked for it. */
export type Topic = 'order/DELIVERED' | 'item/SALES_RESTRICTION_UPDATED' | 'order_api/ONLINE_ORDER_READINESS';
const TOPICS = [
  ...['order/DELIVERED', 'payment/DELIVERED', 'item/SALES_RESTRICTION_UPDATED'],
  'order_api/ONLINE_ORDER_READINESS',
];

/** The client's endpoints for webhooks. */
export class Endpoints {
  readonly #all = new Map<string, Endpoint>();

  constructor(private readonly clock: Clock) {}

  list(): Endpoint[] {
    return [...this.#all.values()];
  }

  find(id: string): Endpoint | undefined {
    return this.#all.get(id);
  }

  /** Throws 404. */
  get(id: string): Endpoint {
    const known = this.#all.get(id);
    if (known) return known;
    throw notFound(`Webhook endpoint ${id} not found`);
  }

  /** Throws 400 for one that is there already. */
  create(sent: SentEndpoint): Endpoint {
    if (this.#all.has(sent.endpointId)) throw badRequest(`Webhook endpoint ${sent.endpointId} already exists`);
    return this.#keep(sent, new Map());
  }

  /** What is left out of an update is reset. Throws 400 for one that is not there. */
  update(sent: SentEndpoint): Endpoint {
    const known = this.#all.get(sent.endpointId);
    if (!known) throw badRequest(`Webhook endpoint ${sent.endpointId} does not exist`);
    return this.#keep(sent, known.locations);
  }

  /** Throws 404. */
  remove(id: string): void {
    this.get(id);
    this.#all.delete(id);
  }

  clear(): void {
    this.#all.clear();
  }

  add(id: string, location: number): object {
    const { locations } = this.get(id);
    if (!locations.has(location)) locations.set(location, stampOf(this.clock.now()));
    return locationAnswer(location, locations.get(location) ?? '');
  }

  /** Throws 404. */
  drop(id: string, location: number): object {
    const { locations } = this.get(id);
    const since = locations.get(location);
    if (since === undefined) throw notFound(`Business location ${location} is not linked to ${id}`);
    locations.delete(location);
    return locationAnswer(location, since);
  }

  /** Who asked to be told of a topic at a location. */
  askedFor(topic: Topic, location: number): Endpoint[] {
    return this.list().filter((one) => one.locations.has(location) && subscribes(one, topic));
  }

  #keep(sent: SentEndpoint, locations: Endpoint['locations']): Endpoint {
    const name = 'webhookEndpoint';
    const wrong = invalid(name, 'url', 'URL', 'must be a valid URL');
    if (!URL.canParse(sent.url) || !/^https?:$/.test(new URL(sent.url).protocol)) throw wrong;
    if (sent.withBasicAuth === true && (sent.username === undefined || sent.password === undefined))
      throw invalid(name, 'username', 'NotNull', 'must not be null with withBasicAuth');
    for (const { resource = '', name: topic = '' } of sent.subscribeTo ?? [])
      if (!TOPICS.includes(`${resource}/${topic}`))
        throw invalid(name, 'subscribeTo', 'Subscription', `there is no ${resource}/${topic}`);
    const endpoint = { ...sent, locations };
    this.#all.set(sent.endpointId, endpoint);
    return endpoint;
  }
}

export const subscribes = ({ subscribeTo = [] }: Endpoint, topic: Topic): boolean =>
  subscribeTo.some(({ resource = '', name = '' }) => `${resource}/${name}` === topic);

/** As the API shows it: the password stays here. */
export const endpointAnswer = (endpoint: Endpoint): object => ({
  ...{ endpointId: endpoint.endpointId, url: endpoint.url, withBasicAuth: endpoint.withBasicAuth ?? false },
  ...(endpoint.username === undefined ? {} : { username: endpoint.username }),
  ...{ provideAccount: endpoint.provideAccount ?? false, expandTransactions: endpoint.expandTransactions ?? false },
  ...{ expandPayments: endpoint.expandPayments ?? false, subscribeTo: endpoint.subscribeTo ?? [] },
});

export const locationAnswer = (businessLocationId: number, since: string): object => ({
  ...{ businessLocationId, createdAt: since, updatedAt: since, warnings: [] },
});
