import type { Seen } from './check/seen.js';
import type { Guests } from './load/guests.js';
import type { Trouble } from './load/trouble.js';
import type { StormKind } from './plan/schedule.js';

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
  readonly kills: number;
  readonly storms: Readonly<Partial<Record<StormKind, number>>>;
  readonly leftOut: Readonly<Partial<Record<StormKind, string>>>;
  /** Milliseconds: while orders were placed, and altogether. */
  readonly loaded: number;
  readonly whole: number;
}

export function summaryOf(parts: {
  readonly run: { readonly seed: number; readonly engine: { readonly name: string } };
  readonly seen: Seen;
  readonly trouble: Trouble;
  readonly guests: Guests;
  readonly counts: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly loaded: number;
  readonly whole: number;
}): Summary {
  const { run, seen, trouble, guests, counts, kills, loaded, whole } = parts;
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
    storms: Object.fromEntries(trouble.storms),
    leftOut: Object.fromEntries(trouble.leftOut),
  };
}

/** The summary as a person reads it. */
export function linesOf(summary: Summary): readonly string[] {
  const { orders, loaded, whole, attentions, storms, leftOut } = summary;
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  return [
    `engine ${summary.engine}, seed ${summary.seed}`,
    `orders           ${orders} (${summary.tickets} tickets, ${summary.rejected} rejected, ${summary.cancelled} cancelled by guests)`,
    `webhooks         ${summary.attempts} calls, ${summary.acknowledged} events answered 200, ${summary.duplicates} duplicates, ${summary.dropped} dropped, ${summary.givenUp} given up`,
    `kills            ${summary.kills}`,
    `faults           ${listed(storms)}`,
    ...Object.entries(leftOut).map(([kind, why]) => `left out         ${kind}: ${why}`),
    `people called    ${listed(attentions)}`,
    `duration         ${(loaded / 1_000).toFixed(0)} s of load, ${(whole / 1_000).toFixed(0)} s in all, ${(orders / (loaded / 1_000)).toFixed(0)} orders a second`,
  ];
}
