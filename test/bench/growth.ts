import { execFile } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { openShop, reaches, until, type Shop } from '../e2e/sandbox.js';
import { makeWebhooks } from './bodies.js';
import { pathOf } from './child.js';
import { fire, median } from './load.js';
import { timeTickets } from './ticket.js';

/** What is asked of the measurement. */
export interface GrowthWanted {
  readonly rounds: number;
  /** Webhooks in a round. */
  readonly events: number;
  readonly atOnce: number;
  /** Orders in a round, one at a time. */
  readonly orders: number;
  /** How many orders one of the two hosts has stored. */
  readonly stored: number;
  /** How many orders are placed while a host is down. */
  readonly backlog: number;
}

interface Measured {
  /** Webhooks taken in a second, a number a round. */
  readonly perSecond: number[];
  /** Milliseconds from webhook to ticket, the median of each round. */
  readonly tickets: number[];
}

/**
 * What a full storage costs: a host without orders and one with very many, in turns within one run. Then how fast a host
 * works off what was ordered while it was down.
 */
export async function reportGrowth(wanted: GrowthWanted, say: (line: string) => void): Promise<void> {
  const shops: Shop[] = [];
  try {
    const empty = await openShop();
    shops.push(empty);
    const full = await openShop();
    shops.push(full);
    const seconds = await timed(() => fill(full, wanted.stored));
    say(`\n${wanted.stored} orders stored in ${seconds.toFixed(0)} s; ${wanted.rounds} rounds in turns, medians`);
    const [few, many] = [nothing(), nothing()];
    await measure(empty, wanted);
    await measure(full, wanted);
    for (let round = 0; round < wanted.rounds; round += 1) {
      add(few, await measure(empty, wanted));
      add(many, await measure(full, wanted));
    }
    tell('no orders', few, say);
    tell(`${wanted.stored} orders`, many, say);
    const acceptance = median(few.perSecond.map((each, round) => each / (many.perSecond[round] ?? NaN)));
    const ticket = median(many.tickets.map((each, round) => each / (few.tickets[round] ?? NaN)));
    say('\n                                                 measured        bar');
    say(bar('acceptance, times as long', acceptance));
    say(bar('webhook to ticket, times as long', ticket));
    const took = await drain(empty, wanted.backlog);
    say(
      `\n  ${wanted.backlog} orders placed while the host was down: all accepted ${took.toFixed(1)} s after its start, ` +
        `${(wanted.backlog / took).toFixed(0)} a second`,
    );
  } finally {
    for (const { sandbox } of shops) await sandbox.stop();
  }
}

const nothing = (): Measured => ({ perSecond: [], tickets: [] });

function add(to: Measured, { perSecond, tickets }: { readonly perSecond: number; readonly tickets: number }): void {
  to.perSecond.push(perSecond);
  to.tickets.push(tickets);
}

async function measure(shop: Shop, { events, atOnce, orders }: GrowthWanted) {
  const { url, secrets } = shop.sandbox.host;
  const webhooks = makeWebhooks(events, secrets['POSHUB_CLIENT_SECRET'] ?? '');
  const { perSecond, failed } = await fire(`${url}/poshub/webhooks`, webhooks, atOnce);
  if (failed > 0) throw new Error(`${failed} webhooks failed`);
  await settled(shop);
  return { perSecond, tickets: median(await timeTickets(shop, orders)) };
}

/** What the webhooks left to do must not be done on the orders' time. */
async function settled({ sandbox: { host } }: Shop): Promise<void> {
  await until('the webhooks’ jobs to be done', async () => {
    const answer = await fetch(`${host.url}/metrics`, { headers: { authorization: `Bearer ${host.apiToken}` } });
    const due = [...(await answer.text()).matchAll(/^\S*queue_due_jobs\S* (\d+)$/gm)];
    return due.length > 0 && due.every(([, jobs]) => jobs === '0') ? true : undefined;
  });
}

/** Takes one order to its end, and stores it again and again under other ids while the host is down. */
async function fill(shop: Shop, count: number): Promise<void> {
  const { sandbox, world, till } = shop;
  const { id } = await world.order({ locationId: shop.locationId, sample: 'pickup' });
  await reaches(shop, id, 'ACCEPTED');
  const ticket = await until('the ticket', async () => (await till.tickets(id))[0]);
  for (const status of till.moves) await till.move(ticket.id, status);
  // What is still open would be looked up at POS Hub again and again, as no busy shop's orders are.
  await reaches(shop, id, 'COMPLETED');
  await sandbox.killHost();
  const path = join(dirname(sandbox.host.config), 'bridge.db');
  // In a process of its own: the driver lets go of a file only when its statements are collected.
  await promisify(execFile)(process.execPath, [pathOf('parts/multiply.js'), path, id, String(count)]);
  await sandbox.startHost();
}

/** Seconds from the start of a host until POS Hub shows every order accepted that was placed while it was down. */
async function drain(shop: Shop, backlog: number): Promise<number> {
  await shop.sandbox.killHost();
  // An order that comes to no till in time goes to a person: not while it is measured how long all of them take.
  await appendFile(shop.sandbox.host.config, 'orders: { deadlineSeconds: 86400, tooOldSeconds: 604800 }\n');
  const ids: string[] = [];
  const place = async (): Promise<void> => {
    while (ids.length < backlog)
      ids.push((await shop.world.order({ locationId: shop.locationId, sample: 'pickup' })).id);
  };
  await Promise.all(Array.from({ length: 8 }, place));
  return timed(async () => {
    await shop.sandbox.startHost();
    for (const id of ids) await reaches(shop, id, 'ACCEPTED', 1_800_000);
  });
}

/** In seconds. */
async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

function tell(name: string, { perSecond, tickets }: Measured, say: (line: string) => void): void {
  say(
    `  ${name.padEnd(20)} ${median(perSecond).toFixed(0).padStart(6)} webhooks a second   webhook to ticket ${median(tickets).toFixed(0)} ms`,
  );
}

function bar(name: string, measured: number): string {
  return `  ${name.padEnd(46)} ${measured.toFixed(2).padStart(8)}   at most 1.2 ${measured <= 1.2 ? 'met' : 'MISSED'}`;
}
