import type { Polled, StoreSession, VendorEvent } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import { claims, lacks, type Requirement } from '../requirement.js';
import { come, demand, faultOf, show, showFault } from '../verdict.js';
import { always, label } from './calls.js';
import { stepToPoll } from './moves.js';

const PATIENCE = 300;
/** More pages than this are a circle. */
const MOST_PAGES = 100;

/** Everything since a cursor, page by page. */
export async function pollAll(
  bench: Bench,
  session: StoreSession,
  from: string,
): Promise<{ readonly events: readonly VendorEvent[]; readonly cursor: string }> {
  const events: VendorEvent[] = [];
  let page: Polled = { events: [], cursor: from, more: true };
  for (let count = 0; page.more; count += 1) {
    demand(count < MOST_PAGES, 'polling to come to an end', `there is still more after ${count} pages`);
    const known: Polled = page;
    page = await bench.system.poll(session, known.cursor);
    demand(page.cursor.length <= 1_000, 'a cursor of at most 1,000 characters', `it has ${page.cursor.length}`);
    demand(!page.more || page.cursor !== known.cursor, 'another cursor where there is more', 'it is the same');
    events.push(...page.events);
  }
  return { events, cursor: page.cursor };
}

function repeated(events: readonly VendorEvent[]): string | undefined {
  return events.map(({ id }) => id).find((id, index, all) => all.indexOf(id) !== index);
}

export const POLLING: readonly Requirement[] = [
  {
    id: 'polling.from-now',
    title: 'begins with now: without a cursor there is no news',
    why: 'A store that is connected must not hear of last year’s tickets.',
    needs: [claims('polling')],
    run: async (bench) => {
      await bench.taken();
      const session = await bench.session();
      const { events, cursor } = await bench.system.poll(session, undefined);
      demand(events.length === 0, 'no events', `there are ${events.length}`);
      // A vendor's list by time may tell the last minute twice: then as the same news.
      const once = (await pollAll(bench, session, cursor)).events;
      const strange = (await pollAll(bench, session, cursor)).events.find(
        ({ id }) => !once.some((one) => one.id === id),
      );
      demand(strange === undefined, 'no news while nothing happens', `there is ${show(strange)}`);
    },
  },
  {
    id: 'polling.status',
    title: 'tells what staff did with a ticket',
    why: 'Webhooks get lost: what they did not bring is found by polling.',
    needs: [claims('polling'), claims('orders.status')],
    fake: ['move'],
    run: async (bench) => {
      const { ref, seen } = await bench.taken();
      const session = await bench.session();
      const { cursor } = await bench.system.poll(session, undefined);
      const status = await stepToPoll(bench, seen.ref);
      const { events } = await pollAll(bench, session, cursor);
      const isTold = events.some(
        (event) =>
          (event.type === 'ticket' && event.ticket === ref && event.status === status) ||
          (event.type === 'ticket-changed' && event.ticket === ref),
      );
      demand(isTold, `an event that ${ref} is ${status}`, `there is ${show(events)}`);
    },
  },
  {
    id: 'polling.same-cursor',
    title: 'tells the same news of the same cursor, with the same ids',
    why: 'The cursor is stored after the news: a crash between them asks again.',
    needs: [claims('polling'), claims('orders.status')],
    fake: ['move'],
    run: async (bench) => {
      const { seen } = await bench.taken();
      const session = await bench.session();
      const { cursor } = await bench.system.poll(session, undefined);
      await stepToPoll(bench, seen.ref);
      const first = (await bench.system.poll(session, cursor)).events.map(({ id }) => id).join(', ');
      const second = (await bench.make().poll(session, cursor)).events.map(({ id }) => id).join(', ');
      demand(first !== '', 'news', 'there is none');
      demand(first === second, `the ids ${first} again`, `they are ${second}`);
    },
  },
  {
    id: 'polling.pages',
    title: 'tells everything where there is more than one page of news, each thing once',
    why: 'After an outage of an hour a busy store has more news than a page holds.',
    needs: [claims('polling'), claims('orders.status')],
    run: async (bench) => {
      const shelf = await bench.sell();
      const session = await bench.session();
      const before = await bench.system.poll(session, undefined);
      const refs: string[] = [];
      for (let count = 0; count < 120; count += 1)
        refs.push(await bench.take(session, bench.ticket(bench.order(shelf))));
      // Where tickets can't be read, polling may know no more than how those ended that were open.
      const { cursor } = bench.orders.read ? before : await bench.system.poll(session, undefined);
      if (!bench.orders.read) for (const ref of refs) await stepToPoll(bench, ref);
      const { events } = await pollAll(bench, session, cursor);
      const missing = refs.filter((ref) => !events.some((event) => 'ticket' in event && event.ticket === ref));
      demand(missing.length === 0, 'news of 120 tickets', `${missing.length} of them are missing`);
      const twice = repeated(events);
      demand(twice === undefined, 'each thing once', `${twice ?? ''} comes twice`);
    },
  },
  {
    id: 'polling.menu',
    title: 'tells that the menu or the stock changed',
    why: 'Without webhooks it is the only way to hear of it before the next full reading.',
    needs: [claims('polling'), claims('catalog.stock')],
    fake: ['stock'],
    run: async (bench) => {
      await bench.sell();
      const session = await bench.session();
      for (const change of [
        { type: 'stock', key: 'cola', available: false },
        { type: 'price', key: 'pizza', price: 1_400 },
      ] as const) {
        const { cursor } = await bench.system.poll(session, undefined);
        await bench.fake.change(bench.store().ref, change);
        const { events } = await pollAll(bench, session, cursor);
        const isTold = events.some(({ type }) => type === 'catalog-changed' || type === 'stock');
        demand(isTold, `an event “stock” or “catalog-changed” after ${show(change)}`, `there is ${show(events)}`);
      }
    },
  },
  {
    id: 'polling.outage',
    title: 'says what went wrong, and loses no news over it',
    why: 'The host slows down by the fault, and asks with the same cursor when it is over.',
    needs: [claims('polling'), claims('orders.status')],
    fake: ['move'],
    run: async (bench) => {
      const { ref, seen } = await bench.taken();
      const session = await bench.session();
      const { cursor } = await bench.system.poll(session, undefined);
      await stepToPoll(bench, seen.ref);
      const system = bench.make({ timeoutMs: PATIENCE });
      for (const mischief of [
        { kind: 'status', status: 500, when: 'before' },
        { kind: 'lost', when: 'before' },
        { kind: 'html' },
      ] as const) {
        bench.gate.rule(always(mischief));
        const came = await come('poll', () => system.poll(session, cursor));
        bench.gate.rule();
        if (came.fault === undefined)
          demand(false, `poll to throw under ${label(mischief)}`, `it gave ${show(came.value)}`);
        else demand(came.fault.retry !== 'never', 'a fault that passes', `it threw ${showFault(came.fault)}`);
      }
      const { events } = await pollAll(bench, session, cursor);
      const isTold = events.some((event) => 'ticket' in event && event.ticket === ref);
      demand(isTold, `the news of ${ref} after the outage`, `there is ${show(events)}`);
    },
  },
  {
    id: 'polling.unclaimed',
    title: 'refuses to poll where it does not claim it',
    why: 'An empty answer would look like “nothing happened”.',
    needs: [lacks('polling')],
    run: async (bench) => {
      const session = await bench.session();
      await faultOf('poll', ['vendor.unsupported'], () => bench.system.poll(session, undefined));
    },
  },
];
