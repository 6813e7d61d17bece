import { readFileSync, writeFileSync } from 'node:fs';
import { runChaos } from './run.js';
import { linesOf, missingIn, type Summary } from './summary.js';
import { withTable } from './table.js';
import { readOptions, USAGE, type Options } from './options.js';
import { postgresEngine, sqliteEngine, type Found } from './world/engine.js';
import type { EngineName } from './plan/schedule.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** From the repository's top, where npm runs. */
const PAGE = 'docs/chaos.md';

const ENGINES: Readonly<Record<EngineName, () => Promise<Found>>> = {
  sqlite: () => Promise.resolve({ engine: sqliteEngine() }),
  postgres: postgresEngine,
};

/** @returns whether every rule held in a whole run on every engine, and one at least was there */
async function main(options: Options): Promise<boolean> {
  say(`seed ${options.seed}`);
  const summaries: Summary[] = [];
  let isGood = true;
  for (const name of options.engine === undefined ? (['sqlite', 'postgres'] as const) : [options.engine]) {
    const found = await ENGINES[name]();
    if ('missing' in found) {
      say(`\n${name} is left out: ${found.missing}`);
      continue;
    }
    say(`\n${name}: ${options.orders} orders, ${options.kills} kills`);
    const { violations, summary } = await runChaos(
      { ...options, engine: found.engine, adapter: 'till', keep: true },
      say,
    );
    summaries.push(summary);
    for (const line of linesOf(summary)) say(line);
    const missing = missingIn(summary, options);
    say(
      violations.length === 0
        ? 'no violation'
        : `${violations.length} violations; again with --engine ${name} --seed ${options.seed}`,
    );
    for (const what of missing) say(`the run is not whole: ${what}`);
    isGood &&= violations.length === 0 && missing.length === 0;
  }
  if (options.table && isGood) writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), summaries));
  return isGood && summaries.length > 0;
}

// Whoever interrupts a run wants nothing of it to stay: what is to be removed is removed when the process ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
let options: Options | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
if (options !== undefined) process.exit((await main(options)) ? 0 : 1);
