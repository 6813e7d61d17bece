import { isFinal, type OrderStatus } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import { claims, type Requirement } from '../requirement.js';
import { isUnable, Unable } from '../rig.js';
import { demand, faultOf } from '../verdict.js';

/** Moves a ticket along every status that the fake has, and calls back after each. */
export async function walk(
  bench: Bench,
  ticket: string,
  statuses: readonly OrderStatus[],
  then: (status: OrderStatus) => Promise<void>,
): Promise<void> {
  let moved = 0;
  for (const status of statuses) {
    try {
      await bench.fake.move?.(ticket, status);
    } catch (error) {
      if (isUnable(error)) continue;
      throw error;
    }
    moved += 1;
    await then(status);
  }
  if (moved === 0) throw new Unable('it moves tickets nowhere');
}

export const STATUS: readonly Requirement[] = [
  {
    id: 'status.read',
    title: 'reads each status that staff gives a ticket, each later than the one before',
    why: 'Every order must get a status and an end in POS Hub; an older status must not win.',
    needs: [claims('orders.status')],
    fake: ['move'],
    run: async (bench) => {
      const { ref, seen } = await bench.taken();
      const session = await bench.session();
      let before = (await bench.system.read(session, ref)).at;
      await walk(bench, seen.ref, ['preparing', 'ready', 'delivering', 'completed'], async (status) => {
        const view = await bench.system.read(session, ref);
        demand(view.status === status, `read to say ${status}`, `it says ${view.status}`);
        demand(view.at > before, `“at” to grow with ${status}`, `it was ${before} and is ${view.at}`);
        before = view.at;
      });
    },
  },
  {
    id: 'status.cancelled',
    title: 'tells that the till cancelled a ticket',
    why: 'POS Hub must tell the guest and give the money back.',
    needs: [claims('orders.status')],
    fake: ['move'],
    run: async (bench) => {
      const { ref, seen } = await bench.taken();
      await bench.fake.move?.(seen.ref, 'cancelled');
      const { status } = await bench.system.read(await bench.session(), ref);
      demand(status === 'cancelled' && isFinal(status), 'read to say cancelled', `it says ${status}`);
    },
  },
  {
    id: 'status.unknown',
    title: 'says vendor.order_unknown of a ticket that is not there',
    why: 'An operator must hear that it was deleted at the till.',
    run: async (bench) => {
      await bench.sell();
      const session = await bench.session();
      await faultOf('read of an unknown ticket', ['vendor.order_unknown'], () =>
        bench.system.read(session, 'no-such-ticket'),
      );
    },
  },
];
