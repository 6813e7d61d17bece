import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Profile {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

/** A function and its share of the time that was not idle: 0 to 1. */
export interface Spender {
  readonly name: string;
  readonly share: number;
}

/** Where the time went in each thread that was profiled: the functions that took most of it themselves. */
export async function spendersOf(folder: string, most: number): Promise<ReadonlyMap<string, readonly Spender[]>> {
  const found = new Map<string, readonly Spender[]>();
  for (const name of (await readdir(folder)).sort()) {
    const profile: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
    if (isProfile(profile)) found.set(name, topOf(profile, most));
  }
  return found;
}

function topOf({ nodes, samples, timeDeltas }: Profile, most: number): readonly Spender[] {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const times = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '?';
    if (name === '(idle)') return;
    const time = timeDeltas[index] ?? 0;
    busy += time;
    times.set(name, (times.get(name) ?? 0) + time);
  });
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, time]) => ({ name, share: time / busy }));
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: Node): string {
  const place = url === '' ? '' : ` ${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`;
  return `${functionName === '' ? '(anonymous)' : functionName}${place}`;
}

function isProfile(value: unknown): value is Profile {
  return typeof value === 'object' && value !== null && 'nodes' in value && 'samples' in value && 'timeDeltas' in value;
}
