import {
  asFault,
  MINUTE,
  SECOND,
  type AdapterManifest,
  type Alert,
  type Alerts,
  type Bridge,
  type BridgeSettings,
  type Connection,
  type HubOrder,
  type InboxEvent,
  type JobResult,
  type Order,
  type OrderEvent,
  type OrderRecord,
  type Topic,
  type VendorEvent,
  createServices,
  runJob,
  type Services,
} from '@poshub-bridge/core';
import { ProcessLocks } from '#host/storage/locks.js';
import { seededChance, type ManualClock } from './clock.js';
import { anOrder, FakeHub, FakeWire } from './fake-hub.js';
import { fakeManifest, FakeTill, GBP_STORE } from './fake-till.js';
import { Life } from './life.js';
import { CollectedMeter } from './meter.js';
import { temporaryStorage, type TemporaryStorage } from './storage.js';

export const SETTINGS: BridgeSettings = {
  orders: { deadlineMs: 10 * MINUTE, callMs: 15 * SECOND, tooOldMs: 60 * MINUTE, checkEveryMs: 20 * SECOND },
  catalog: { largestRemoval: 0.5, answerWithinMs: 5 * SECOND, refreshEveryMs: 60 * MINUTE },
  pollEveryMs: 30 * SECOND,
  reconcileEveryMs: 5 * MINUTE,
  keepMs: 24 * 60 * MINUTE,
};

export const IDS = { connectionId: 'connection-1', accountId: 'account-1', locationId: 'location-1' } as const;

/** More runs of jobs than this for one order are a loop. */
const MOST_RUNS = 2_000;

/** The services over a real storage, with a till and a POS Hub that keep what they were told. */
export class World {
  readonly hub = new FakeHub();
  readonly wire = new FakeWire();
  readonly till: FakeTill;
  readonly meter = new CollectedMeter();
  /** What a person heard, where there is one who listens. */
  readonly heard: Alert[] = [];
  /** Who is told of alerts; nobody at first. */
  listener: Alerts | undefined;
  life = new Life();
  services: Services;

  private constructor(
    readonly storage: TemporaryStorage,
    readonly manifest: AdapterManifest,
    readonly settings: BridgeSettings,
  ) {
    this.till = new FakeTill(manifest);
    this.services = createServices(this.bridge());
  }

  static async open(manifest = fakeManifest(), settings = SETTINGS): Promise<World> {
    return new World(await temporaryStorage(), manifest, settings);
  }

  get clock(): ManualClock {
    return this.storage.clock;
  }

  /** The ports as the living process has them. */
  bridge(): Bridge {
    const { life, storage } = this;
    const { inbox, orders, connections, catalogs, vault, alerts, retention } = storage.ledger;
    return {
      ledger: {
        inbox: life.port('inbox', inbox),
        orders: life.port('orders', orders),
        connections: life.port('connections', connections),
        catalogs: life.port('catalogs', catalogs),
        vault: life.port('vault', vault),
        alerts: life.port('alerts', alerts),
        retention: life.port('retention', retention),
      },
      queue: life.port('queue', storage.queue),
      // A process takes its locks with it when it dies.
      locks: life.port('locks', new ProcessLocks()),
      hub: life.port('hub', this.hub),
      till: life.port('till', this.till),
      rehearsal: this.till,
      wire: this.wire,
      manifest: this.manifest,
      clock: this.clock,
      chance: seededChance(this.life.steps.length + 1),
      log: storage.log,
      meter: this.meter,
      settings: this.settings,
      ...(this.listener === undefined ? {} : { alerts: life.port('listener', this.listener) }),
    };
  }

  /** From now on somebody hears of alerts. */
  listen(): void {
    this.listener = { send: (alert) => Promise.resolve(void this.heard.push(alert)) };
    this.services = createServices(this.bridge());
  }

  /** Another process begins over the same storage; it may be one that dies. */
  async restart(life = new Life()): Promise<void> {
    this.life.end();
    await this.storage.reopen();
    this.life = life;
    this.services = createServices(this.bridge());
  }

  /** Another process begins at once, while the storage stays open. */
  reborn(life = new Life()): void {
    this.life.end();
    this.life = life;
    this.services = createServices(this.bridge());
  }

