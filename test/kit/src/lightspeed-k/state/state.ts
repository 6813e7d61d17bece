import type { Clock } from '../../fake/clock.js';
import { invalid, notFound } from '../errors.js';
import type { Seed } from '../seed/seed.js';
import type { Hook, HookKind } from '../webhooks/events.js';
import type { Business, Location } from '../wire/place.js';
import { Accounts } from './accounts.js';
import { CatalogBook } from './catalog.js';
import { Endpoints, type Endpoint } from './endpoints.js';
import { Intake } from './intake.js';
import { News } from './news.js';
import { Pos } from './pos.js';
import { Stock } from './stock.js';
import { Tokens, type Client, type Lives } from './tokens.js';

/** What a state is made of. */
export interface StateParts {
  clock: Clock;
  client: Client;
  seed: Seed;
  lives: Partial<Lives>;
  send: (kind: HookKind, event: Hook, endpoint: Endpoint) => void;
}

/** Everything that the fake knows. It lives in memory. */
export class State {
  readonly clock: Clock;
  readonly businesses: Business[];
  readonly tokens: Tokens;
  readonly catalog: CatalogBook;
  readonly endpoints: Endpoints;
  readonly accounts: Accounts;
  readonly stock: Stock;
  readonly news: News;
  readonly intake: Intake;
  readonly pos: Pos;

  constructor({ clock, client, seed, lives, send }: StateParts) {
    this.clock = clock;
    this.businesses = structuredClone(seed.businesses);
    this.tokens = new Tokens(clock, client, lives);
    this.catalog = new CatalogBook(seed.catalog);
    this.endpoints = new Endpoints(clock);
    this.accounts = new Accounts(clock);
    this.news = new News(this, send);
    this.stock = new Stock(clock, (...change) => this.news.stock(...change));
    this.intake = new Intake(this);
    this.pos = new Pos(this);
  }

  /** Throws 404. */
  location(id: number): Location {
    const known = this.businesses.flatMap(({ locations }) => locations).find((one) => one.id === id);
    if (known) return known;
    throw notFound(`Business location ${id} not found`);
  }

  /** The location that a body names. Throws 400. */
  locationIn(id: number, objectName: string): Location {
    const known = this.businesses.flatMap(({ locations }) => locations).find((one) => one.id === id);
    if (known) return known;
    throw invalid(objectName, 'businessLocationId', 'LocationExists', `There is no business location ${id}`);
  }

  readiness(location: number): object {
    const posStatus = this.pos.status(location);
    const isReady = posStatus.salesPeriod === 'OPENED' && posStatus.acceptingOnlineOrders && posStatus.availableDevices;
    const orderProfileId = this.location(location).profiles[0]?.id ?? null;
    return {
      ...{ status: isReady ? 'READY' : 'NOT_READY', lastUpdatedAt: this.pos.since(location), posStatus },
      onlineOrderingApiConfiguration: { enabled: true, orderProfileId, staffId: 31930 },
    };
  }
}
