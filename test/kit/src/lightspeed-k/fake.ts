import { Clock } from '../fake/clock.js';
import { Courier, type CourierOptions } from '../fake/courier.js';
import { Violations } from '../fake/description.js';
import { OrderedFaults } from '../fake/faults.js';
import { Recorder } from '../hub/record.js';
import { springBody } from './errors.js';
import { descriptionOf, type Description } from './http/description.js';
import type { Seed } from './seed/seed.js';
import type { Endpoint } from './state/endpoints.js';
import { State } from './state/state.js';
import type { Client, Lives } from './state/tokens.js';
import { letterOf, type Hook, type HookKind } from './webhooks/events.js';

const MINUTE = 60_000;
/** Until each next attempt of a webhook. */
const RETRIES = [1, 5, 15, 60].map((minutes) => minutes * MINUTE);

/** What a fake is made of. */
export interface FakeParts {
  client: Client;
  redirectUrl: string | undefined;
  seed: Seed;
  lives: Partial<Lives>;
  courier: CourierOptions;
  /** Where Lightspeed's OpenAPI document lies. */
  describe: string | undefined;
}

/** The whole fake: what it knows, how it misbehaves, and what was noticed. */
export class Fake {
  readonly clock = new Clock();
  readonly faults = new OrderedFaults(({ kind, status, path }) =>
    kind === 'expired'
      ? { error: 'invalid_token', error_description: 'The access token is not valid, or has expired' }
      : springBody(status, kind === 'rate_limit' ? 'Too many requests' : 'A fault that was ordered', path),
  );
  readonly recorder = new Recorder(64 * 1024 * 1024);
  readonly courier: Courier<Hook>;
  readonly description: Description | undefined;
  readonly violations = new Violations('fake Lightspeed');
  readonly client: Client;
  /** Who is asked for consent says so. */
  consent: 'allow' | 'deny' = 'allow';
  redirectUrl: string | undefined;
  state: State;

  constructor(private readonly parts: FakeParts) {
    this.client = parts.client;
    this.redirectUrl = parts.redirectUrl;
    this.description = parts.describe === undefined ? undefined : descriptionOf(parts.describe);
    this.courier = new Courier(parts.courier, RETRIES);
    this.state = this.#fresh();
  }

  /** Forgets what happened and begins with the seed again. */
  reset(): void {
    this.close();
    this.recorder.clear();
    this.violations.all.length = 0;
    this.consent = 'allow';
    this.state = this.#fresh();
  }

  /** Moves the time forward, and does what is due then. */
  advance(ms: number): void {
    this.clock.advance(ms);
    this.state.pos.tasks.wake();
  }

  /** Stops what is under way. */
  close(): void {
    this.faults.clear();
    this.courier.clear();
    this.state.pos.tasks.clear();
  }

  #fresh(): State {
    const { client, seed, lives } = this.parts;
    const send = (...news: [HookKind, Hook, Endpoint]): void => this.#send(...news);
    return new State({ clock: this.clock, client, seed, lives, send });
  }

  #send(kind: HookKind, event: Hook, endpoint: Endpoint): void {
    const body: unknown = JSON.parse(JSON.stringify(event));
    this.violations.add('event', kind, this.description?.event(kind, body) ?? []);
    this.courier.send(letterOf(kind, event, endpoint));
  }
}
