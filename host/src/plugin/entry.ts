import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The URL of the module that a path stands for: the file, or the entry of the package in a folder. */
export function entryOf(path: string, folder: string): string {
  const place = resolve(folder, path);
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  return pathToFileURL(isFolder ? join(place, entryIn(place)) : place).href;
}

/** The same of a package that is installed in a folder or above it; undefined where none is. */
export function installedEntry(name: string, folder: string): string | undefined {
  const place = above(resolve(folder), (at) => join(at, 'node_modules', name));
  return place === undefined ? undefined : entryOf(place, folder);
}

/**
 * The URL of what an adapter's package exports beside itself (`./conformance`); undefined where there is no such thing.
 * @param use a path to the package's folder or to a file in it, or names under which it may be installed
 */
export function exportOf(name: string, use: string | readonly string[], folder: string): string | undefined {
  const found =
    typeof use === 'string'
      ? above(resolve(folder, use), (at) => at)
      : use
          .map((one) => above(resolve(folder), (at) => join(at, 'node_modules', one)))
          .find((one) => one !== undefined);
  if (found === undefined) return undefined;
  const { exports: front } = manifestIn(found);
  const target = isObject(front) ? chosen(front[name]) : undefined;
  return target === undefined ? undefined : pathToFileURL(join(found, target)).href;
}

/** The first place with a package, from a folder upwards. */
function above(folder: string, placeIn: (folder: string) => string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(placeIn(at), 'package.json'))) return placeIn(at);
    if (at === dirname(at)) return undefined;
  }
}

/** As Node.js finds it for an `import`, which `require.resolve` does not: packages may have no entry for that. */
function entryIn(place: string): string {
  const { exports: front, main } = manifestIn(place);
  const dot = isObject(front) && '.' in front ? front['.'] : front;
  return chosen(dot) ?? (typeof main === 'string' && main !== '' ? main : 'index.js');
}

function chosen(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (!isObject(target)) return undefined;
  for (const [condition, inner] of Object.entries(target))
    if (['import', 'node', 'default', 'module-sync'].includes(condition)) {
      const found = chosen(inner);
      if (found !== undefined) return found;
    }
  return undefined;
}

function manifestIn(place: string): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
    return isObject(manifest) ? manifest : {};
  } catch {
    // A folder without a readable package.json is one with an index.js, or of no use.
    return {};
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
