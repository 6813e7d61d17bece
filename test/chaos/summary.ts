import type { Seen } from './check/seen.js';
import type { Guests } from './load/guests.js';
import type { Broken, Struck } from './load/trouble.js';
import { KILL, type StormKind } from './plan/schedule.js';

/** What happened in a run. */
export interface Summary {
  readonly engine: string;
  readonly seed: number;
  readonly orders: number;
  readonly tickets: number;
  readonly rejected: number;
  readonly cancelled: number;
  /** Those that ended with a person, by why. */
  readonly attentions: Readonly<Record<string, number>>;
  /** Events that POS Hub saw answered 200. */
  readonly acknowledged: number;
  /** How often POS Hub called with a webhook. */
  readonly attempts: number;
  /** How many of those that were answered 200 were repetitions. */
  readonly duplicates: number;
  /** Webhooks that never went out, and those that POS Hub gave up. */
  readonly dropped: number;
  readonly givenUp: number;
  /** Those of the schedule; a clock that goes wrong costs two more. */
  readonly kills: number;
  readonly storms: Readonly<Partial<Record<StormKind, number>>>;
  /** What was planned and could not be had, and why. */
  readonly leftOut: Readonly<Partial<Record<StormKind, string>>>;
  /** How many orders were on their way to the till when something broke: at the median, and at least. */
  readonly hit: Readonly<Partial<Record<Broken, { readonly median: number; readonly least: number }>>>;
  /** Milliseconds: while orders were placed, and altogether. */
  readonly loaded: number;
  readonly whole: number;
}

export function summaryOf(parts: {
  readonly run: { readonly seed: number; readonly engine: { readonly name: string } };
  readonly seen: Seen;
  readonly trouble: {
    readonly struck: Struck;
    readonly leftOut: ReadonlyMap<StormKind, string>;
  };
  readonly guests: Guests;
  readonly counts: Readonly<Record<string, number>>;
  readonly loaded: number;
  readonly whole: number;
}): Summary {
  const { run, seen, trouble, guests, counts, loaded, whole } = parts;
  const { [KILL]: kills = 0, ...storms } = Object.fromEntries(
    [...trouble.struck].map(([kind, all]) => [kind, all.length]),
  );
  const attentions: Record<string, number> = {};
  for (const { attention } of seen.records)
    if (attention !== undefined) attentions[attention] = (attentions[attention] ?? 0) + 1;
  const acknowledged = seen.acknowledged.length;
  return {
    ...{ engine: run.engine.name, seed: run.seed, attentions, acknowledged, kills, loaded, whole },
    orders: seen.orders.length,
    tickets: seen.tickets.length,
    rejected: seen.orders.filter(({ status }) => status === 'REJECTED').length,
    cancelled: guests.cancelled,
    attempts: counts['attempts'] ?? 0,
    duplicates: (counts['delivered'] ?? 0) - acknowledged,
    dropped: counts['dropped'] ?? 0,
    givenUp: counts['given up'] ?? 0,
    storms,
    hit: Object.fromEntries(
      [...trouble.struck].map(([kind, all]) => [kind, { median: medianOf(all), least: Math.min(...all) }]),
    ),
    leftOut: Object.fromEntries(trouble.leftOut),
  };
}

function medianOf(all: readonly number[]): number {
  return all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;
}

/** What was planned and did not come: such a run shows less than it seems to, whatever the rules say. */
export function missingIn(
  { orders, kills, leftOut }: Summary,
  planned: { readonly orders: number; readonly kills: number; readonly minutes: number },
): readonly string[] {
  const isOver = orders < planned.orders || kills < planned.kills;
  return [
    ...(isOver ? [`it was over before all of it was done: ${planned.minutes} minutes`] : []),
    ...Object.entries(leftOut).map(([kind, why]) => `“${kind}” could not be had: ${why}`),
  ];
}

/** The summary as a person reads it. */
export function linesOf(summary: Summary): readonly string[] {
  const { orders, loaded, whole, attentions, storms, leftOut, hit } = summary;
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const hits = Object.entries(hit)
    .map(([kind, { median, least }]) => `${kind} ${median} (${least})`)
    .join(', ');
  return [
    `engine ${summary.engine}, seed ${summary.seed}`,
    `orders           ${orders} (${summary.tickets} tickets, ${summary.rejected} rejected, ${summary.cancelled} cancelled by guests)`,
    `webhooks         ${summary.attempts} calls, ${summary.acknowledged} events answered 200, ${summary.duplicates} duplicates, ${summary.dropped} dropped, ${summary.givenUp} given up`,
    `kills            ${summary.kills}`,
    `faults           ${listed(storms)}`,
    `under way        ${hits} orders when it broke (median, least)`,
    ...Object.entries(leftOut).map(([kind, why]) => `left out         ${kind}: ${why}`),
    `people called    ${listed(attentions)}`,
    `duration         ${(loaded / 1_000).toFixed(0)} s of load, ${(whole / 1_000).toFixed(0)} s in all, ${(orders / (loaded / 1_000)).toFixed(0)} orders a second`,
  ];
}
