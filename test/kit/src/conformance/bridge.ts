import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Order, StoreSession } from '@poshub-bridge/core';
import { headingOf, TextBrowser, type Page } from '../demo/browser.js';
import { field, list, listOf, textOf } from '../demo/json.js';
import { freePort, startPart, type Part } from '../demo/processes.js';
import { until, World } from '../demo/world.js';
import { startHub } from '../hub/server.js';
import type { Bench, HostAccess } from './bench.js';
import type { Shelf } from './shelf.js';
import { demand, Unmet } from './verdict.js';

const secret = (): string => randomBytes(24).toString('base64url');

/** POS Hub's simulator and the host as a process of its own, with the bench's fake behind it. */
export interface Bridge {
  readonly shelf: Shelf;
  /** Gives POS Hub an order of the fake's menu; its id there. */
  order(order: Order, more?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Waits until POS Hub shows a status; the host's timeline is in the message when it does not. */
  reaches(orderId: string, status: string): Promise<void>;
  /** As POS Hub's admin. */
  hub(method: string, path: string, body?: unknown): Promise<unknown>;
  /** As the host's operator. */
  operator(path: string): Promise<unknown>;
  readonly locationId: string;
  readonly connectionId: string;
  /** Ends the host as a power cut would, and starts it on what it had stored. */
  restart(between?: () => void): Promise<void>;
}

/**
 * Connects a store through the merchant's pages, runs a task over it, and ends everything.
 * @param more what the host's configuration says otherwise
 */
export async function withBridge(
  bench: Bench,
  task: (bridge: Bridge) => Promise<void>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { host } = bench;
  if (host === undefined) throw new Error('it is not said how to start the host');
  const shelf = await bench.sell();
  const session = await bench.session();
  const folder = await mkdtemp(join(tmpdir(), 'conformance-bridge-'));
  const [port, catalogToken, apiToken] = [await freePort(), secret(), secret()];
  const url = `http://127.0.0.1:${port}`;
  const { currency, timezone } = bench.store();
  const hub = await startHub({
    ...{ timeScale: 0.02, autoConsent: true, currency, timezone },
    redirectUris: [`${url}/poshub/install`],
    webhookEndpoint: `${url}/poshub/webhooks`,
    catalogSyncUrl: `${url}/poshub/catalog?token=${catalogToken}`,
  });
  let part: Part | undefined;
  try {
    const nodeModules = resolve('node_modules');
    if (existsSync(nodeModules)) await symlink(nodeModules, join(folder, 'node_modules'), 'junction');
    const config = join(folder, 'bridge.json');
    const start = (): Promise<Part> => startPart(host.program, 'The host', ['start', '--config', config]);
    const { url: baseUrl, clientId, clientSecret } = hub;
    await writeFile(
      config,
      JSON.stringify({
        ...configOf(url, port, host, bench.settings, apiToken),
        hub: { baseUrl, clientId, clientSecret, catalogToken },
        ...more,
      }),
    );
    part = await start();
    await bench.fake.webhooks?.register?.(`${url}/vendor/webhooks`);
    const world = new World({ hub, host: { url, apiToken, config, secrets: {} } });
    const [locationId = ''] = hub.locationIds;
    const connectionId = await connect(bench, session, world, locationId);
    await task({
      ...{ shelf, locationId, connectionId },
      hub: (method, path, body) => world.hub(method, path, body),
      operator: (path) => world.operator(path),
      order: async (order, more = {}) => (await world.order({ locationId, ...draftOf(order), ...more })).id,
      reaches: (orderId, status) => reaches(world, orderId, status),
      restart: async (between) => {
        await part?.kill();
        between?.();
        part = await start();
      },
    });
  } finally {
    await part?.stop();
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function configOf(
  publicUrl: string,
  port: number,
  { use }: HostAccess,
  settings: Readonly<Record<string, unknown>>,
  token: string,
): Readonly<Record<string, unknown>> {
  const isPath = /^[./]/.test(use) || isAbsolute(use);
  return {
    publicUrl,
    listen: { port },
    adapter: { use: isPath ? resolve(use) : use, settings },
    storage: { url: 'sqlite:./bridge.db' },
    secrets: { keys: [randomBytes(32).toString('base64')] },
    api: { token },
    outbound: { allowPrivateAddresses: true, timeoutSeconds: 2 },
    pollSeconds: 2,
    reconcileSeconds: 5,
  };
}

/** The merchant's way: POS Hub, the vendor's credentials or consent, the choice of the store. */
async function connect(bench: Bench, session: StoreSession, world: World, locationId: string): Promise<string> {
  const browser = new TextBrowser();
  const install = await world.hub('POST', '/installs', { locationId });
  const first = await browser.open(textOf(install, 'authorizeUrl'));
  const stores = await giveAccess(bench, browser, first);
  let page = await browser.submit(stores, { store: session.store.ref });
  const { choices } = bench.store();
  if (choices !== undefined) page = await browser.submit(page, textsOf(choices));
  demand(page.status === 200, 'a merchant to be able to connect', `the last page says “${headingOf(page)}”`);
  const connectionId = textOf(install, 'connectionId');
  await eventually('the connection to be COMPLETED in POS Hub', async () => {
    const mine = listOf(await world.hub('GET', '/connections')).find((one) => textOf(one, 'id') === connectionId);
    return mine !== undefined && textOf(mine, 'status') === 'COMPLETED' ? true : undefined;
  });
  await eventually('the menu in POS Hub', async () => {
    const catalog = await world.hub('GET', `/locations/${locationId}/catalog`).catch(() => undefined);
    return catalog !== undefined && list(catalog, 'products').length > 0 ? true : undefined;
  });
  return connectionId;
}

async function giveAccess(bench: Bench, browser: TextBrowser, first: Page): Promise<Page> {
  const { fake } = bench;
  if (fake.credentials !== undefined) return browser.submit(first, textsOf(fake.credentials));
  const page = await browser.submit(first, {});
  if (new URL(page.url).origin !== bench.gate.url) return page;
  const back = await fake.consent?.(page.url);
  if (back === undefined) throw new Unmet('a rig to give credentials or to consent', 'it does neither');
  return browser.open(back);
}

function textsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}

/** An order as POS Hub's simulator takes it: names and prices are the order's own. */
function draftOf({ lines, notes, total }: Order): Readonly<Record<string, unknown>> {
  return {
    fulfillmentType: 'PICKUP',
    ...(notes === undefined ? {} : { notes }),
    total: total.amount,
    items: lines.map((line) => ({
      ...{ posReference: line.ref, name: line.name, price: line.price.amount, quantity: line.quantity },
      ...(line.notes === undefined ? {} : { customerNotes: line.notes }),
      options: line.options.map(({ ref, name, price, quantity }) => ({
        ...{ posReference: ref, name, price: price.amount, quantity },
      })),
    })),
  };
}

async function reaches(world: World, orderId: string, status: string): Promise<void> {
  let last = '';
  try {
    await until(status, async () => {
      last = (await world.orderAtHub(orderId)).status;
      return last === status ? true : undefined;
    });
  } catch {
    const timeline = await world.timeline(orderId).catch(() => []);
    throw new Unmet(
      `POS Hub to show ${status}`,
      `it shows ${last}; the host did: ${timeline.join(' → ') || 'nothing'}`,
    );
  }
}

/** Waits for something to be so, as long as slow machines may need unless `patience` (ms) is given. @throws Unmet */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, patience?: number): Promise<T> {
  return until(what, look, patience).catch((error: unknown) => {
    throw new Unmet(what, error instanceof Error ? error.message : 'it was not so in time');
  });
}

/** What stands in POS Hub of a product of the menu. */
export async function productAtHub(bridge: Bridge, key: string): Promise<unknown> {
  const products = list(await bridge.hub('GET', `/locations/${bridge.locationId}/catalog`), 'products');
  return products.find((one) => field(one, 'posReference') === bridge.shelf.ref(key));
}
