import { Fault } from '@poshub-bridge/core';
import type { HostConfig } from './schema.js';
import { place, type ConfigSource } from './source.js';

/** What is random has more different letters or bytes than this, but for one time in millions. */
const FEWEST_DIFFERENT = 8;

/** Shorter ones are for the schemas to refuse, which say more. */
const SHORTEST = 16;

/**
 * Reads the keys that encrypt, and refuses secrets of the deployer's own choice that can be guessed.
 * @returns the keys, 32 bytes each
 * @throws Fault `config.secret_missing`
 */
export function readSecrets(
  { secrets, api, metrics, alerts, hub }: HostConfig,
  source: ConfigSource,
): readonly Uint8Array[] {
  demandStrong(api?.token, place(['api', 'token'], source));
  demandStrong(metrics?.token, place(['metrics', 'token'], source));
  demandStrong(alerts?.secret, place(['alerts', 'secret'], source));
  demandStrong(hub['catalogToken'], place(['hub', 'catalogToken'], source));
  return secrets.keys.map((key, index) => readKey(key, place(['secrets', 'keys', String(index)], source)));
}

/** @throws Fault `config.secret_missing` for a text that nobody drew by lot */
export function demandStrong(secret: unknown, at: string): void {
  if (typeof secret !== 'string' || secret.length < SHORTEST) return;
  const different = new Set(secret).size;
  if (different >= FEWEST_DIFFERENT) return;
  throw new Fault('config.secret_missing', {
    detail: `${at}: found one of ${different} different characters, wanted a random one, as \`openssl rand -hex 24\` prints them`,
  });
}

function readKey(text: string, at: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  const wanted = 'wanted 32 random bytes in base64, as `openssl rand -base64 32` prints them';
  if (key.length !== 32)
    throw new Fault('config.secret_missing', { detail: `${at}: found ${key.length} bytes, ${wanted}` });
  if (new Set(key).size < FEWEST_DIFFERENT)
    throw new Fault('config.secret_missing', { detail: `${at}: found a key that is not random, ${wanted}` });
  return new Uint8Array(key);
}
