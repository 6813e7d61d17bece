import { once } from 'node:events';
import type { HubOptions } from './options.js';
import { startHub } from './server.js';

/**
 * Runs the simulator until SIGTERM or SIGINT. Prints where it is, and those secrets that it made up itself, since nobody
 * else could know them. A parent process gets everything as `{ listening }`.
 */
export async function runHub(options: HubOptions = {}): Promise<void> {
  const hub = await startHub(options);
  const { url, clientId, clientSecret, adminToken, accountId, locationIds } = hub;
  const lines = [
    `POS Hub simulator: ${url}`,
    `  application (client id): ${clientId}`,
    ...(options.clientSecret === undefined ? [`  client secret, made up for this run: ${clientSecret}`] : []),
    ...(options.adminToken === undefined ? [`  admin token, made up for this run: ${adminToken}`] : []),
    `  account: ${accountId}`,
    `  locations: ${locationIds.join(', ')}`,
    `  a page for people: ${url}/`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.send?.({ listening: { url, clientId, clientSecret, adminToken, accountId, locationIds } });
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await hub.close();
  if (process.connected) process.disconnect();
}
