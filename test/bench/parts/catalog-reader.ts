import { readFile, writeFile } from 'node:fs/promises';
import { planSync } from '@poshub-bridge/core';
import { writeImport } from '#pos-hub/catalog/write-import.js';
import { settingsOf } from '../../unit/pos-hub/support/settings.js';
import { median } from '../load.js';
import { downloadBare } from './bare-download.js';
import { assembled, catalogFrom, sessionOf, slightlyChanged, systemOf, textOf, type Shop } from './shop.js';
import { Stopwatch } from './stopwatch.js';

/* The process that reads: does one task on the fake Square, and tells its parent numbers. */

const store = { ref: 'L_SOHO', name: 'Soho', currency: 'GBP', timezone: 'Europe/London' };
const settings = settingsOf();

/** Rounds of bare download and whole sync in turns; the first counts for nothing. */
async function speed(shop: Shop, rounds: number): Promise<Readonly<Record<string, number>>> {
  const watch = new Stopwatch();
  let bytes = 0;
  let products = 0;
  for (let round = 0; round <= rounds; round += 1) {
    if (round === 1) watch.clear();
    bytes = await watch.time('bare', () => downloadBare(shop));
    await watch.time('read, dropped', () => reading(shop));
    const assembly = await watch.time('read', () => assembled(shop));
    const whole = await watch.time('assemble', () => assembly.finish());
    products = whole.catalog.products.length;
    const text = await watch.time('store', () => textOf(whole.catalog));
    const equal = await watch.time('load', () => catalogFrom(text));
    const other = slightlyChanged(equal);
    const idle = await watch.time('plan, equal', () => planSync(equal, whole.catalog));
    const plan = await watch.time('plan, changed', () => planSync(other, whole.catalog));
    if (idle.offers?.length !== 0 || plan.offers !== undefined) throw new Error('the plans are not as expected');
    await watch.time('write', () => writeImport(whole.catalog, store, settings));
  }
  return { ...watch.medians(median), bytes, products };
}

/** Once and cold, as a host would: the snapshot from its text, reading, plan and the new snapshot; then the import's bytes. */
async function memory(shop: Shop, file: string): Promise<Readonly<Record<string, number>>> {
  const before = catalogFrom(await readFile(file, 'utf8'));
  const { catalog } = (await assembled(shop)).finish();
  const plan = planSync(slightlyChanged(before), catalog);
  const stored = Buffer.byteLength(textOf(catalog));
  const compared = peak();
  const pieces = writeImport(catalog, store, settings);
  const sent = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  return { updated: plan.updated, stored, sent, compared };
}

/** The most memory that the process ever had, in MB; Node tells kilobytes. */
const peak = (): number => process.resourceUsage().maxRSS / 1024;

/** Reading alone: each part is dropped once it came. */
async function reading(shop: Shop): Promise<Readonly<Record<string, number>>> {
  let products = 0;
  for await (const part of systemOf(shop).catalog(sessionOf(shop))) products += part.products?.length ?? 0;
  return { products };
}

async function snapshot(shop: Shop, file: string): Promise<Readonly<Record<string, number>>> {
  const { catalog, mark = '' } = (await assembled(shop)).finish();
  await writeFile(file, textOf(catalog));
  await writeFile(`${file}.mark`, mark);
  return { products: catalog.products.length };
}

/** What changed since the snapshot: reading, assembling and planning. */
async function delta(shop: Shop, file: string, rounds: number): Promise<Readonly<Record<string, number>>> {
  const before = catalogFrom(await readFile(file, 'utf8'));
  const mark = await readFile(`${file}.mark`, 'utf8');
  const watch = new Stopwatch();
  for (let round = 0; round <= rounds; round += 1) {
    if (round === 1) watch.clear();
    const plan = await watch.time('delta', async () => {
      const whole = (await assembled(shop, before, mark)).finish();
      if (!whole.changesOnly) throw new Error('everything was read');
      return planSync(before, whole.catalog);
    });
    if (plan.offers?.length !== 1) throw new Error('the change is not found');
  }
  return watch.medians(median);
}

async function work(task: string, shop: Shop, file: string, rounds: number): Promise<Readonly<Record<string, number>>> {
  if (task === 'speed') return speed(shop, rounds);
  if (task === 'memory') return memory(shop, file);
  if (task === 'snapshot') return snapshot(shop, file);
  return task === 'delta' ? delta(shop, file, rounds) : reading(shop);
}

const [task = '', url = '', file = '', rounds = '1'] = process.argv.slice(2);
const token = process.env['BENCH_TOKEN'] ?? '';
const numbers = await work(task, { url, token }, file, Number(rounds));
process.send?.({ ...numbers, megabytes: peak() });
process.disconnect();
