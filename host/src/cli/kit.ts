import { Command } from 'commander';
import type * as Kit from '@poshub-bridge/testkit';
import { Fault } from '@poshub-bridge/core';
import { loadAdapter, loadCompanion } from '../plugin/load.js';
import { Complaint } from './complaint.js';

/**
 * The package of things to try the bridge with. It need not be there where the bridge is at work.
 * @throws Fault `config.invalid` when it is not installed
 */
export async function loadKit(): Promise<typeof Kit> {
  try {
    return await import('@poshub-bridge/testkit');
  } catch (error) {
    const isMissing =
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_MODULE_NOT_FOUND' &&
      error.message.includes('@poshub-bridge/testkit');
    if (!isMissing) throw error;
    throw new Fault('config.invalid', {
      detail: 'give --config FILE; what runs without it needs the package @poshub-bridge/testkit',
      cause: error,
    });
  }
}

/** The commands that run something to try the bridge with. Secrets come from the environment, never from arguments. */
export function kitCommands(): readonly Command[] {
  return [demoCommand(), tillCommand(), hubCommand(), fakeCommand(), certifyCommand()];
}

function demoCommand(): Command {
  return new Command('demo')
    .description('Play the whole story on this machine: POS Hub simulator, a vendor’s system and host as processes.')
    .option('--adapter <name>', 'which vendor’s', 'till')
    .action(async ({ adapter }: { readonly adapter: string }) => {
      const { runDemo } = await loadKit();
      process.exitCode = await runDemo(adapter);
    });
}

interface TillFlags {
  readonly state: string;
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
}

function tillCommand(): Command {
  return new Command('till')
    .description(
      'Run the local till, a small POS with a page at its address. TILL_API_KEY and TILL_ADMIN_TOKEN set its secrets.',
    )
    .requiredOption('--state <file>', 'where it keeps its stores, catalog and orders; made if missing')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <number>', 'the port of its API and page; 0 takes a free one', Number, 0)
    .option('--admin-port <number>', 'the port of its admin routes; 0 takes a free one', Number, 0)
    .action(async (flags: TillFlags) => {
      const { runTill } = await loadKit();
      await runTill({
        ...flags,
        ...given('apiKey', process.env['TILL_API_KEY']),
        ...given('adminToken', process.env['TILL_ADMIN_TOKEN']),
      }).catch(refuseAddress);
    });
}

interface HubFlags {
  readonly host: string;
  readonly port: number;
  readonly currency: string;
  readonly timezone: string;
  readonly timeScale: number;
  readonly redirectUri?: string;
  readonly webhookUrl?: string;
  readonly catalogUrl?: string;
  readonly installed?: true;
}

function hubCommand(): Command {
  return new Command('simulate-hub')
    .description(
      'Run a simulator of POS Hub with a page at its address. SIMULATOR_CLIENT_SECRET and SIMULATOR_ADMIN_TOKEN set its secrets.',
    )
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <number>', 'its port; 0 takes a free one', Number, 0)
    .option('--currency <code>', 'the locations’ currency', 'GBP')
    .option('--timezone <name>', 'the locations’ time zone', 'Europe/London')
    .option('--time-scale <factor>', 'how fast its webhook schedule runs: 0.01 makes 30 s of waiting 0.3 s', Number, 1)
    .option('--redirect-uri <url>', 'the application’s redirect URL')
    .option('--webhook-url <url>', 'the application’s webhook URL')
    .option('--catalog-url <url>', 'the application’s sync endpoint')
    .option('--installed', 'the application is installed from the start')
    .action(async ({ redirectUri, webhookUrl, catalogUrl, ...flags }: HubFlags) => {
      const { runHub } = await loadKit();
      await runHub({
        ...flags,
        ...given('redirectUris', redirectUri === undefined ? undefined : [redirectUri]),
        ...given('webhookEndpoint', webhookUrl),
        ...given('catalogSyncUrl', catalogUrl),
        ...given('clientSecret', process.env['SIMULATOR_CLIENT_SECRET']),
        ...given('adminToken', process.env['SIMULATOR_ADMIN_TOKEN']),
      }).catch(refuseAddress);
    });
}

interface FakeFlags {
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly applicationId?: string;
  readonly redirectUrl?: string;
  readonly webhookUrl?: string;
  readonly describe?: string;
}

function fakeCommand(): Command {
  return new Command('fake')
    .description(
      'Run a server that behaves as a vendor’s system does. FAKE_APPLICATION_SECRET, FAKE_SIGNATURE_KEY and FAKE_ADMIN_TOKEN set its secrets.',
    )
    .argument('<vendor>', 'whose, as in adapter.use')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <number>', 'the port of its API; 0 takes a free one', Number, 0)
    .option('--admin-port <number>', 'the port of its admin routes; 0 takes a free one', Number, 0)
    .option('--application-id <id>', 'the application’s id')
    .option('--redirect-url <url>', 'the application’s redirect URL')
    .option('--webhook-url <url>', 'where the application takes webhooks')
    .option('--describe <file>', 'the vendor’s own description of its API, to hold every call and answer against')
    .action(async (vendor: string, flags: FakeFlags) => {
      const { runFake } = await loadKit();
      await runFake(vendor, {
        ...flags,
        ...given('applicationSecret', process.env['FAKE_APPLICATION_SECRET']),
        ...given('signatureKey', process.env['FAKE_SIGNATURE_KEY']),
        ...given('adminToken', process.env['FAKE_ADMIN_TOKEN']),
      }).catch(refuseAddress);
    });
}

interface CertifyFlags {
  readonly adapter: string;
  readonly only?: string;
  readonly json?: true;
}

function certifyCommand(): Command {
  return new Command('certify')
    .description('Try an adapter against a fake of its vendor: everything that the bridge and POS Hub ask of it.')
    .requiredOption('--adapter <name>', 'as in adapter.use: a name of ours, an npm package or a path')
    .option('--only <id>', 'one requirement, or those whose ids begin so')
    .option('--json', 'print one JSON object')
    .action(async ({ adapter: use, ...flags }: CertifyFlags) => {
      const { certify, NoRig } = await loadKit();
      const folder = process.cwd();
      const adapter = await loadAdapter(use, folder);
      const companion = await loadCompanion('./conformance', use, folder);
      const program = process.argv[1] ?? '';
      try {
        const print = (text: string): void => void process.stdout.write(text);
        process.exitCode = await certify({ adapter, use, companion, program, print, ...flags });
      } catch (error) {
        if (error instanceof NoRig)
          throw new Complaint(error.message, 'docs/certify.md says how to write a rig, and lists the requirements.');
        throw error;
      }
    });
}

/** @throws Complaint where what went wrong is that a server can't have its address; else what went wrong */
function refuseAddress(error: unknown): never {
  if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'listen') throw error;
  throw new Complaint(
    `Its address can’t be had (${error.message}).`,
    'Give it another --port, or 0 for a free one; or stop what listens there.',
  );
}

/** A property that is there only if its value is. */
function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : Object.defineProperty<{ [P in K]?: V }>({}, key, { value, enumerable: true });
}
