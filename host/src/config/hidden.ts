import { passwordsIn } from '../storage/postgres/place.js';
import { SECRET } from './check.js';
import type { ConfigSource } from './source.js';

/** Sections that are checked by others than the host: what came from a variable there may be a secret under any name. */
const OF_OTHERS = new Set(['hub', 'adapter']);

/**
 * The texts of a configuration that nobody may see: those whose key says so, and those of POS Hub's and the adapter's
 * sections that came from a variable. Addresses are none, so that a log can name them, but for a password within.
 */
export function secretsOf({ content, isFilled }: Pick<ConfigSource, 'content' | 'isFilled'>): readonly string[] {
  const found = new Set<string>();
  const look = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'string') {
      const isSecret = path.some((key) => SECRET.test(key)) || (OF_OTHERS.has(path[0] ?? '') && isFilled(path));
      if (isSecret && !/^https?:\/\//i.test(value)) found.add(value);
      for (const password of passwordsIn(value)) found.add(password);
    } else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) look(one, [...path, key]);
  };
  look(content, []);
  return [...found];
}
