import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { freePort, startPart, textTold, type Part } from './processes.js';
import { startTillVendor } from './vendors/till.js';
import type { Launch, Vendor } from './vendors/vendor.js';

/** POS Hub, a vendor's system and the host between them, each a process of its own on this machine. */
export interface Sandbox<V extends Vendor = Vendor> {
  readonly hub: { readonly url: string; readonly adminToken: string };
  readonly vendor: V;
  readonly host: {
    readonly url: string;
    readonly apiToken: string;
    /** The path of its configuration, and the environment that it is started with. */
    readonly config: string;
    readonly secrets: Readonly<Record<string, string>>;
  };
  /** Ends the host at once, as a power cut would. */
  killHost(): Promise<void>;
  /** Starts the host again on what it had stored. */
  startHost(): Promise<void>;
  stop(): Promise<void>;
}

const secret = (): string => randomBytes(24).toString('base64url');

/**
 * Starts the three on free ports, with secrets made for this run and the state in a temporary folder.
 * @param program the path of the command line's entry
 * @param adapter as in `adapter.use`
 * @param startVendor starts the vendor's system that belongs to it
 */
export async function startSandbox<V extends Vendor>(
  program: string,
  say: (line: string) => void,
  adapter: string,
  startVendor: (launch: Launch) => Promise<V>,
): Promise<Sandbox<V>> {
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-'));
  const parts: Part[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.reverse()) await part.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const catalogToken = secret();
    const hubSecrets = { clientSecret: secret(), adminToken: secret() };
    const hub = await startPart(program, 'The POS Hub simulator', hubArguments(url, catalogToken), {
      SIMULATOR_CLIENT_SECRET: hubSecrets.clientSecret,
      SIMULATOR_ADMIN_TOKEN: hubSecrets.adminToken,
    });
    parts.push(hub);
    say(`POS Hub simulator: ${textTold(hub, 'url')}`);
    const vendor = await startVendor({ program, folder, hostUrl: url });
    parts.push(vendor.part);
    say(`${vendor.part.name}: ${textTold(vendor.part, 'url')}`);
    const config = join(folder, 'bridge.yaml');
    await writeFile(
      config,
      hostConfig(port, textTold(hub, 'url'), `{ use: ${adapter}, settings: ${vendor.settings} }`),
    );
    const apiToken = secret();
    const secrets = {
      POSHUB_CLIENT_ID: textTold(hub, 'clientId'),
      POSHUB_CLIENT_SECRET: hubSecrets.clientSecret,
      POSHUB_CATALOG_TOKEN: catalogToken,
      BRIDGE_KEY: randomBytes(32).toString('base64'),
      BRIDGE_API_TOKEN: apiToken,
      ...vendor.secrets,
    };
    const startHost = (): Promise<Part> => startPart(program, 'The host', ['start', '--config', config], secrets);
    let host = await startHost();
    parts.push({ ...host, stop: () => host.stop() });
    say(`The host: ${url}`);
    return {
      hub: { url: textTold(hub, 'url'), adminToken: hubSecrets.adminToken },
      vendor,
      host: { url, apiToken, config, secrets },
      killHost: () => host.kill(),
      startHost: async () => {
        host = await startHost();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function hubArguments(host: string, catalogToken: string): readonly string[] {
  return [
    'simulate-hub',
    ...['--redirect-uri', `${host}/poshub/install`],
    ...['--webhook-url', `${host}/poshub/webhooks`],
    ...['--catalog-url', `${host}/poshub/catalog?token=${catalogToken}`],
    ...['--time-scale', '0.05'],
  ];
}

/** The configuration of a deployer, with the times of somebody in a hurry. */
function hostConfig(port: number, hubUrl: string, adapter: string): string {
  return `publicUrl: http://127.0.0.1:${port}
listen: { port: ${port} }
hub:
  baseUrl: ${hubUrl}
  clientId: \${POSHUB_CLIENT_ID}
  clientSecret: \${POSHUB_CLIENT_SECRET}
  catalogToken: \${POSHUB_CATALOG_TOKEN}
adapter: ${adapter}
storage: { url: sqlite:./bridge.db }
secrets: { keys: ["\${BRIDGE_KEY}"] }
api: { token: "\${BRIDGE_API_TOKEN}" }
outbound: { allowPrivateAddresses: true, timeoutSeconds: 3 } # all three are on this machine
pollSeconds: 2
reconcileSeconds: 5
`;
}

/** Serves a sandbox until Ctrl-C, and says how to get in. */
export async function runSandbox(): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const sandbox = await startSandbox(process.argv[1] ?? '', say, 'till', startTillVendor);
  const { hub, vendor, host } = sandbox;
  say('');
  say(`Open ${hub.url}/ and sign in with ${hub.adminToken}: connect a location, sync its catalog, place orders.`);
  for (const way of vendor.ways) say(way);
  say(
    `Open ${host.url}/console and sign in with ${host.apiToken}: see how the orders fare, settle one that needs you.`,
  );
  say(`The host’s API: curl -H "Authorization: Bearer ${host.apiToken}" ${host.url}/api/v1/orders`);
  say('Ctrl-C ends all three and forgets everything.');
  process.send?.({ listening: { url: host.url, hub: hub.url, till: textTold(vendor.part, 'url') } });
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await sandbox.stop();
  if (process.connected) process.disconnect();
}
