import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub, startTill, type RunningTill, type StartedHub } from '@poshub-bridge/testkit';
import { call, field, list, listOf, textOf } from '#kit/demo/json.js';
import { freePort } from '#kit/demo/processes.js';
import { openStorage } from '#host/storage/index.js';
import { realClock, seededChance } from '../../support/clock.js';
import { CollectedLog } from '../../support/log.js';
import { until } from '../../support/until.js';
import { Mortal, type Seen } from './mortal.js';
import type { Death, Kind } from './steps.js';

/** What encrypts the credentials. */
const KEY = randomBytes(32);
const STORE = { ref: 'str_soho', name: 'Lumen Soho', currency: 'GBP', timezone: 'Europe/London' };

/** Looking keeps the host from its work; in milliseconds. */
const LOOK_EVERY = 25;

/** The location for each kind of till. */
type Locations = Readonly<Record<Kind, string>>;

/** What POS Hub and the till show of an order: they know nothing of the host and its storage. */
export interface Witnessed {
  readonly hub: string;
  /** The statuses of its tickets. */
  readonly tickets: readonly string[];
  /** The statuses that POS Hub was told and took, in their order. */
  readonly told: readonly string[];
}

/** Till and POS Hub, and a host between them that dies and is started again on what it had stored. */
export class Shop {
  host: Mortal;
  #spare: Mortal;

  private constructor(
    private readonly hub: StartedHub,
    private readonly till: RunningTill,
    private readonly folder: string,
    private readonly args: readonly string[],
    private readonly locations: Locations,
  ) {
    [this.host, this.#spare] = [new Mortal(args), new Mortal(args)];
  }

  /** @param url where the storage is, by the path of a folder for it */
  static async open(url: (folder: string) => string): Promise<Shop> {
    const folder = mkdtempSync(join(tmpdir(), 'bridge-mortal-'));
    const port = await freePort();
    const hub = await startHub({
      webhookEndpoint: `http://127.0.0.1:${port}/poshub/webhooks`,
      // Every 0.6 s for 12 s.
      timeScale: 0.02,
    });
    const till = await startTill({
      state: join(folder, 'till.db'),
      webhooks: { firstRetryMs: 100, maxRetryMs: 2_000 },
    });
    const config = join(folder, 'bridge.json');
    const storage = url(folder);
    writeFileSync(config, JSON.stringify(configOf(port, hub, till, storage)));
    const { kinds, locations } = await connect(hub, till, storage);
    const shop = new Shop(hub, till, folder, [config, ...kinds], locations);
    await shop.host.start([], true);
    return shop;
  }

  async close(): Promise<void> {
    await Promise.all([this.host.kill(), this.#spare.kill()]);
    await Promise.all([this.hub.close(), this.till.close()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The host that runs is dead, or dies now: another one goes on. */
  async restart(deaths: readonly Death[] = [], isCurious = false): Promise<void> {
    await this.host.kill();
    [this.host, this.#spare] = [this.#spare, new Mortal(this.args)];
    await this.host.start(deaths, isCurious);
  }

  /** A guest orders at a store whose till is of a kind. */
  async order(kind: Kind, id: string): Promise<void> {
    const items = [{ posReference: 'prd_cola', name: 'Cola', price: 320, quantity: 2 }];
    await this.#admin('POST', '/orders', { locationId: this.locations[kind], items, extra: { id } });
  }

  /** The guest does not want it any more. */
  async cancelByGuest(orderId: string): Promise<void> {
    await this.#admin('POST', `/orders/${orderId}/cancel`, {});
  }

  /** Who works at the till takes the ticket back. */
  async cancelAtTill(orderId: string): Promise<void> {
    for (const ticket of await this.#tickets(orderId))
      await call('POST', `${this.till.url}/v1/orders/${textOf(ticket, 'id')}/cancel`, this.till.apiKey, {
        reason: 'too_busy',
      });
  }

  async witness(orderId: string): Promise<Witnessed> {
    const seen = await this.#admin('GET', `/orders/${orderId}`);
    const requests = listOf(field(await this.#admin('GET', `/requests?method=PATCH&path=${orderId}`), 'data'));
    return {
      hub: textOf(field(field(seen, 'data'), 'order'), 'status'),
      tickets: (await this.#tickets(orderId)).map((ticket) => textOf(ticket, 'status')),
      told: requests.flatMap((one) => (field(one, 'status') === 200 ? [textOf(field(one, 'body'), 'status')] : [])),
    };
  }

  /** Waits until an order has come to a phase, and nothing of it is left to do. */
  async settles(orderId: string, phase: string): Promise<Seen> {
    let seen: Seen | undefined;
    await until(async () => {
      seen = await this.host.look(orderId);
      if (seen?.phase === phase && seen.isQuiet) return true;
      await sleep(LOOK_EVERY);
      return false;
    });
    if (seen === undefined) throw new Error('it was not seen');
    return seen;
  }

  async #tickets(orderId: string): Promise<readonly unknown[]> {
    const path = `/v1/stores/${STORE.ref}/orders?reference=${orderId}`;
    return list(await call('GET', `${this.till.url}${path}`, this.till.apiKey), 'data');
  }

  #admin(method: string, path: string, body?: unknown): Promise<unknown> {
    return call(method, `${this.hub.url}/admin${path}`, this.hub.adminToken, body);
  }
}

function configOf(port: number, hub: StartedHub, till: RunningTill, storage: string): object {
  return {
    publicUrl: `http://127.0.0.1:${port}`,
    listen: { port },
    hub: { baseUrl: hub.url, clientId: hub.clientId, clientSecret: hub.clientSecret },
    adapter: {
      use: 'till',
      settings: { baseUrl: till.url, webhookSecret: randomBytes(24).toString('base64url') },
    },
    storage: { url: storage },
    secrets: { keys: [KEY.toString('base64')] },
    outbound: { allowPrivateAddresses: true },
    log: { level: 'warn' },
    reconcileSeconds: 5,
  };
}

/** A location for each kind of till, connected without its way through the connect pages; and which connection is whose. */
async function connect(hub: StartedHub, till: RunningTill, url: string) {
  const log = new CollectedLog();
  const storage = await openStorage({ url, keys: [KEY], clock: realClock, chance: seededChance(1), log });
  const { vault, connections } = storage.ledger;
  const kinds: string[] = [];
  const admin = async (path: string, body: object): Promise<unknown> =>
    field(await call('POST', `${hub.url}/admin${path}`, hub.adminToken, body), 'data');
  async function place(kind: Kind): Promise<string> {
    const locationId = textOf(await admin('/locations', { name: kind }), 'id');
    const connectionId = textOf(await admin('/connections', { locationId, status: 'COMPLETED' }), 'id');
    const now = Date.now();
    await vault.write(connectionId, { apiKey: till.apiKey });
    await connections.save(
      {
        ...{ connectionId, locationId, accountId: hub.accountId, status: 'connected', announced: 'connected' },
        ...{ adapter: 'till', store: STORE, merchant: 'mer_lumen', createdAt: now, updatedAt: now },
      },
      [],
    );
    kinds.push(`${connectionId}=${kind}`);
    return locationId;
  }
  const locations: Locations = {
    keys: await place('keys'),
    'lost answers': await place('lost answers'),
    'look-up': await place('look-up'),
    neither: await place('neither'),
  };
  await storage.close();
  return { kinds, locations };
}
