import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPart, textTold, type Part } from '#kit/demo/processes.js';
import { listOf, textOf } from '#kit/demo/json.js';
import { startTillVendor } from '#kit/demo/vendors/till.js';
import { World } from '#kit/demo/world.js';
import { loadConfig } from '#host/config/load.js';
import { openStorage } from '#host/storage/index.js';
import { seededChance, realClock } from '../../support/clock.js';
import { CollectedLog } from '../../support/log.js';
import { pathOf } from '../child.js';

/** A store, connected with a location of POS Hub. */
export interface Shop {
  readonly name: string;
  readonly locationId: string;
}

/** Many stores of one host, each process for itself: POS Hub's simulator, the host, the tills. */
export interface Street {
  readonly shops: readonly Shop[];
  readonly world: World;
  /** From now on just these stores' tills take connections and never answer. */
  blackHole(shops: readonly Shop[]): Promise<void>;
  stop(): Promise<void>;
}

const program = pathOf('../../../host/dist/cli/main.js');
const secret = (): string => randomBytes(24).toString('base64url');

/**
 * @param count how many stores there are
 * @param storage the host's `storage.url`
 */
export async function openStreet(count: number, storage: string): Promise<Street> {
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-bench-'));
  const parts: Pick<Part, 'stop'>[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.reverse()) await part.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const [clientSecret, adminToken, apiToken] = [secret(), secret(), secret()];
    const hub = await startPart(program, 'The POS Hub simulator', hubArguments(url), {
      SIMULATOR_CLIENT_SECRET: clientSecret,
      SIMULATOR_ADMIN_TOKEN: adminToken,
    });
    parts.push(hub);
    const vendor = await startTillVendor({ program, folder, hostUrl: url });
    parts.push(vendor.part);
    const tills = await startTills(textTold(vendor.part, 'url'), vendor.store);
    parts.push(tills);
    const secrets = {
      ...{ CLIENT_SECRET: clientSecret, API_TOKEN: apiToken, BRIDGE_KEY: randomBytes(32).toString('base64') },
      WEBHOOK_SECRET: secret(),
    };
    const config = join(folder, 'bridge.yaml');
    await writeFile(config, configuration(port, storage, textTold(hub, 'url'), textTold(hub, 'clientId'), tills.url));
    const host = { url, apiToken, config, secrets };
    const world = new World({ hub: { url: textTold(hub, 'url'), adminToken }, host });
    const shops = await connect(world, config, secrets, vendor.apiKey, count);
    parts.push(await startPart(program, 'The host', ['start', '--config', config], secrets));
    return { shops, world, blackHole: (holes) => tills.blackHole(holes.map(({ name }) => name)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Puts the connections where the host will find them; their way through the pages is not what is measured. */
async function connect(
  world: World,
  config: string,
  secrets: Readonly<Record<string, string>>,
  apiKey: string,
  count: number,
): Promise<readonly Shop[]> {
  const {
    config: {
      storage: { url },
    },
    keys,
  } = loadConfig(config, { ...secrets });
  const storage = await openStorage({ url, keys, clock: realClock, chance: seededChance(1), log: new CollectedLog() });
  const shops: Shop[] = [];
  try {
    const [account] = listOf(await world.hub('GET', '/accounts'));
    const accountId = textOf(account, 'id');
    while (shops.length < count) {
      const name = `shop-${shops.length}`;
      const locationId = textOf(await world.hub('POST', '/locations', { name }), 'id');
      const connectionId = textOf(await world.hub('POST', '/connections', { locationId, status: 'COMPLETED' }), 'id');
      const now = Date.now();
      await storage.ledger.vault.write(connectionId, { apiKey: `${name}~${apiKey}` });
      await storage.ledger.connections.save(
        {
          ...{ connectionId, accountId, locationId, status: 'connected', announced: 'connected', adapter: 'till' },
          ...{ merchant: name, createdAt: now, updatedAt: now },
          store: { ref: name, name, currency: 'GBP', timezone: 'Europe/London' },
        },
        [],
      );
      shops.push({ name, locationId });
    }
  } finally {
    await storage.close();
  }
  return shops;
}

async function startTills(url: string, store: string) {
  const child = fork(pathOf('parts/tills.js'), [url, store], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const told: unknown = (await once(child, 'message', { signal: AbortSignal.timeout(20_000) }))[0];
  const listening: unknown = typeof told === 'object' && told !== null && 'listening' in told ? told.listening : {};
  return {
    url: textOf(listening, 'url'),
    blackHole: async (holes: readonly string[]): Promise<void> => {
      const done = once(child, 'message');
      child.send({ holes });
      await done;
    },
    stop: async (): Promise<void> => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function hubArguments(host: string): readonly string[] {
  return [
    'simulate-hub',
    ...['--redirect-uri', `${host}/poshub/install`],
    ...['--webhook-url', `${host}/poshub/webhooks`],
  ];
}

/** As it is by default, but for news that nobody asks for here. */
function configuration(port: number, storage: string, hubUrl: string, clientId: string, tillUrl: string): string {
  return `publicUrl: http://127.0.0.1:${port}
listen: { port: ${port} }
hub: { baseUrl: "${hubUrl}", clientId: "${clientId}", clientSecret: "\${CLIENT_SECRET}" }
adapter: { use: till, settings: { baseUrl: "${tillUrl}", webhookSecret: "\${WEBHOOK_SECRET}" } }
storage: { url: "${storage}" }
secrets: { keys: ["\${BRIDGE_KEY}"] }
api: { token: "\${API_TOKEN}" }
outbound: { allowPrivateAddresses: true }
log: { level: warn }
`;
}
