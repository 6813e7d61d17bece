import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#kit/demo/world.js';
import { newCluster } from '../support/postgres.js';
import { median, quantile } from './load.js';
import { openStreet, type Shop, type Street } from './parts/street.js';
import { spanOf } from './ticket.js';

/** What is asked of the measurement. */
export interface Wanted {
  readonly stores: number;
  /** How many of them have tills that never answer. */
  readonly holes: number;
  readonly rounds: number;
  /** Orders of each store in a round. */
  readonly orders: number;
  /** Milliseconds between two orders. */
  readonly pause: number;
  /** Whether the host stores in a PostgreSQL, which is started for it; else in SQLite. */
  readonly onPostgres: boolean;
}

/** Milliseconds from the receipt of an order's webhook to its ticket, at the healthy stores. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  readonly orders: number;
}

/** Of each round in turn: one in which all is well, and the disturbed one behind it. */
export interface Isolation {
  readonly quiet: readonly Times[];
  readonly disturbed: readonly Times[];
}

/** So long an order may take, in milliseconds: jobs that fail again and again pause for minutes, and circuits for one. */
const PATIENCE = 900_000;

/** How healthy stores fare while others' tills are black holes, in turns with rounds in which all is well. */
async function measureIsolation(wanted: Wanted, storage: string): Promise<Isolation> {
  const street = await openStreet(wanted.stores, storage);
  try {
    const holes = street.shops.slice(0, wanted.holes);
    const healthy = street.shops.slice(wanted.holes);
    await catalogsRead(street);
    await round(street, healthy, wanted);
    const [quiet, disturbed]: [Times[], Times[]] = [[], []];
    for (let count = 0; count < wanted.rounds; count += 1) {
      quiet.push(await round(street, healthy, wanted));
      await street.blackHole(holes);
      disturbed.push(await round(street, healthy, wanted));
    }
    return { quiet, disturbed };
  } finally {
    await street.stop();
  }
}

/** Measures, and says what came of it beside the bar. */
export async function reportIsolation(wanted: Wanted, say: (line: string) => void): Promise<void> {
  const cluster = wanted.onPostgres ? await newCluster() : undefined;
  if (cluster !== undefined && 'reason' in cluster) {
    say(`PostgreSQL is left out: ${cluster.reason}`);
    return;
  }
  try {
    const storage = cluster === undefined ? 'sqlite:./bridge.db' : (await cluster.database()).url;
    tell(wanted, await measureIsolation(wanted, storage), say);
  } finally {
    await cluster?.remove();
  }
}

function tell({ stores, holes, rounds }: Wanted, { quiet, disturbed }: Isolation, say: (line: string) => void): void {
  say(
    `\n${stores} stores; webhook to ticket at ${stores - holes} of them, medians of ${rounds} rounds in turns, in ms`,
  );
  for (const [name, times] of [
    ['all tills answer', quiet],
    [`${holes} tills never answer`, disturbed],
  ] as const) {
    const of = (what: keyof Times): number => median(times.map((one) => one[what]));
    say(
      `  ${name.padEnd(26)} p50 ${of('p50')}  p99 ${of('p99')}  at most ${of('most')}  (${of('orders')} orders a round)`,
    );
  }
  // Round by round: a disk that stands still for a moment is in one round of many.
  const ratios = disturbed.map(({ p99 }, index) => p99 / (quiet[index]?.p99 ?? NaN));
  const ratio = median(ratios);
  say(`  p99, times the one undisturbed: ${ratio.toFixed(2)} (bar: 1.5) ${ratio <= 1.5 ? 'met' : 'MISSED'}`);
  say(`  of each round: ${ratios.map((one) => one.toFixed(2)).join(', ')}`);
}

/** Orders come in at all stores in turns; gives how long those of the healthy ones took. */
async function round(street: Street, healthy: readonly Shop[], { orders, pause }: Wanted): Promise<Times> {
  const placed: { readonly id: string; readonly shop: Shop }[] = [];
  const asked: Promise<void>[] = [];
  for (let count = 0; count < orders; count += 1)
    for (const shop of street.shops) {
      const place = street.world.order({ locationId: shop.locationId, sample: 'pickup' });
      asked.push(place.then(({ id }) => void placed.push({ id, shop })));
      await sleep(pause);
    }
  await Promise.all(asked);
  const well = placed.filter(({ shop }) => healthy.includes(shop));
  const spans: number[] = [];
  for (const { id } of well) spans.push(await ticketOf(street, id));
  // The next round begins when nothing of this one is left.
  await street.blackHole([]);
  for (const { id } of placed) await ticketOf(street, id);
  return timesOf(spans);
}

function ticketOf({ world }: Street, id: string): Promise<number> {
  return until(
    `the ticket of ${id}`,
    async () => spanOf(await world.operator(`/orders/${id}`).catch(() => undefined)),
    PATIENCE,
  );
}

/** What a host does at its first start is not done on the orders' time. */
async function catalogsRead({ world, shops }: Street): Promise<void> {
  for (const { locationId } of shops)
    await until(
      `the catalog of ${locationId}`,
      () => world.hub('GET', `/locations/${locationId}/catalog`).catch(() => undefined),
      PATIENCE,
    );
}

function timesOf(spans: readonly number[]): Times {
  const sorted = [...spans].sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), most: quantile(sorted, 1), orders: sorted.length };
}
