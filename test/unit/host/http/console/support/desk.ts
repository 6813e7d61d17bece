import {
  createServices,
  isFinished,
  runJob,
  type Clock,
  type Connection,
  type Order,
  type OrderRecord,
  type Services,
} from '@poshub-bridge/core';
import { createApp } from '#host/http/app.js';
import { ChangeFeed, followed } from '#host/http/console/feed.js';
import { createDoor } from '#host/http/door.js';
import { listen } from '#host/http/server.js';
import { realClock, seededChance } from '../../../../../support/clock.js';
import { anOrder, FakeHub, FakeWire } from '../../../../../support/fake-hub.js';
import { fakeManifest, FakeTill, GBP_STORE } from '../../../../../support/fake-till.js';
import { CollectedMeter } from '../../../../../support/meter.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../../support/storage.js';
import { until } from '../../../../../support/until.js';
import { IDS, SETTINGS } from '../../../../../support/world.js';
import { boundless } from '../../support/limits.js';

export const TOKEN = 'the-operators-token-of-these-tests';

/** The host with its console on a real server, over the real services and a real storage whose queue works. */
export interface Desk {
  readonly hub: FakeHub;
  readonly till: FakeTill;
  readonly storage: TemporaryStorage;
  readonly services: Services;
  readonly feed: ChangeFeed;
  readonly publicUrl: string;
  readonly serverUrl: string;
  /** A connected store, less what is said otherwise. */
  connect(more?: Partial<Connection>): Promise<Connection>;
  /** An order comes, and is worked on until it waits for a person or the till has it. */
  order(id: string, changes?: Partial<Order>, connectionId?: string): Promise<OrderRecord>;
  /** POS Hub tells of an order as it is there now. */
  tell(id: string): Promise<void>;
  record(id: string): Promise<OrderRecord>;
  /** Begins to stop, as the host does at SIGTERM; resolves when the server has closed. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly clock?: Clock;
  /** As a proxy shows it to the outside; the server's own address where absent. */
  readonly publicUrl?: string;
}

/** Far longer than any stop takes, so that one that waits for a stream is seen, in milliseconds. */
const STOP_WITHIN = 50_000;

export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const clock = options.clock ?? realClock;
  const storage = await temporaryStorage({ clock });
  const [hub, till, wire, feed] = [new FakeHub(), new FakeTill(), new FakeWire(), new ChangeFeed()];
  const { queue, locks, log } = storage;
  const parts = {
    ...{ ledger: followed(storage.ledger, feed), queue, wire, till, log, clock },
    ...{ chance: seededChance(1), manifest: fakeManifest() },
  };
  const services = createServices({
    ...{ ...parts, rehearsal: till, hub, locks },
    ...{ meter: new CollectedMeter(), settings: SETTINGS },
  });
  queue.start((job) => runJob(services, job));

  const door = createDoor();
  const listening = await listen(door, { host: '127.0.0.1', port: 0 });
  const serverUrl = `http://127.0.0.1:${listening.address.port}`;
  const publicUrl = options.publicUrl ?? serverUrl;
  const stopping = new AbortController();
  const app = createApp({
    ...{ ...parts, services, feed, publicUrl, bodyBytes: 65_536, apiToken: TOKEN, stopping: stopping.signal },
    isReady: () => true,
    limits: boundless(),
    checkStorage: () => storage.storage.check(),
    backUp: (path) => storage.storage.backup(path),
  });
  door.open(app);

  const record = async (id: string): Promise<OrderRecord> => {
    const known = await storage.ledger.orders.get(id);
    if (known === undefined) throw new Error(`the order ${id} is not known`);
    return known;
  };
  const tell = async (id: string): Promise<void> => {
    const told = hub.known.get(id);
    if (told === undefined) throw new Error(`POS Hub has no order ${id}`);
    await services.receiving.receive(wire.orderEvent(`event-${id}-${told.at}`, told), { 'x-hub': 'signed' });
  };
  return {
    ...{ hub, till, storage, services, feed, publicUrl, serverUrl, record, tell },
    connect: (more) => connect(storage, clock, more),
    order: async (id, changes, connectionId = IDS.connectionId) => {
      const placedAt = clock.now();
      hub.put({ ...IDS, connectionId }, anOrder(id, { placedAt, ...changes }));
      await tell(id);
      await until(async () => {
        const phase = (await storage.ledger.orders.get(id))?.phase ?? 'received';
        return phase === 'attention' || phase === 'accepted' || isFinished(phase);
      });
      return record(id);
    },
    stop: () => {
      stopping.abort();
      return listening.close(STOP_WITHIN);
    },
    close: async () => {
      stopping.abort();
      await listening.close(0);
      await queue.stop(5_000);
      await storage.dispose();
    },
  };
}

async function connect(
  { ledger }: TemporaryStorage,
  clock: Clock,
  more: Partial<Connection> = {},
): Promise<Connection> {
  const { ref, name, currency, timezone } = GBP_STORE;
  const now = clock.now();
  const connection: Connection = {
    ...IDS,
    ...{ status: 'connected', announced: 'connected', adapter: 'fake', merchant: 'merchant-1' },
    ...{ store: { ref, name, currency, timezone }, createdAt: now, updatedAt: now },
    ...more,
  };
  await ledger.vault.write(connection.connectionId, { key: 'good' });
  await ledger.connections.save(connection, []);
  return connection;
}