  /** A location that is connected with a store, without its way through the connect pages. */
  async connect(more: Partial<Connection> = {}): Promise<Connection> {
    const { ref, name, currency, timezone } = GBP_STORE;
    const now = this.clock.now();
    const connection: Connection = {
      ...IDS,
      status: 'connected',
      adapter: 'fake',
      store: { ref, name, currency, timezone },
      merchant: 'merchant-1',
      announced: 'connected',
      createdAt: now,
      updatedAt: now,
      ...more,
    };
    await this.storage.ledger.vault.write(connection.connectionId, { key: 'good' });
    await this.storage.ledger.connections.save(connection, []);
    return connection;
  }

  connection(id: string = IDS.connectionId): Promise<Connection | undefined> {
    return this.storage.ledger.connections.get(id);
  }

  /** POS Hub calls the webhook with what it says of an order. */
  async tell(id: string, told: HubOrder, unreadable?: Parameters<FakeWire['orderEvent']>[2]): Promise<string> {
    const body = this.wire.orderEvent(id, told, unreadable);
    const { outcome } = await this.services.receiving.receive(body, { 'x-hub': 'signed' });
    return outcome;
  }

  /** A guest orders: POS Hub has the order and tells it. */
  async place(orderId: string, changes: Partial<Order> = {}): Promise<HubOrder> {
    const told = this.hub.put(IDS, anOrder(orderId, { placedAt: this.clock.now(), ...changes }));
    await this.tell(`event-of-${orderId}`, told);
    return told;
  }

  /** The vendor calls the webhook. */
  async tellFromTill(...events: readonly VendorEvent[]): Promise<void> {
    const name = events.map((event) => event.id).join();
    this.till.deliveries.set(name, events);
    await this.services.tillNews.receive({ headers: { 'x-till': 'signed' }, body: new TextEncoder().encode(name) });
  }

  /** An operator decides about an order. */
  async operate(orderId: string, event: OrderEvent): Promise<void> {
    const stored: InboxEvent = {
      id: `operator:${orderId}:${JSON.stringify(event)}`,
      topic: 'order',
      subject: orderId,
      connectionId: IDS.connectionId,
      receivedAt: this.clock.now(),
      news: { source: 'operator', event },
    };
    await this.storage.ledger.inbox.record(stored, undefined);
  }

  /** Runs one job by hand. */
  run(topic: Topic, key: string = IDS.connectionId, failures = 0): Promise<JobResult> {
    return runJob(this.services, { topic, key, group: IDS.connectionId, failures });
  }

  /** Runs an order's job by hand until it is done, as the queue would; time passes as it is asked for. */
  async drive(orderId: string): Promise<void> {
    for (let runs = 0, failures = 0; ; runs += 1) {
      if (runs > MOST_RUNS) throw new Error('the order’s work never ends');
      const again = await this.run('order', orderId, failures).then(
        (result) => {
          failures = 0;
          return 'done' in result ? undefined : result.again;
        },
        (error: unknown) => {
          failures += 1;
          return this.clock.now() + (asFault(error).retryAfterMs ?? SECOND);
        },
      );
      if (again === undefined) return;
      this.clock.advance(Math.max(0, again - this.clock.now()));
    }
  }

  /** Sends an order's waiting reports; what POS Hub can't take now waits. */
  async relay(orderId: string): Promise<void> {
    for (let tries = 0; tries < MOST_RUNS; tries += 1) {
      try {
        await this.run('report', orderId);
        return;
      } catch {
        this.clock.advance(SECOND);
      }
    }
    throw new Error('the reports never arrive');
  }

  /** Drives an order and its reports until nothing is left to do. */
  async settle(orderId: string): Promise<OrderRecord> {
    await this.drive(orderId);
    await this.relay(orderId);
    await this.drive(orderId);
    return this.order(orderId);
  }

  async order(orderId: string): Promise<OrderRecord> {
    const record = await this.storage.ledger.orders.get(orderId);
    if (record === undefined) throw new Error(`the order ${orderId} is not known`);
    return record;
  }

  /** The steps of an order's timeline, with their details. */
  async timeline(orderId: string): Promise<readonly string[]> {
    const entries = await this.storage.ledger.orders.timeline(orderId);
    return entries.map(({ step, detail }) => (detail === undefined ? step : `${step}: ${detail}`));
  }

  /** What the queue is still to do, by topic. */
  waiting(): Promise<Readonly<Partial<Record<Topic, number>>>> {
    return this.storage.queue.depth();
  }

  /** Starts the real queue over the services of this process. */
  work(): void {
    const { services } = this;
    this.storage.queue.start((job) => runJob(services, job));
  }

  dispose(): Promise<void> {
    this.life.end();
    return this.storage.dispose();
  }
}
