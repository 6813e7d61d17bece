import { race, type RaceWanted, type Result } from './race.js';

/** Races all contenders and prints what came of it, with the bars. */
export async function reportRivals(wanted: RaceWanted, say: (line: string) => void): Promise<void> {
  const { results, leftOut } = await race(wanted);
  say(`\n${wanted.events} webhooks of 3 KB, ${wanted.atOnce} at once, medians of ${wanted.rounds} rounds in turns`);
  say(
    '\n                            a second  of bare   p50 ms   p99 ms   CPU µs   MB   failed   lost after kill -9, of acknowledged',
  );
  for (const result of results) say(line(result));
  for (const reason of leftOut) say(`  left out: ${reason}`);
  const of = (name: string): Result | undefined => results.find((result) => result.name === name);
  const [sqlite, postgres, bullmq] = [of('host on SQLite'), of('host on PostgreSQL'), of('Express with BullMQ')];
  say('\n                                                 measured        bar');
  if (sqlite !== undefined) say(bar('on SQLite, of the bare server’s throughput', sqlite.ratio, 0.95));
  if (postgres !== undefined) say(bar('on PostgreSQL, of the bare server’s throughput', postgres.ratio, 0.8));
  if (sqlite !== undefined && bullmq !== undefined)
    say(bar('on SQLite, times Express with BullMQ', sqlite.ratio / bullmq.ratio, 2.5));
  const lost = [sqlite, postgres].reduce((sum, host) => sum + (host?.lost ?? 0), 0);
  say(`  ${'acknowledged and lost'.padEnd(46)} ${String(lost).padStart(8)}   0 ${lost === 0 ? 'met' : 'MISSED'}`);
}

function line({ name, perSecond, ratio, p50, p99, cpu, megabytes, failed, acknowledged, lost }: Result): string {
  const cells = [
    perSecond.toFixed(0).padStart(8),
    ratio.toFixed(2).padStart(8),
    p50.toFixed(1).padStart(8),
    p99.toFixed(1).padStart(8),
    cpu.toFixed(0).padStart(8),
    megabytes.toFixed(0).padStart(6),
    String(failed).padStart(6),
    lost === undefined ? '   stores nothing' : `   ${lost} of ${acknowledged}`,
  ];
  return `  ${name.padEnd(26)}${cells.join(' ')}`;
}

function bar(name: string, measured: number, least: number): string {
  const verdict = measured >= least ? 'met' : 'MISSED';
  return `  ${name.padEnd(46)} ${measured.toFixed(2).padStart(8)}   at least ${least} ${verdict}`;
}
