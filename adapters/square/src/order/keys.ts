import { createHash } from 'node:crypto';

/** A key of 40 characters, the same for the same parts: Square takes 45 for payments and refunds. */
export function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
