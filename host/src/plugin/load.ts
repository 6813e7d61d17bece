import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import semver from 'semver';
import { CONTRACT_VERSION, Fault, type AdapterManifest, type PosAdapter } from '@poshub-bridge/core';
import { ajvFor } from '../config/ajv.js';
import { entryOf, exportOf, installedEntry } from './entry.js';
import { manifestSchema } from './manifest.js';

const ajv = new Ajv({ strict: false });
const isManifest = ajv.compile<AdapterManifest>(manifestSchema);

/**
 * Loads the adapter that the configuration names: one of ours by its short name, an npm package, or a path.
 * @param folder where paths and packages are looked for
 * @throws Fault `config.adapter_unusable`
 */
export async function loadAdapter(use: string, folder: string): Promise<PosAdapter> {
  const value = await importFirst(candidates(use, folder), use, folder);
  if (!isAdapter(value)) throw unusable(use, `its default export is no adapter: ${problem(value)}`);
  const { manifest } = value;
  if (!semver.validRange(manifest.contract) || !semver.satisfies(CONTRACT_VERSION, manifest.contract))
    throw unusable(
      use,
      `manifest.contract: it works with versions ${manifest.contract} of the contract, this host has ${CONTRACT_VERSION}`,
    );
  checkSchema(use, 'settings', manifest.settings);
  checkSchema(use, 'credentials', manifest.credentials);
  return value;
}

/**
 * Loads what an adapter's package exports beside itself.
 * @param name as in the package's `exports`: `./conformance`
 * @returns the module; undefined where the package has none
 * @throws Fault `config.adapter_unusable` when it has one that can't be loaded
 */
export async function loadCompanion(name: string, use: string, folder: string): Promise<unknown> {
  const entry = exportOf(name, isPath(use) ? use : namesOf(use), folder);
  if (entry === undefined) return undefined;
  try {
    const module: unknown = await import(entry);
    return module;
  } catch (error) {
    throw unusable(use, `loading its ${name} failed (${reasonOf(error)})`, error);
  }
}

function checkSchema(use: string, key: 'settings' | 'credentials', schema: object): void {
  try {
    ajvFor(schema, {}).compile(schema);
  } catch (error) {
    throw unusable(use, `manifest.${key} is no JSON Schema: ${reasonOf(error)}`, error);
  }
}

/** What a person needs to mend a package; it says nothing of the configuration. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  // Node.js keeps to itself in which file it stands.
  const where = error instanceof SyntaxError ? '; `node --check FILE` shows where' : '';
  return `${error.name}: ${error.message.split('\n')[0] ?? ''}${where}`;
}

function unusable(use: string, detail: string, cause?: unknown): Fault {
  return new Fault('config.adapter_unusable', { detail: `adapter.use is ${use}: ${detail}`, cause });
}

/** Packages installed beside the configuration count as well as those beside the host. */
function candidates(use: string, folder: string): readonly string[] {
  if (isPath(use)) return [entryOf(use, folder)];
  return namesOf(use).flatMap((name) => [name, installedEntry(name, folder)].filter((entry) => entry !== undefined));
}

function isPath(use: string): boolean {
  return /^[./]/.test(use);
}

function namesOf(use: string): readonly string[] {
  return /^[a-z0-9-]+$/.test(use) ? [`@poshub-bridge/adapter-${use}`, use] : [use];
}

async function importFirst(specifiers: readonly string[], use: string, folder: string): Promise<unknown> {
  for (const specifier of specifiers) {
    try {
      const module: unknown = await import(specifier);
      return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
    } catch (error) {
      if (!isNotFound(error, specifier))
        throw unusable(use, `it was found, but loading it failed (${reasonOf(error)})`, error);
    }
  }
  const places = specifiers.map((specifier) => (specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier));
  throw unusable(use, `nothing of that name is there (looked for ${places.join(', ')})${hintFor(use, folder)}`);
}

/** What a person may have meant. */
function hintFor(use: string, folder: string): string {
  const place = resolve(folder, use);
  if (!existsSync(place)) return '';
  return isPath(use) ? '; is it built?' : `; a path begins with a point: ./${use}`;
}

/** Whether it is the package itself that is missing, and not something that it imports. */
function isNotFound(error: unknown, specifier: string): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') return false;
  // Of a name with a path in it, Node.js names the package.
  const [, name = specifier] = /^((?:@[^/]+\/)?[^/]+)/.exec(specifier) ?? [];
  const missing = specifier.startsWith('file:') ? fileURLToPath(specifier) : name;
  return error.message.includes(`'${missing}' imported`);
}

function isAdapter(value: unknown): value is PosAdapter {
  return problem(value) === undefined;
}

function problem(value: unknown): string | undefined {
  if (value === undefined) return 'there is none: write export default defineAdapter({ manifest, hosts, create })';
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  if (!('create' in value) || typeof value.create !== 'function') return 'create is not a function';
  if (!('hosts' in value) || typeof value.hosts !== 'function') return 'hosts is not a function';
  if (!('manifest' in value)) return 'it has no manifest';
  return isManifest(value.manifest)
    ? undefined
    : `its manifest is wrong: ${ajv.errorsText(isManifest.errors, { dataVar: 'manifest' })}`;
}
