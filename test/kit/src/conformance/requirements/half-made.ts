import type { VendorEvent } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import { canClearDoubt, claims, type Requirement } from '../requirement.js';
import { come, demand } from '../verdict.js';
import { pollAll } from './polling.js';

/** Milliseconds in which a fake tells what it tells. */
const TELLING = 150;

const WHY =
  'News of a half-made order looks like a ticket: the host then waits for it instead of finishing it, and nobody cooks.';

/** Breaks a submission off before each of its changing calls in turn, and looks at what is told of the ticket that is not there. */
async function breakEach(
  bench: Bench,
  listen: (told: () => Promise<void>) => Promise<readonly VendorEvent[]>,
): Promise<void> {
  const shelf = await bench.sell();
  const session = await bench.session();
  const submit = (): Promise<unknown> => bench.system.submit(session, bench.ticket(bench.order(shelf)));
  const calls = (await bench.during(submit)).filter(({ mutating }) => mutating).length;
  for (let call = 0; call < calls; call += 1) {
    const events = await listen(async () => {
      let left = call;
      bench.gate.rule(({ mutating }) =>
        mutating && left-- === 0 ? { kind: 'status', status: 503, when: 'before' } : undefined,
      );
      await come('submit', submit);
      bench.gate.rule();
    });
    const there = new Set((await bench.tickets()).map(({ ref }) => ref));
    for (const event of events) {
      if (!('ticket' in event) || there.has(event.ticket)) continue;
      const view = event.type === 'ticket' ? event : ((await statusOf(bench, event.ticket)) ?? { status: 'cancelled' });
      demand(
        view.status === 'cancelled' || view.status === 'rejected',
        `no news of a ticket that the till does not show (503 before changing call ${call + 1} of ${calls})`,
        `the ticket ${event.ticket} is told as ${view.status}`,
      );
    }
  }
}

/** What the host would read of a ticket after a hint. */
async function statusOf(bench: Bench, ticket: string): Promise<{ readonly status: string } | undefined> {
  const session = await bench.session();
  const came = await come('read', () => bench.system.read(session, ticket));
  return came.fault === undefined ? came.value : undefined;
}

export const HALF_MADE: readonly Requirement[] = [
  {
    id: 'webhooks.half-made',
    title: 'makes no news of a webhook about a ticket that is not at the till yet',
    why: WHY,
    needs: [claims('webhooks'), canClearDoubt],
    fake: ['webhooks'],
    run: async (bench) => {
      await bench.subscribe();
      await breakEach(bench, async (task) => {
        const before = bench.hooks.received.length;
        await task();
        await new Promise((resolve) => setTimeout(resolve, TELLING));
        return bench.hooks.received.slice(before).flatMap((call) => bench.system.receive(call).events);
      });
    },
  },
  {
    id: 'polling.half-made',
    title: 'tells nothing by polling of a ticket that is not at the till yet',
    why: WHY,
    needs: [claims('polling'), canClearDoubt],
    run: async (bench) => {
      const session = await bench.session();
      await breakEach(bench, async (task) => {
        const { cursor } = await bench.system.poll(session, undefined);
        await task();
        return (await pollAll(bench, session, cursor)).events;
      });
    },
  },
];
