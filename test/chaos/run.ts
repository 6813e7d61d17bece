import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '#kit/demo/json.js';
import { check } from './check/check.js';
import { historyOf } from './check/history.js';
import { isBusy, readEvents, readRecords } from './check/read-bridge.js';
import { AcknowledgedEvents, readOrders } from './check/read-hub.js';
import { readTickets } from './check/read-till.js';
import type { Rule, Violation } from './check/rules.js';
import type { Expected, Seen } from './check/seen.js';
import { Guests, type Placed } from './load/guests.js';
import { Staff } from './load/staff.js';
import { Trouble, type Raged } from './load/trouble.js';
import { scheduleOf, type StormKind } from './plan/schedule.js';
import { summaryOf, type Summary } from './summary.js';
import { tell } from './telling.js';
import type { Engine } from './world/engine.js';
import type { OwnEnd } from './world/hosts.js';
import { ask, openShops, type Shop } from './world/shops.js';
import { startTown, type Town } from './world/town.js';

export interface Run {
  readonly seed: number;
  readonly engine: Engine;
  readonly orders: number;
  readonly kills: number;
  readonly minutes: number;
  /** As in `adapter.use`: the till's, or one that is broken on purpose. */
  readonly adapter: string;
  /** Whether the hosts' storage and log stay where a rule was broken. */
  readonly keep: boolean;
  /** Whether anything breaks beside the hosts; yes unless told otherwise. */
  readonly storms?: boolean;
}

export interface Outcome {
  readonly violations: readonly Violation[];
  readonly summary: Summary;
}

const MINUTE = 60_000;
/** Longer than an order's deadline and the longest pause that a job may have come to. */
const QUIET = 5 * MINUTE;
const TOLD_EVERY = 1_000;

/** Webhooks in a run: a fifth comes twice, some never, and all in another order. */
const WEBHOOKS = { copies: 2, copyShare: 0.2, drop: { share: 0.04 }, reorder: { hold: 6, order: 'shuffle' } };

interface Stage {
  readonly town: Town;
  readonly shops: readonly Shop[];
  readonly acknowledged: AcknowledgedEvents;
  readonly placed: ReadonlyMap<string, Placed>;
  readonly raged: readonly Raged[];
}

/** Runs the load, lets things break, waits until it is quiet, and judges. What broke a rule is told with its history. */
export async function runChaos(run: Run, say: (line: string) => void): Promise<Outcome> {
  const { engine, seed } = run;
  const begun = Date.now();
  const town = await startTown(engine, run.adapter, run.orders);
  let isGood = false;
  const stopped = new AbortController();
  const placed = new Map<string, Placed>();
  try {
    const shops = await openShops(town);
    await ask(town.hub, 'PUT', '/admin/faults/webhooks', { ...WEBHOOKS, seed });
    say(`${shops.length} stores are connected after ${seconds(begun)} s`);
    const schedule = scheduleOf({ ...run, engine: engine.name, hosts: engine.hosts });
    const staff = new Staff(town, shops, placed);
    const guests = new Guests(town.hub, shops, seed, staff.seen, placed);
    const planned = run.storms === false ? { ...schedule, storms: [] } : schedule;
    const trouble = new Trouble(town, engine, shops, planned, () => guests.underWay);
    const { raged } = trouble;
    const stage: Stage = { town, shops, placed, raged, acknowledged: new AcknowledgedEvents(town.hub) };
    const working = Promise.all([staff.work(stopped.signal), listen(stage.acknowledged, stopped.signal)]);
    const loadBegun = Date.now();
    const placing = (count: number): Promise<void> => {
      if (count % TOLD_EVERY === 0) say(`${count} orders after ${seconds(begun)} s`);
      return trouble.at(count);
    };
    await guests.order(run.orders, placing, AbortSignal.timeout(run.minutes * MINUTE));
    await trouble.settle();
    const loaded = Date.now() - loadBegun;
    say(`${placed.size} orders were placed after ${seconds(begun)} s; now it becomes quiet`);
    await calmDown(town);
    staff.finish();
    const { seen, violations: broken } = await judge(stage, staff, Date.now() + QUIET);
    stopped.abort();
    await working;
    const violations = [...broken, ...ownEnds(stage)];
    const history = (orderId: string): Promise<readonly string[]> => historyOf(town, shops, orderId);
    await tell({ violations, history, say, ...(run.keep ? { file: join(town.folder, 'violations.txt') } : {}) });
    isGood = violations.length === 0;
    const summary = summaryOf({
      run,
      seen,
      trouble,
      counts: stage.acknowledged.counts,
      guests,
      loaded,
      whole: Date.now() - begun,
    });
    return { violations, summary };
  } finally {
    stopped.abort();
    const isKept = run.keep && !isGood;
    await town.stop(isKept);
    if (isKept) say(`what the hosts stored and logged is in ${town.folder}`);
  }
}

