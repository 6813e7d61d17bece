import { Recorder } from '../hub/record.js';
import { Clock } from '../fake/clock.js';
import type { Courier, CourierOptions } from '../fake/courier.js';
import { Violations } from '../fake/description.js';
import { descriptionOf, type Description } from './http/description.js';
import { squareFaults } from './http/faults.js';
import type { Seed } from './seed/seed.js';
import type { WebhookEvent } from './state/events.js';
import { State } from './state/state.js';
import type { Application, Lives } from './state/tokens.js';
import { letterOf, squareCourier } from './webhooks/courier.js';
import { EVENT_TYPES, Subscriptions } from './webhooks/subscriptions.js';

/** What a fake is made of. */
export interface FakeParts {
  application: Application;
  applicationToken: string;
  redirectUrl: string | undefined;
  /** The address and key of the subscription that is there from the start. */
  webhook: { url: string | undefined; key: string };
  seed: Seed;
  lives: Partial<Lives>;
  courier: CourierOptions;
  /** Where Square's OpenAPI document lies. */
  describe: string | undefined;
}

/** The whole fake: what it knows, how it misbehaves, and what was noticed. */
export class Fake {
  readonly clock = new Clock();
  readonly faults = squareFaults();
  readonly recorder = new Recorder(64 * 1024 * 1024);
  readonly courier: Courier<WebhookEvent>;
  readonly subscriptions: Subscriptions;
  readonly description: Description | undefined;
  readonly violations = new Violations('fake Square');
  readonly application: Application;
  readonly applicationToken: string;
  /** Who is asked for consent says so. */
  consent: 'allow' | 'deny' = 'allow';
  redirectUrl: string | undefined;
  state: State;

  constructor(private readonly parts: FakeParts) {
    this.application = parts.application;
    this.applicationToken = parts.applicationToken;
    this.redirectUrl = parts.redirectUrl;
    this.description = parts.describe === undefined ? undefined : descriptionOf(parts.describe);
    this.courier = squareCourier(parts.courier);
    this.subscriptions = new Subscriptions(this.clock);
    if (parts.webhook.url !== undefined) this.subscribe(parts.webhook.url);
    this.state = this.#fresh();
  }

  /** Sends every event to an address, signed with the key that the fake was started with. */
  subscribe(notification_url: string): void {
    for (const { id, signature_key } of this.subscriptions.list())
      if (signature_key === this.parts.webhook.key) this.subscriptions.remove(id);
    this.subscriptions.add({ notification_url, event_types: EVENT_TYPES, name: 'all' }, this.parts.webhook.key);
  }

  /** Forgets what happened and begins with the seed again; subscriptions stay. */
  reset(): void {
    this.faults.clear();
    this.courier.clear();
    this.recorder.clear();
    this.violations.all.length = 0;
    this.consent = 'allow';
    this.state = this.#fresh();
  }

  close(): void {
    this.faults.close();
    this.courier.clear();
  }

  #fresh(): State {
    const { application, seed, lives } = this.parts;
    return new State({ clock: this.clock, application, seed, lives, send: (event) => this.#send(event) });
  }

  #send(event: WebhookEvent): void {
    if (this.description) {
      const body: unknown = JSON.parse(JSON.stringify(event));
      this.violations.add('event', event.type, this.description.event(event.type, body));
    }
    for (const subscription of this.subscriptions.list())
      if (subscription.enabled && subscription.event_types.includes(event.type))
        this.courier.send(letterOf(event, subscription));
  }
}
