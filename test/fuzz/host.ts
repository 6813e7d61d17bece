import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { startTill, type RunningTill } from '@poshub-bridge/testkit';
import { IDS } from '../unit/pos-hub/support/orders.js';
import { valueOf, Visitor, type Answer } from '../unit/host/http/connect/support/visitor.js';
import { startEcho, type Echo, type Fine } from '../unit/host/support/echo.js';
import { Folder } from '../unit/host/support/folder.js';
import { CANARY, SECRETS, type Known } from './secrets.js';

const PROGRAM = fileURLToPath(import.meta.resolve('#host/cli/main.js'));
const PUBLIC_URL = 'http://127.0.0.1:1';

/** The largest body that the host takes here, in bytes. */
export const BODY_BYTES = 131_072;

/** The heap that its main thread has, in MB: on a large machine Node would let gigabytes lie before it looks at what lives. */
export const HEAP_MEGABYTES = 192;

/** The real host as a process, with a store that is connected, between a POS Hub that repeats what it hears and a real till. */
export class FuzzHost {
  /** The last of what it printed. */
  printed = '';
  /** The first line of its log that tells a secret, or something about a guest. */
  leak: string | undefined;
  /** How it ended, where it did. */
  end: string | undefined;
  #port = 0;

  private constructor(
    private readonly process: ChildProcess,
    readonly hub: Echo,
    private readonly till: RunningTill,
    private readonly folder: Folder,
  ) {
    for (const stream of [process.stdout, process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    process.once('exit', (code, signal) => (this.end = `ended with ${signal ?? code ?? 'nothing'}`));
  }

  /** @param isLimited whether it counts what an address is refused, as it does for strangers */
  static async start(isLimited: boolean): Promise<FuzzHost> {
    const folder = new Folder();
    const till = await startTill({ state: `${folder.path}/till.db` });
    const hub = await startEcho(asHub);
    const config = {
      publicUrl: PUBLIC_URL,
      listen: { port: 0 },
      hub: {
        ...{ baseUrl: hub.url, clientId: 'client', clientSecret: '${CLIENT_SECRET}', catalogToken: SECRETS.catalog },
        ...{ attempts: 1, timeoutMs: 2_000 },
      },
      adapter: { use: 'till', settings: { baseUrl: till.url, webhookSecret: SECRETS.webhook } },
      secrets: { keys: [SECRETS.key] },
      api: { token: SECRETS.api },
      metrics: { token: SECRETS.metrics },
      outbound: { allowPrivateAddresses: true, timeoutSeconds: 2 },
      limits: {
        bodyBytes: BODY_BYTES,
        ...(isLimited ? {} : { requestsPerMinute: 1_000_000, refusalsPerMinute: 1_000_000 }),
      },
    };
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [PROGRAM, 'start', '--config', folder.write('bridge.yaml', config)], {
      env: { PATH, CLIENT_SECRET: SECRETS.client, NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES}` },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const host = new FuzzHost(child, hub, till, folder);
    const told: unknown = (await once(child, 'message', { signal: AbortSignal.timeout(30_000) }))[0];
    host.#port = portIn(told);
    return host;
  }

  get port(): number {
    return this.#port;
  }

  /** Connects the store over the pages, leaves one browser in the midst of connecting, and signs an operator in. */
  async acquaint(): Promise<Known> {
    const merchant = this.#visitor();
    const page = await this.#arrive(merchant);
    const right = await merchant.submit(page, { apiKey: this.till.apiKey });
    const stores = await merchant.get(right.location);
    if ((await merchant.submit(stores, { store: 'str_soho' })).status !== 303) throw new Error('not connected');
    return { ...(await this.greet()), operator: await this.#signIn() };
  }

  /** A browser in the midst of connecting; the host forgets it after ten minutes. */
  async greet(): Promise<Pick<Known, 'merchant'>> {
    const browser = this.#visitor();
    const page = await this.#arrive(browser);
    return { merchant: { cookie: cookieOf(browser), csrf: valueOf(page, 'csrf') } };
  }

  /** Its resident memory in MB; undefined where the system does not tell. */
  async megabytes(): Promise<number | undefined> {
    const status = await readFile(`/proc/${this.process.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  }

  async stop(): Promise<void> {
    if (this.end === undefined) {
      const exit = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await exit;
    }
    await this.hub.stop();
    await this.till.close();
    this.folder.remove();
  }

  #visitor(): Visitor {
    return new Visitor({ publicUrl: PUBLIC_URL, serverUrl: `http://127.0.0.1:${this.#port}` });
  }

  async #arrive(browser: Visitor): Promise<Answer> {
    const { connectionId, accountId, locationId } = IDS;
    return browser.arrive({ connectionId, accountId, locationId, code: `code-${performance.now()}` });
  }

  async #signIn(): Promise<Known['operator']> {
    const browser = this.#visitor();
    const entrance = await browser.get('/console');
    await browser.post('/console/sign-in', { csrf: valueOf(entrance, 'csrf'), token: SECRETS.api });
    const csrf = valueOf(await browser.get('/console/connections'), 'csrf');
    if (csrf === '') throw new Error('not signed in');
    return { cookie: cookieOf(browser), csrf };
  }

  #hear(text: string): void {
    // What came in two pieces is looked at as one.
    const whole = this.printed.slice(-CANARY.length) + text;
    if (this.leak === undefined && whole.toLowerCase().includes(CANARY)) this.leak = whole.slice(0, 10_000);
    this.printed = (this.printed + text).slice(-20_000);
  }
}

function cookieOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function portIn(told: unknown): number {
  if (typeof told !== 'object' || told === null || !('listening' in told)) throw new Error('the host did not listen');
  const { listening } = told;
  const isTold = typeof listening === 'object' && listening !== null && 'url' in listening;
  return Number(new URL(isTold ? String(listening.url) : '').port);
}

function asHub({ url = '', method }: IncomingMessage): Fine {
  if (url.startsWith('/oauth2/token'))
    return { body: { access_token: `${CANARY}-access`, refresh_token: `${CANARY}-refresh`, expires_in: 3_600 } };
  if (/\/orders(\?|$)/.test(url)) return { body: { data: [], hasNextPage: false } };
  if (method !== 'GET') return { body: { data: {} } };
  const { connectionId: id, accountId, locationId } = IDS;
  return { body: { data: { id, accountId, locationId, status: 'PENDING', name: 'Soho' } } };
}
