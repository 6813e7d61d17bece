import { once } from 'node:events';
import { omit } from '../hub/omit.js';
import type { FakeLightspeedOptions } from './options.js';
import { startFakeLightspeed } from './start.js';

/**
 * Runs the fake until SIGTERM or SIGINT. Prints where it is, and those secrets that it made itself; tells a parent process
 * everything as `{ listening }`.
 */
export async function runFakeLightspeed(options: FakeLightspeedOptions = {}): Promise<void> {
  const fake = await startFakeLightspeed(options);
  const listening = omit(fake, 'close');
  const made = (name: string, given: string | undefined, value: string): string[] =>
    given === undefined ? [`  ${name}, made up for this run: ${value}`] : [];
  const lines = [
    `The fake Lightspeed is at ${listening.url} (OAuth at ${listening.authUrl}, admin at ${listening.adminUrl}).`,
    `  client: ${listening.clientId}`,
    ...made('client secret', options.clientSecret, listening.clientSecret),
    ...made('admin token', options.adminToken, listening.adminToken),
    `  business locations: ${listening.businessLocationIds.join(', ')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.send?.({ listening });
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await fake.close();
  if (process.connected) process.disconnect();
}
