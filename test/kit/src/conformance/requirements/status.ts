import { isFinal } from '@poshub-bridge/core';
import { claims, lacks, type Requirement } from '../requirement.js';
import { demand, faultOf } from '../verdict.js';
import { walk } from './moves.js';

export const STATUS: readonly Requirement[] = [
  {
    id: 'status.read',
    title: 'reads each status that staff gives a ticket, each later than the one before',
    why: 'Every order must get a status and an end in POS Hub; an older status must not win.',
    needs: [claims('orders.status'), claims('orders.read')],
    fake: ['move'],
    run: async (bench) => {
      const { ref, seen } = await bench.taken();
      const session = await bench.session();
      let before = (await bench.system.read(session, ref)).at;
      await walk(bench, seen.ref, async (status) => {
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
    needs: [claims('orders.status'), claims('orders.read')],
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
    needs: [claims('orders.read')],
    run: async (bench) => {
      await bench.sell();
      const session = await bench.session();
      await faultOf('read of an unknown ticket', ['vendor.order_unknown'], () =>
        bench.system.read(session, 'no-such-ticket'),
      );
    },
  },
  {
    id: 'status.read-unclaimed',
    title: 'refuses to say how a ticket stands where it does not claim to know',
    why: 'A guess ends an order: POS Hub hears “completed” of food that was cancelled, and gives no money back.',
    needs: [lacks('orders.read')],
    run: async (bench) => {
      const { ref } = await bench.taken();
      const session = await bench.session();
      await faultOf('read', ['vendor.unsupported'], () => bench.system.read(session, ref));
    },
  },
];
