import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureAcceptance, type Server } from './acceptance.js';
import { reportCrowd } from './crowd.js';
import { reportGrowth } from './growth.js';
import { reportIsolation } from './isolation.js';
import { median } from './load.js';
import { reportCatalog } from './parts/catalog-report.js';
import { reportRivals } from './rivals/report.js';
import { spendersOf } from './profile.js';
import { measureTickets } from './ticket.js';

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const wanted = {
  rounds: number('BENCH_ROUNDS', 5),
  events: number('BENCH_EVENTS', 8_000),
  atOnce: number('BENCH_AT_ONCE', 100),
  stored: number('BENCH_STORED', 100_000),
};
const profiles =
  process.env['BENCH_PROFILE'] === '1' ? await mkdtemp(join(tmpdir(), 'poshub-bridge-profiles-')) : undefined;

if (process.argv[2] === 'catalog') {
  const sizes = { items: number('BENCH_ITEMS', 10_000), rounds: wanted.rounds };
  await reportCatalog({ ...sizes, ...(profiles === undefined ? {} : { profiles }) }, say);
  if (profiles !== undefined) await tellProfiles(profiles);
  process.exit();
}

if (process.argv[2] === 'rivals') {
  await reportRivals(wanted, say);
  process.exit();
}

if (process.argv[2] === 'growth') {
  const sizes = { orders: number('BENCH_ORDERS', 40), backlog: number('BENCH_BACKLOG', 2_000) };
  await reportGrowth({ ...wanted, ...sizes, stored: number('BENCH_STORED', 1_000_000) }, say);
  process.exit();
}

if (process.argv[2] === 'crowd') {
  await reportCrowd({ ...wanted, crowd: number('BENCH_CROWD', 10_000) }, say);
  process.exit();
}

if (process.argv[2] === 'isolation') {
  const sizes = {
    stores: number('BENCH_STORES', 100),
    orders: number('BENCH_ORDERS', 5),
    pause: number('BENCH_PAUSE', 80),
    onPostgres: process.env['BENCH_ENGINE'] === 'postgres',
  };
  await reportIsolation({ ...sizes, holes: Math.round(sizes.stores / 10), rounds: wanted.rounds }, say);
  process.exit();
}

// First: what the load leaves to the disk to write would be in the way of a host that is said to be idle.
const tickets = profiles === undefined ? await measureTickets(number('BENCH_ORDERS', 60)) : undefined;
const { host, bare, ratios, listeningIn, readyIn, megabytes } = await measureAcceptance({
  ...wanted,
  ...(profiles === undefined ? {} : { profiles }),
});
say(`\n${wanted.events} webhooks of 3 KB, ${wanted.atOnce} at once, medians of ${wanted.rounds} rounds in turns`);
tell('host, durable', host);
tell('bare Koa, nothing stored', bare);

say('\n                                                 measured        bar');
bar('throughput, of the bare server’s', median(ratios), 'at least', 0.95);
bar('p99 of an answer, times the bare server’s', host.p99 / bare.p99, 'at most', 1.5);
if (tickets !== undefined) bar('webhook to ticket when idle, p50 in ms', tickets.p50, 'below', 15);
bar(`memory with ${wanted.stored} events stored, in MB`, megabytes, 'below', 200);
bar('from the start to listening, in ms', listeningIn, 'below', 1_000);
say(`  ${'from the start to ready, in ms'.padEnd(44)} ${readyIn.toFixed(0).padStart(10)}`);
if (profiles !== undefined) await tellProfiles(profiles);

function tell(name: string, { perSecond, p50, p99, cpu, failed }: Server): void {
  const columns = [
    `${perSecond.toFixed(0).padStart(6)}/s`,
    `p50 ${p50.toFixed(1)} ms`,
    `p99 ${p99.toFixed(1)} ms`,
    `${cpu.toFixed(0)} µs of processor each`,
    `${failed} failed`,
  ];
  say(`  ${name.padEnd(26)} ${columns.join('  ')}`);
}

function bar(name: string, measured: number, relation: 'at least' | 'at most' | 'below', limit: number): void {
  const isMet =
    relation === 'at least' ? measured >= limit : relation === 'at most' ? measured <= limit : measured < limit;
  const shown = measured.toFixed(limit < 10 ? 2 : 0);
  say(`  ${name.padEnd(44)} ${shown.padStart(10)}   ${`${relation} ${limit}`.padEnd(14)} ${isMet ? 'met' : 'MISSED'}`);
}

async function tellProfiles(folder: string): Promise<void> {
  for (const [file, spenders] of await spendersOf(folder, 25)) {
    say(`\n${join(folder, file)}`);
    for (const { name, share } of spenders) say(`  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
  }
}
