import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, statfsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startPart, textTold, type Part } from '#kit/demo/processes.js';
import { Relay } from '../net/relay.js';
import type { Engine } from './engine.js';
import { Hosts } from './hosts.js';

const partOf = (name: string): string => fileURLToPath(new URL(`../parts/${name}.js`, import.meta.url));
const secret = (): string => randomBytes(24).toString('base64url');

/** How much faster than in life POS Hub tries a webhook again: every 0.3 s, for 6 s. */
const TIME_SCALE = 0.01;

/** A server with an admin's token. */
export interface Office {
  readonly url: string;
  readonly token: string;
}

/** All processes of a run, and the relays between them. */
export interface Town {
  readonly folder: string;
  /** The simulator: admin routes under /admin. */
  readonly hub: Office;
  /** The till's API, and the key of its first merchant. */
  readonly till: Office;
  readonly tillAdmin: Office;
  readonly hosts: Hosts;
  /** The operator's API of a host that is up. */
  readonly operator: Office;
  /** Everything that comes to the hosts goes through here. */
  readonly door: Relay;
  readonly wayToTill: Relay;
  readonly wayToHub: Relay;
  /** @param keep whether the hosts' log and storage stay */
  stop(keep: boolean): Promise<void>;
}

/** What the till stores of an order, in bytes, and its log of it. */
const TICKET = 40_000;

/**
 * @param adapter as in `adapter.use`
 * @param orders how many are to be placed
 */
export async function startTown(engine: Engine, adapter: string, orders: number): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-chaos-'));
  const tillFolder = await mkdtemp(join(tillPlace(orders) ?? folder, 'poshub-bridge-till-'));
  // Whoever interrupts a run wants nothing of it to stay.
  const leave = (): void => {
    for (const one of [folder, tillFolder]) rmSync(one, { recursive: true, force: true });
  };
  process.once('exit', leave);
  const parts: Part[] = [];
  let next = 0;
  let hosts: Hosts | undefined;
  const door = new Relay(() => hosts?.portOf(next++ % hosts.count) ?? 0);
  const relays: Relay[] = [door];
  const stop = async (keep: boolean): Promise<void> => {
    await hosts?.stop();
    for (const part of parts) await part.stop();
    for (const relay of relays) await relay.close();
    await engine.stop();
    await rm(tillFolder, { recursive: true, force: true });
    if (!keep) await rm(folder, { recursive: true, force: true });
    process.off('exit', leave);
  };
  try {
    await door.listen();
    const secrets = secretsOf();
    const catalog = `${door.url}/poshub/catalog?token=${secrets.POSHUB_CATALOG_TOKEN}`;
    const hub = await startPart(
      partOf('hub'),
      'The simulator',
      [`${door.url}/poshub/webhooks`, `${door.url}/poshub/install`, catalog, String(TIME_SCALE)],
      secrets,
    );
    parts.push(hub);
    const till = await startPart(partOf('till'), 'The till', [join(tillFolder, 'till.db')], secrets);
    parts.push(till);
    const [wayToHub, wayToTill] = [relayTo(textTold(hub, 'url')), relayTo(textTold(till, 'url'))];
    for (const relay of [wayToHub, wayToTill]) {
      relays.push(relay);
      await relay.listen();
    }
    const places = [];
    for (let host = 0; host < engine.hosts; host += 1) {
      const [port, config] = [await freePort(), join(folder, `host-${host}.yaml`)];
      const addresses = { door: door.url, hub: wayToHub.url, till: wayToTill.url };
      await writeFile(config, configuration(port, engine.url, adapter, addresses));
      places.push({ port, config });
    }
    hosts = new Hosts({
      ...{ engine: engine.name, places, folder },
      secrets: { ...secrets, POSHUB_CLIENT_ID: textTold(hub, 'clientId') },
    });
    await hosts.start();
    return {
      ...{ folder, hosts, door, wayToHub, wayToTill, stop },
      hub: { url: textTold(hub, 'url'), token: secrets.SIMULATOR_ADMIN_TOKEN },
      till: { url: textTold(till, 'url'), token: secrets.TILL_API_KEY },
      tillAdmin: { url: textTold(till, 'adminUrl'), token: secrets.TILL_ADMIN_TOKEN },
      operator: { url: door.url, token: secrets.BRIDGE_API_TOKEN },
    };
  } catch (error) {
    await stop(false);
    throw error;
  }
}

/** The till is never killed, so what it stores need not survive anything: it lies in memory where there is room. */
function tillPlace(orders: number): string | undefined {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return undefined;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > orders * TICKET ? memory : undefined;
}

function relayTo(url: string): Relay {
  const port = Number(new URL(url).port);
  return new Relay(() => port);
}

function secretsOf() {
  const client = secret();
  return {
    ...{ SIMULATOR_CLIENT_SECRET: client, POSHUB_CLIENT_SECRET: client, SIMULATOR_ADMIN_TOKEN: secret() },
    ...{ TILL_API_KEY: secret(), TILL_ADMIN_TOKEN: secret(), TILL_WEBHOOK_SECRET: secret() },
    ...{ POSHUB_CATALOG_TOKEN: secret(), BRIDGE_API_TOKEN: secret(), BRIDGE_KEY: randomBytes(32).toString('base64') },
  };
}

/** A deployer's configuration with every wait shortened, so that what would take an hour takes a minute. */
function configuration(
  port: number,
  storage: string,
  adapter: string,
  at: { readonly door: string; readonly hub: string; readonly till: string },
): string {
  return `publicUrl: ${at.door}
listen: { port: ${port} }
hub:
  baseUrl: ${at.hub}
  clientId: \${POSHUB_CLIENT_ID}
  clientSecret: \${POSHUB_CLIENT_SECRET}
  catalogToken: \${POSHUB_CATALOG_TOKEN}
  timeoutMs: 1000
  attempts: 2
  patienceMs: 2000
adapter: { use: "${adapter}", settings: { baseUrl: "${at.till}", webhookSecret: "\${TILL_WEBHOOK_SECRET}" } }
storage: { url: "${storage}" }
secrets: { keys: ["\${BRIDGE_KEY}"] }
api: { token: "\${BRIDGE_API_TOKEN}" }
outbound: { allowPrivateAddresses: true, timeoutSeconds: 1 }
limits: { requestsPerMinute: 1000000, refusalsPerMinute: 1000000 }
orders: { deadlineSeconds: 180, checkSeconds: 1 }
pollSeconds: 6
reconcileSeconds: 6
log: { level: warn }
`;
}
