import type { RunningTill, TillOptions } from './options.js';
import { startTill } from './start.js';

/**
 * Runs the till as a process: prints its addresses in one line, with the secrets that it made itself; tells a parent
 * process `{listening: {url, adminUrl, apiKey, adminToken}}`; closes on SIGTERM and SIGINT. Resolves once it listens.
 */
export async function runTill(options: TillOptions): Promise<RunningTill> {
  const till = await startTill(options);
  const { url, adminUrl, apiKey, adminToken } = till;
  const secrets = [
    options.apiKey === undefined ? `API key ${apiKey}` : 'API key as given',
    options.adminToken === undefined ? `admin token and PIN ${adminToken}` : 'admin token and PIN as given',
  ];
  process.stdout.write(`The till is at ${url} (admin at ${adminUrl}; ${secrets.join('; ')}).\n`);
  process.send?.({ listening: { url, adminUrl, apiKey, adminToken } });
  const stop = (): void => void till.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return till;
}
