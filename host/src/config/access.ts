import { Fault } from '@poshub-bridge/core';
import { checkSection } from './check.js';
import { filesOf } from './files.js';
import { hostSchema, type HostConfig } from './schema.js';
import { demandStrong } from './strength.js';
import { place, readSource } from './source.js';

/** How the API of a host on this machine is reached. */
export interface ApiAccess {
  /** Where it listens, as a caller on this machine writes it. */
  readonly url: string;
  readonly token: string;
}

const { listen, api, storage } = hostSchema.properties;

/**
 * Reads from a configuration how its host is reached. Secrets that are of no concern here need not be set.
 * @throws Fault `config.invalid`, `config.secret_missing`
 */
export function readAccess(file: string, environment: Readonly<Record<string, string | undefined>>): ApiAccess {
  const source = readSource(file, environment, ['listen', 'api']);
  const schema = { type: 'object', properties: { listen, api } };
  const sections = checkSection<Pick<HostConfig, 'listen' | 'api'>>(schema, source.content, source, []);
  if (sections.api === undefined)
    throw new Fault('config.invalid', { detail: 'api: is missing, and without api.token the host has no API' });
  demandStrong(sections.api.token, place(['api', 'token'], source));
  if (sections.listen.port === 0)
    throw new Fault('config.invalid', { detail: 'listen.port is 0, any free port: say with --url which one it took' });
  return { url: callableUrl(sections.listen), token: sections.api.token };
}

/**
 * Reads from a configuration where its host's backups go: an absolute path.
 * @throws Fault as {@link readAccess}
 */
export function readBackups(file: string, environment: Readonly<Record<string, string | undefined>>): string {
  const source = readSource(file, environment, ['storage']);
  const schema = { type: 'object', properties: { storage } };
  const sections = checkSection<Pick<HostConfig, 'storage'>>(schema, source.content, source, []);
  return filesOf(sections.storage, source.folder).backups;
}

/** Where a host is called from its own machine; one that listens on all addresses, at the machine's own. */
export function callableUrl({ host, port }: HostConfig['listen']): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
