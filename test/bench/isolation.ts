import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#kit/demo/world.js';
import { quantile } from './load.js';
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
}

/** Milliseconds from the receipt of an order's webhook to its ticket, at the healthy stores. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  readonly orders: number;
}

export interface Isolation {
  readonly quiet: Times;
  readonly disturbed: Times;
}

/** So long an order may take, in milliseconds: jobs that fail again and again pause for minutes, and circuits for one. */
const PATIENCE = 900_000;

/** How healthy stores fare while others' tills are black holes, in turns with rounds in which all is well. */
export async function measureIsolation(wanted: Wanted): Promise<Isolation> {
  const street = await openStreet(wanted.stores);
  try {
    const holes = street.shops.slice(0, wanted.holes);
    const healthy = street.shops.slice(wanted.holes);
    await catalogsRead(street);
    await round(street, healthy, wanted);
    const [quiet, disturbed]: [number[], number[]] = [[], []];
    for (let count = 0; count < wanted.rounds; count += 1) {
      quiet.push(...(await round(street, healthy, wanted)));
      await street.blackHole(holes);
      disturbed.push(...(await round(street, healthy, wanted)));
    }
    return { quiet: timesOf(quiet), disturbed: timesOf(disturbed) };
  } finally {
    await street.stop();
  }
}

/** Measures, and says what came of it beside the bar. */
export async function reportIsolation(wanted: Wanted, say: (line: string) => void): Promise<void> {
  const { stores, holes, rounds } = wanted;
  const { quiet, disturbed } = await measureIsolation(wanted);
  say(`\n${stores} stores; webhook to ticket at ${stores - holes} of them, ${rounds} rounds in turns, in ms`);
  for (const [name, { p50, p99, most, orders }] of [
    ['all tills answer', quiet],
    [`${holes} tills never answer`, disturbed],
  ] as const)
    say(`  ${name.padEnd(26)} p50 ${p50}  p99 ${p99}  at most ${most}  (${orders} orders)`);
  const ratio = disturbed.p99 / quiet.p99;
  say(`  p99, times the one undisturbed: ${ratio.toFixed(2)} (bar: 1.5) ${ratio <= 1.5 ? 'met' : 'MISSED'}`);
}

/** Orders come in at all stores in turns; gives how long those of the healthy ones took. */
async function round(street: Street, healthy: readonly Shop[], { orders, pause }: Wanted): Promise<readonly number[]> {
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
  return spans;
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
