import { resolve } from 'node:path';
import { Fault } from '@poshub-bridge/core';
import { checkSection } from './check.js';
import { hostSchema, type HostConfig } from './schema.js';
import { place, readSource, type ConfigSource } from './source.js';

/** A configuration that was checked, but for the adapter's own settings. */
export interface LoadedConfig {
  readonly config: HostConfig;
  readonly source: ConfigSource;
  /** The keys that encrypt merchants' credentials: 32 bytes each, the first for writing. */
  readonly keys: readonly Uint8Array[];
}

/**
 * Loads the configuration and checks what is the host's; the section `hub` and the adapter's settings are for those to
 * check whom they concern.
 * @throws Fault `config.invalid`, `config.secret_missing`
 */
export function loadConfig(file: string, environment: NodeJS.ProcessEnv = process.env): LoadedConfig {
  const source = readSource(file, environment);
  const config = checkSection<HostConfig>(hostSchema, withoutSchema(source.content), source, []);
  checkPublicUrl(config.publicUrl, source);
  const keys = config.secrets.keys.map((key, index) => readKey(key, place(['secrets', 'keys', String(index)], source)));
  return { config: { ...config, storage: { url: absolute(config.storage.url, source.folder) } }, source, keys };
}

/** A JSON file may name its schema for the editor. */
function withoutSchema(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('$schema' in content)) return content;
  const { $schema: _forEditors, ...rest } = content;
  return rest;
}

function absolute(url: string, folder: string): string {
  return `sqlite:${resolve(folder, url.slice('sqlite:'.length))}`;
}

/** Webhooks and merchants' credentials must not travel in the clear, but on one's own machine. */
function checkPublicUrl(text: string, source: ConfigSource): void {
  const at = place(['publicUrl'], source);
  if (!URL.canParse(text)) throw new Fault('config.invalid', { detail: `${at}: found no URL, wanted one with https` });
  const { hostname, protocol } = new URL(text);
  const isOwnMachine = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  if (protocol !== 'https:' && !isOwnMachine)
    throw new Fault('config.invalid', { detail: `${at}: found http, wanted https` });
}

function readKey(text: string, at: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  const wanted = 'wanted 32 random bytes in base64, as `openssl rand -base64 32` prints them';
  if (key.length !== 32)
    throw new Fault('config.secret_missing', { detail: `${at}: found ${key.length} bytes, ${wanted}` });
  if (new Set(key).size < 8)
    throw new Fault('config.secret_missing', { detail: `${at}: found a key that is not random, ${wanted}` });
  return new Uint8Array(key);
}
