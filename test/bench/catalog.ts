import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from './child.js';
import { startSquare, type SquareChild } from './parts/fake-square.js';

/** What is asked of the measurement. */
export interface Wanted {
  readonly items: number;
  readonly rounds: number;
  /** The folder for the processor's profiles, where they are wanted. */
  readonly profiles?: string;
}

/** What a task told: milliseconds of a stage as `stage: cpu` and `stage: wall`, sizes and counts. */
type Numbers = ReadonlyMap<string, number>;

export interface CatalogTimes {
  /** Of each stage of a whole sync, and of the bare download. */
  readonly speed: Numbers;
  /** One change, asked for by its mark. */
  readonly delta: Numbers;
  /** The most memory of a process that syncs once, in MB: until all is compared and stored, and with an import's bytes. */
  readonly megabytes: readonly [compared: number, sent: number];
  /** The most memory of a process that reads and drops what it read, in MB, of few items and of four times as many. */
  readonly reading: readonly [few: number, many: number];
}

/** A large catalog from the fake Square to what POS Hub would be sent, each task in a process of its own. */
export async function measureCatalog({ items, rounds, profiles }: Wanted): Promise<CatalogTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-bench-'));
  const file = join(folder, 'catalog.json');
  const square = await startSquare();
  try {
    await square.fill(items);
    await run(square, 'snapshot', file);
    const speed = await run(square, 'speed', file, rounds, profiles);
    const memory = await run(square, 'memory', file);
    await square.admin('PATCH', '/catalog/objects/BULK_VAR_7_2', { price: 4321 });
    const delta = await run(square, 'delta', file, rounds);
    await square.fill(items / 2);
    const few = await run(square, 'reading', file);
    await square.fill(items * 2);
    const many = await run(square, 'reading', file);
    return {
      speed,
      delta,
      megabytes: [of(memory, 'compared'), of(memory, 'megabytes')],
      reading: [of(few, 'megabytes'), of(many, 'megabytes')],
    };
  } finally {
    await square.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

export function of(numbers: Numbers, name: string): number {
  return numbers.get(name) ?? NaN;
}

async function run({ shop }: SquareChild, task: string, file: string, rounds = 1, profiles?: string): Promise<Numbers> {
  const child = fork(pathOf('parts/catalog-reader.js'), [task, shop.url, file, String(rounds)], {
    execArgv: [
      ...(rounds > 1 ? ['--expose-gc'] : []),
      ...(profiles === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profiles]),
    ],
    env: { ...process.env, BENCH_TOKEN: shop.token },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const told: unknown = await new Promise((resolve, reject) => {
    child.once('message', resolve).once('exit', () => {
      reject(new Error(`${task} came to no end`));
    });
  });
  if (child.exitCode === null) await once(child, 'exit');
  const entries: [string, unknown][] = typeof told === 'object' && told !== null ? Object.entries(told) : [];
  return new Map(entries.map(([name, value]) => [name, Number(value)]));
}
