import type { Clock } from '../../fake/clock.js';
import { notFound } from '../errors.js';
import type { Seed } from '../seed/seed.js';
import type { Location, Merchant } from '../wire/place.js';
import { Catalog } from './catalog.js';
import { Events, type WebhookEvent } from './events.js';
import { Orders } from './orders.js';
import { Pages } from './pages.js';
import { Payments } from './payments.js';
import type { Place } from './place.js';
import { Stock } from './stock.js';
import { Tokens, type Application, type Lives } from './tokens.js';

/** What a state is made of. */
export interface StateParts {
  clock: Clock;
  application: Application;
  seed: Seed;
  lives: Partial<Lives>;
  send: (event: WebhookEvent) => void;
}

/** Everything that the fake knows of its one merchant. It lives in memory. */
export class State {
  readonly merchant: Merchant;
  readonly locations = new Map<string, Location>();
  readonly tokens: Tokens;
  readonly catalog: Catalog;
  readonly stock: Stock;
  readonly events: Events;
  readonly orders: Orders;
  readonly payments: Payments;
  readonly pages = new Pages();

  constructor({ clock, application, seed, lives, send }: StateParts) {
    this.merchant = seed.merchant;
    for (const location of seed.locations) this.locations.set(location.id, structuredClone(location));
    this.tokens = new Tokens(clock, application, this.merchant.id, lives);
    this.catalog = new Catalog(clock);
    this.catalog.put(seed.objects);
    this.stock = new Stock(clock, this.catalog);
    for (const [variation, location, quantity] of seed.counts) this.stock.set(variation, location, quantity);
    this.events = new Events(clock, this.merchant.id, send);
    this.orders = new Orders(clock, this.events, (id) => this.place(id), 'poshub-bridge');
    const main = (): Location => this.location(this.merchant.main_location_id);
    this.payments = new Payments(clock, this.events, this.orders, main, application.id);
  }

  /** Throws 404. */
  location(id: string, field = 'location_id'): Location {
    const known = this.locations.get(id);
    if (known) return known;
    throw notFound(`The location with the ID ${id} was not found.`, field);
  }

  place(id: string): Place {
    return { catalog: this.catalog, location: this.location(id, 'order.location_id') };
  }
}
