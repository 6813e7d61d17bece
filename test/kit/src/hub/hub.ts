import { ApiFaults } from './faults.js';
import { Tokens } from './oauth/tokens.js';
import { Recorder } from './record.js';
import { defaults, type Settings } from './settings.js';
import { HubState, type Connection } from './state.js';
import { Courier } from './webhooks/courier.js';
import { address, type Happening } from './webhooks/envelope.js';

/** The simulated platform: what it knows, how it behaves, and what it does on its own. */
export class Hub {
  readonly state = new HubState();
  readonly tokens = new Tokens();
  readonly faults = new ApiFaults();
  readonly recorder: Recorder;
  readonly courier: Courier;
  settings: Settings;
  /** The address under which others reach it; known once it listens. */
  url = '';
  readonly #closing = new AbortController();

  constructor(settings: Partial<Settings>, recordBytes: number) {
    this.settings = { ...defaults, ...settings };
    this.recorder = new Recorder(recordBytes);
    this.courier = new Courier(() => this.settings);
  }

  /**
   * Tells the applications that are connected to the location. With `by` the one that caused it is left out, unless
   * echoes are wanted.
   */
  announce(happening: Happening & { locationId: string }, by?: string): void {
    for (const connection of this.state.connectionsAt(happening.locationId)) {
      if (connection.applicationId === by && !this.settings.echo) continue;
      if (happening.objectType === 'ORDER' && this.settings.requireCompleted && connection.status !== 'COMPLETED')
        continue;
      this.tell(connection, happening);
    }
  }

  /** Sends the event to the application of this connection. Gives back the event's id. */
  tell(connection: Connection, happening: Happening): string | undefined {
    const application = this.state.applications.get(connection.applicationId);
    if (application === undefined) return undefined;
    const event = address(happening, application.id, connection.id);
    this.courier.send(event, application);
    return event.eventId;
  }

  /** Ends the calls that the simulator makes, once it closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  close(): void {
    this.#closing.abort();
    this.courier.clear();
  }

  /** Forgets what happened; applications, accounts, locations and settings stay. */
  forget(): void {
    this.courier.clear();
    this.faults.clear();
    this.tokens.clear();
    this.recorder.clear();
    this.state.forget();
  }
}
