import { measureCatalog, of, type Wanted } from '../catalog.js';

const STAGES = ['bare', 'read, dropped', 'read', 'assemble', 'load', 'plan, equal', 'plan, changed', 'write', 'store'];
/** What a sync does that finds nothing new, and one that finds too much for single changes. */
const IDLE = ['read', 'assemble', 'load', 'plan, equal'];
const ALL = ['read', 'assemble', 'load', 'plan, changed', 'write', 'store'];

/** Measures and says what came of it, beside the bars. */
export async function reportCatalog(wanted: Wanted, say: (line: string) => void): Promise<void> {
  const { speed, delta, megabytes, reading } = await measureCatalog(wanted);
  const cpu = (stage: string): number => of(speed, `${stage}: cpu`);
  const wall = (stage: string): number => of(speed, `${stage}: wall`);
  const { items, rounds } = wanted;
  say(
    `\n${items} items, ${of(speed, 'products')} products, pages of ${(of(speed, 'bytes') / 1e6).toFixed(1)} MB in all, medians of ${rounds} rounds in turns`,
  );
  say('                         processor       wall');
  for (const stage of STAGES) say(`  ${stage.padEnd(16)} ${ms(cpu(stage))} ${ms(wall(stage))}`);
  say(`  ${'delta, 1 change'.padEnd(16)} ${ms(of(delta, 'delta: cpu'))} ${ms(of(delta, 'delta: wall'))}`);
  for (const [name, stages] of [['nothing changed', IDLE] as const, ['import', ALL] as const]) {
    const total = (time: (stage: string) => number): number => stages.reduce((sum, stage) => sum + time(stage), 0);
    say(
      `  ${name.padEnd(16)} ${(items / (total(wall) / 1_000)).toFixed(0)} items/s; our code on top of the bare download: ${(total(cpu) / cpu('bare') - 1).toFixed(2)} times its processor time, ${(total(wall) / wall('bare') - 1).toFixed(2)} times its wall time (bar: 1.0)`,
    );
  }
  say(
    `  peak memory of a process that syncs: ${megabytes[0].toFixed(0)} MB (bar: 300); with the bytes of an import: ${megabytes[1].toFixed(0)} MB`,
  );
  say(
    `  peak memory of reading, parts dropped: ${items / 2} items ${reading[0].toFixed(0)} MB, ${items * 2} items ${reading[1].toFixed(0)} MB`,
  );
}

const ms = (time: number): string => `${time.toFixed(0).padStart(8)} ms`;
