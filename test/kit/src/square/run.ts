import { once } from 'node:events';
import { omit } from '../hub/omit.js';
import type { FakeSquareOptions } from './options.js';
import { startFakeSquare } from './start.js';

/**
 * Runs the fake until SIGTERM or SIGINT. Prints where it is, and those secrets that it made itself; tells a parent process
 * everything as `{ listening }`.
 */
export async function runFakeSquare(options: FakeSquareOptions = {}): Promise<void> {
  const fake = await startFakeSquare(options);
  const listening = omit(fake, 'close');
  const made = (name: string, given: string | undefined, value: string): string[] =>
    given === undefined ? [`  ${name}, made up for this run: ${value}`] : [];
  const lines = [
    `The fake Square is at ${listening.url} (admin at ${listening.adminUrl}).`,
    `  application: ${listening.applicationId}`,
    ...made('application secret', options.applicationSecret, listening.applicationSecret),
    ...made('application token', options.applicationToken, listening.applicationToken),
    ...made('webhook signature key', options.signatureKey, listening.signatureKey),
    ...made('admin token', options.adminToken, listening.adminToken),
    `  merchant: ${listening.merchantId}; locations: ${listening.locationIds.join(', ')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.send?.({ listening });
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await fake.close();
  if (process.connected) process.disconnect();
}