const seconds = (since: number): string => ((Date.now() - since) / 1_000).toFixed(0);

/** Reads what was acknowledged while it is told, for the simulator forgets in time. */
async function listen(acknowledged: AcknowledgedEvents, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await acknowledged.read();
    await sleep(1_000, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/** Ends all that breaks things; what is held is let go. */
async function calmDown({ hub, tillAdmin, hosts }: Town): Promise<void> {
  await call('DELETE', `${tillAdmin.url}/admin/faults`, tillAdmin.token);
  await ask(hub, 'DELETE', '/admin/faults');
  await hosts.allReady();
}

/** Judges again and again until nothing is wrong, or the quiet time is over: what takes time is not broken. */
async function judge(
  stage: Stage,
  staff: Staff,
  end: number,
): Promise<{ readonly seen: Seen; readonly violations: readonly Violation[] }> {
  const { operator } = stage.town;
  for (;;) {
    await sleep(500);
    const isLate = Date.now() > end;
    if (!isLate && (staff.open > 0 || (await isBusy(operator)))) continue;
    const seen = await look(stage, false);
    if (!isLate && mayHeal(check({ ...seen, acknowledged: [] }))) continue;
    const whole = await look(stage, true);
    const violations = check(whole);
    if (isLate || !mayHeal(violations)) return { seen: whole, violations };
  }
}

/** What no time mends: a second ticket, something that is not on it, an event that is gone, an end that must not be. */
const FINAL: ReadonlySet<Rule> = new Set(['one_ticket', 'whole', 'apart', 'acknowledged', 'rejected', 'cancelled']);

/** Whether time may mend some of it. */
function mayHeal(violations: readonly Violation[]): boolean {
  const lost = new Set(violations.filter(({ rule }) => FINAL.has(rule)).map(({ orderId }) => orderId));
  return violations.some(({ rule, orderId }) => !FINAL.has(rule) && (orderId === undefined || !lost.has(orderId)));
}

async function look({ town, shops, placed, acknowledged, raged }: Stage, withEvents: boolean): Promise<Seen> {
  if (withEvents) await acknowledged.read();
  const tickets = [];
  for (const shop of shops) tickets.push(...(await readTickets(town.till.url, shop)));
  return {
    shops: shops.map(({ locationId, connectionId, plan }) => ({ locationId, connectionId, store: plan.id })),
    expected: new Map([...placed].map(([id, one]) => [id, expectedOf(one, raged)])),
    orders: await readOrders(town.hub),
    tickets,
    records: await readRecords(town.operator),
    acknowledged: withEvents ? [...acknowledged.all.values()] : [],
    events: withEvents ? await readEvents(town.operator) : [],
  };
}

/** How long before a clock went wrong an order may have been placed that was still on its way then, in milliseconds. */
const ON_ITS_WAY = 60_000;

function expectedOf({ plan, at }: Placed, raged: readonly Raged[]): Expected {
  const { isUnknown, isRefused, store, handling, cancelAfter } = plan;
  return {
    isUnknown,
    mayBeRejected: isRefused || store.closes || (store.asks && handling === 'voided'),
    mayBeCancelled: cancelAfter !== undefined,
    mayBeVoided: handling === 'voided',
    mayBeLate: raged.some(({ kind, from, to }) => kind === 'clock is off' && at > from - ON_ITS_WAY && at < to),
  };
}

const NO_STORAGE: ReadonlySet<StormKind> = new Set(['disk is full', 'database dies']);
/** How long after it could store again a host may end because it could not, in milliseconds. */
const AFTERWARDS = 10_000;

/** A host ends by itself where it can't store any more, or begins without a storage; else it may only be killed. */
function ownEnds({ town, raged }: Stage): readonly Violation[] {
  const away = raged.filter(({ kind }) => NO_STORAGE.has(kind));
  const isFit = ({ from, to, hadBegun }: OwnEnd): boolean =>
    away.some((storm) => to > storm.from && (hadBegun ? to : from) < storm.to + AFTERWARDS);
  return town.hosts.ownEnds
    .filter((end) => !isFit(end))
    .map(({ how, hadBegun }) => ({
      rule: 'alive',
      what: `a host ended by itself with ${how}${hadBegun ? '' : ' before it took work'}`,
    }));
}
