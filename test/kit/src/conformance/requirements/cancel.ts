import { CANCEL_REASONS } from '@poshub-bridge/core';
import { claims, lacks, type Requirement } from '../requirement.js';
import { come, demand, faultOf, showFault } from '../verdict.js';
import { label, only } from './calls.js';
import { walk } from './moves.js';

export const CANCEL: readonly Requirement[] = [
  {
    id: 'cancel.done',
    title: 'cancels a ticket, for every reason of POS Hub',
    why: 'A guest who cancelled must not be cooked for.',
    needs: [claims('orders.cancel')],
    run: async (bench) => {
      const shelf = await bench.sell();
      const session = await bench.session();
      for (const reason of CANCEL_REASONS) {
        const ref = await bench.take(session, bench.ticket(bench.order(shelf)));
        await bench.system.cancel(session, ref, reason);
        if (!bench.orders.read) continue;
        const { status } = await bench.system.read(session, ref);
        demand(status === 'cancelled', `read to say cancelled (${reason})`, `it says ${status}`);
      }
      const alive = (await bench.tickets()).filter(({ status }) => status !== 'cancelled');
      demand(
        alive.length === 0,
        'every ticket to be cancelled at the till',
        `${alive.length} are ${alive[0]?.status ?? ''}`,
      );
    },
  },
  {
    id: 'cancel.twice',
    title: 'is content when a ticket is cancelled already',
    why: 'The host repeats a cancellation whose answer was lost.',
    needs: [claims('orders.cancel')],
    run: async (bench) => {
      const { ref } = await bench.taken();
      const session = await bench.session();
      for (let count = 0; count < 3; count += 1) await bench.system.cancel(session, ref, 'customer-cancelled');
      const { status } = await bench.only();
      demand(status === 'cancelled', 'a ticket that is cancelled', `it is ${status}`);
    },
  },
  {
    id: 'cancel.lost-answer',
    title: 'can be repeated after a lost answer',
    why: 'Whether it was cancelled is not known then; asking again must settle it.',
    needs: [claims('orders.cancel')],
    run: async (bench) => {
      for (const mischief of [
        { kind: 'lost', when: 'after' },
        { kind: 'status', status: 500, when: 'after' },
      ] as const) {
        const { ref, seen } = await bench.taken();
        const session = await bench.session();
        bench.gate.rule(only(0, mischief));
        const came = await come('cancel', () => bench.system.cancel(session, ref, 'other'));
        bench.gate.rule();
        if (came.fault !== undefined)
          demand(
            came.fault.retry !== 'never',
            `a cancellation under ${label(mischief)} to be tried again`,
            `it threw ${showFault(came.fault)}`,
          );
        await bench.system.cancel(session, ref, 'other');
        const now = (await bench.tickets()).find((one) => one.ref === seen.ref);
        demand(now?.status === 'cancelled', 'a ticket that is cancelled', `it is ${now?.status ?? 'gone'}`);
      }
    },
  },
  {
    id: 'cancel.too-late',
    title: 'says order.cancel_refused when it is too late, and leaves the ticket',
    why: 'The operator must settle it with the store: the food was made.',
    needs: [claims('orders.cancel')],
    fake: ['move'],
    run: async (bench) => {
      const { ref, seen } = await bench.taken();
      await walk(bench, seen.ref);
      const session = await bench.session();
      await faultOf('cancel of a ticket that is completed', ['order.cancel_refused'], () =>
        bench.system.cancel(session, ref, 'customer-cancelled'),
      );
      const { status } = await bench.only();
      demand(status === 'completed', 'the ticket to stay completed', `it is ${status}`);
    },
  },
  {
    id: 'cancel.unknown',
    title: 'does not say that it cancelled a ticket that is not there',
    why: 'POS Hub would tell the guest that nobody cooks.',
    needs: [claims('orders.cancel')],
    run: async (bench) => {
      await bench.sell();
      const session = await bench.session();
      await faultOf('cancel of an unknown ticket', ['vendor.order_unknown', 'vendor.refused'], () =>
        bench.system.cancel(session, 'no-such-ticket', 'other'),
      );
    },
  },
  {
    id: 'cancel.unclaimed',
    title: 'refuses to cancel where it does not claim it',
    why: 'The host then calls a person; a silent “done” leaves the ticket in the kitchen.',
    needs: [lacks('orders.cancel')],
    run: async (bench) => {
      const { ref } = await bench.taken();
      const session = await bench.session();
      await faultOf('cancel', ['vendor.unsupported'], () => bench.system.cancel(session, ref, 'other'));
      const { status } = await bench.only();
      demand(status !== 'cancelled', 'the ticket to be as it was', `it is ${status}`);
    },
  },
];
