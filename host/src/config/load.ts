import { Fault } from '@poshub-bridge/core';
import { checkSection } from './check.js';
import { filesOf } from './files.js';
import { hostSchema, type HostConfig } from './schema.js';
import { readSecrets } from './strength.js';
import { place, readSource, type ConfigSource } from './source.js';

/** A configuration that was checked, but for the adapter's own settings. */
export interface LoadedConfig {
  readonly config: HostConfig;
  readonly source: ConfigSource;
  /** The keys that encrypt merchants' credentials: 32 bytes each, the first for writing. */
  readonly keys: readonly Uint8Array[];
  /** The folder that backups go to, absolute. */
  readonly backups: string;
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
  checkAlertsUrl(config, source);
  const { url, backups } = filesOf(config.storage, source.folder);
  const storage = { ...config.storage, url };
  return { config: { ...config, storage }, source, keys: readSecrets(config, source), backups };
}

/** A JSON file may name its schema for the editor. */
function withoutSchema(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('$schema' in content)) return content;
  const { $schema: _forEditors, ...rest } = content;
  return rest;
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

/** Alerts name orders and faults: they travel encrypted, but on one's own network. */
function checkAlertsUrl({ alerts, outbound }: HostConfig, source: ConfigSource): void {
  if (alerts === undefined || outbound.allowPrivateAddresses || alerts.url.startsWith('https://')) return;
  const at = place(['alerts', 'url'], source);
  throw new Fault('config.invalid', { detail: `${at}: found http, wanted https, or outbound.allowPrivateAddresses` });
}
