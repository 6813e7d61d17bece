import type { SubmitOutcome, Ticket } from '@poshub-bridge/core';
import { isUnnamed, type Bench } from '../bench.js';
import { claims, type Requirement } from '../requirement.js';
import { come, demand, show, showFault } from '../verdict.js';
import { walk } from './moves.js';

const TIMES = 50;

async function prepared(bench: Bench): Promise<Ticket> {
  return bench.ticket(bench.order(await bench.sell()));
}

/** The outcomes of one ticket that is submitted so often; each must be about the one ticket that the till has. */
async function oneTicket(bench: Bench, outcomes: readonly SubmitOutcome[]): Promise<void> {
  const tickets = await bench.tickets();
  demand(tickets.length === 1, `one ticket of one key that was sent ${TIMES} times`, `the till has ${tickets.length}`);
  const named = new Set(outcomes.flatMap((outcome) => (outcome.kind === 'rejected' ? [] : (outcome.ticket ?? []))));
  // Who answers before the till has the order can't name its ticket.
  const isLater = named.size === 0 && outcomes.some(isUnnamed);
  demand(
    named.size === 1 || isLater,
    'every answer to name the same ticket',
    `they name ${[...named].join(', ') || 'none'}`,
  );
}

export const IDEMPOTENCY: readonly Requirement[] = [
  {
    id: 'idempotency.in-turn',
    title: `makes one ticket of a key that is sent ${TIMES} times`,
    why: 'POS Hub repeats its webhooks for ten minutes, and the bridge repeats what had no answer.',
    needs: [claims('orders.idempotent')],
    run: async (bench) => {
      const ticket = await prepared(bench);
      const session = await bench.session();
      const outcomes: SubmitOutcome[] = [];
      for (let count = 0; count < TIMES; count += 1) {
        const outcome = await bench.system.submit(session, ticket);
        demand(outcome.kind !== 'rejected', 'a repetition not to be rejected', `it is ${show(outcome)}`);
        outcomes.push(outcome);
      }
      await oneTicket(bench, outcomes);
    },
  },
  {
    id: 'idempotency.at-once',
    title: `makes one ticket of a key that is sent ${TIMES} times at the same moment`,
    why: 'After a crash two processes may work on one order for a moment.',
    needs: [claims('orders.idempotent')],
    run: async (bench) => {
      const ticket = await prepared(bench);
      const session = await bench.session();
      const systems = [bench.make(), bench.make()];
      const all = await Promise.all(
        Array.from({ length: TIMES }, (_, index) =>
          come('submit', () => (systems[index % 2] ?? bench.system).submit(session, ticket)),
        ),
      );
      // A vendor may turn some away while the first is under way: they are repeated, as the host would.
      const outcomes = await Promise.all(
        all.map(async (came) => {
          if (came.fault === undefined) return came.value;
          const { fault } = came;
          demand(
            fault.retry !== 'never',
            'a repetition to be taken, or to be told to wait',
            `it threw ${showFault(fault)}`,
          );
          return bench.system.submit(session, ticket);
        }),
      );
      await oneTicket(bench, outcomes);
    },
  },
  {
    id: 'idempotency.two-orders',
    title: 'makes two tickets of two orders that look the same',
    why: 'Two guests order the same: it is the key that says whether an order came before, not what is in it.',
    run: async (bench) => {
      const shelf = await bench.sell();
      const session = await bench.session();
      const order = bench.order(shelf);
      const refs = [order, { ...order, id: crypto.randomUUID() }].map((one) => bench.take(session, bench.ticket(one)));
      const [first, second] = await Promise.all(refs);
      demand(first !== second, 'two references', `both are ${first ?? 'nothing'}`);
      const { length } = await bench.tickets();
      demand(length === 2, 'two tickets', `the till has ${length}`);
    },
  },
  {
    id: 'idempotency.second-round',
    title: 'makes a second ticket where an operator wants one',
    why: 'A retry by hand carries another key: the first ticket was thrown away.',
    run: async (bench) => {
      const shelf = await bench.sell();
      const session = await bench.session();
      const order = bench.order(shelf);
      for (const key of [0, 1]) await bench.take(session, bench.ticket(order, key));
      const { length } = await bench.tickets();
      demand(length === 2, 'two tickets of two keys', `the till has ${length}`);
    },
  },
  {
    id: 'idempotency.after-moves',
    title: 'makes no second ticket once the first has moved on',
    why: 'A webhook that comes again after an hour finds the food on its way.',
    needs: [claims('orders.idempotent')],
    fake: ['move'],
    run: async (bench) => {
      const { ticket, seen } = await bench.taken();
      await walk(bench, seen.ref);
      const came = await come('submit', async () => bench.system.submit(await bench.session(), ticket));
      const isRejected = came.fault === undefined && came.value.kind === 'rejected';
      demand(!isRejected, 'a repetition not to be rejected: the food was served', 'it is rejected');
      await bench.only();
    },
  },
];
