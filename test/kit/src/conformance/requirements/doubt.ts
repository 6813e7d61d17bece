import { isFault, type Reference } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import type { Mischief } from '../gate.js';
import { canClearDoubt, claims, type Requirement } from '../requirement.js';
import { come, demand, faultOf, show, showFault, Unmet } from '../verdict.js';
import { always, label, only } from './calls.js';

/** Milliseconds until the kit's client gives up, where a requirement is about answers that never come. */
const PATIENCE = 300;

/** How many calls a submission takes that goes well. */
async function callsOfSubmit(bench: Bench): Promise<number> {
  const shelf = await bench.sell();
  const session = await bench.session();
  const passed = await bench.during(() => bench.system.submit(session, bench.ticket(bench.order(shelf))));
  return passed.length;
}

/**
 * Spoils each call of a submission in turn, and looks whether what the adapter says of it is true of the till: a fault that
 * says “nothing happened” while there is a ticket would make a second one. Then the host's way out must lead to one ticket.
 */
async function spoilEach(bench: Bench, mischief: Mischief): Promise<void> {
  const calls = await callsOfSubmit(bench);
  const shelf = await bench.sell();
  const session = await bench.session();
  const system = bench.make({ timeoutMs: PATIENCE });
  for (let call = 0; call < calls; call += 1) {
    const before = (await bench.tickets()).length;
    const order = bench.order(shelf);
    const ticket = bench.ticket(order);
    bench.gate.rule(only(call, mischief));
    const came = await come('submit', () => system.submit(session, ticket));
    bench.gate.rule();
    const made = (await bench.tickets()).length - before;
    const where = `${label(mischief)} at call ${call + 1} of ${calls}`;
    if (came.fault !== undefined && made > 0)
      demand(
        came.fault.retry === 'unknown',
        `vendor.no_answer or vendor.unreadable after ${where}: the till has the ticket`,
        `submit threw ${showFault(came.fault)}, which says that nothing happened; a second ticket would follow`,
      );
    if (came.fault === undefined && came.value.kind === 'rejected')
      throw new Unmet(`an outage (${where}) to be no refusal`, `submit came back with ${show(came.value)}`);
    await settle(bench, session, ticket, came.fault?.retry !== 'unknown', where);
    const after = (await bench.tickets()).length - before;
    demand(after === 1, `one ticket in the end after ${where}`, `the till has ${after}`);
  }
}

/** What the host does after a fault: look where it can, and send again with the same key. */
async function settle(
  bench: Bench,
  session: Awaited<ReturnType<Bench['session']>>,
  ticket: ReturnType<Bench['ticket']>,
  isClear: boolean,
  where: string,
): Promise<void> {
  const { idempotent, find } = bench.orders;
  if (!isClear && find && !idempotent && (await bench.system.find(session, ticket.orderId)) !== undefined) return;
  const again = await come('submit', () => bench.system.submit(session, ticket));
  const said = again.fault === undefined ? show(again.value) : showFault(again.fault);
  const isTaken = again.fault === undefined && again.value.kind !== 'rejected';
  demand(isTaken, `the same ticket to be taken when all is well again (${where})`, `submit came back with ${said}`);
}

function spoiling(id: string, title: string, why: string, mischief: readonly Mischief[]): Requirement {
  return {
    id,
    title,
    why,
    needs: [canClearDoubt],
    run: async (bench) => {
      for (const one of mischief) await spoilEach(bench, one);
    },
  };
}

export const DOUBT: readonly Requirement[] = [
  spoiling(
    'doubt.lost-answer',
    'says that it is in doubt when the answer to an order is lost, and makes one ticket in the end',
    'The connection broke after the till had printed the ticket; “unavailable” made a second one.',
    [{ kind: 'lost', when: 'after' }],
  ),
  spoiling(
    'doubt.late-answer',
    'is in doubt when the answer never comes',
    'A till under load answers after the time-out, and has the ticket.',
    [{ kind: 'half-open', when: 'after' }],
  ),
  spoiling(
    'doubt.error-after-effect',
    'does not trust a status of 5xx: the ticket may be there',
    'Gateways answer 502 and 504 for servers that went on with their work.',
    [
      { kind: 'status', status: 500, when: 'after' },
      { kind: 'status', status: 504, when: 'after' },
    ],
  ),
  spoiling(
    'doubt.strange-answer',
    'is in doubt when the answer can’t be read',
    'A proxy’s page in HTML, half a JSON: the order had been taken before.',
    [{ kind: 'html' }, { kind: 'truncated' }, { kind: 'empty' }, { kind: 'other-json' }],
  ),
  spoiling(
    'doubt.before-effect',
    'makes one ticket where the first try never arrived',
    'What did not happen must be done once the vendor is back.',
    [
      { kind: 'lost', when: 'before' },
      { kind: 'half-open', when: 'before' },
      { kind: 'status', status: 503, when: 'before' },
      { kind: 'status', status: 429, when: 'before', headers: { 'retry-after': '1' } },
    ],
  ),
  {
    id: 'doubt.menu-changed',
    title: 'recognises an order whose answer was lost, although its item is gone since, or says that it can’t know',
    why: 'A repetition that is written anew for the new menu is another order to the vendor, and stuck or cooked twice.',
    needs: [claims('orders.idempotent')],
    run: async (bench) => {
      const calls = await callsOfSubmit(bench);
      const shelf = await bench.sell();
      const session = await bench.session();
      const known = (await bench.tickets()).length;
      const ticket = bench.ticket(bench.order(shelf));
      bench.gate.rule(only(calls - 1, { kind: 'lost', when: 'after' }));
      await come('submit', () => bench.system.submit(session, ticket));
      bench.gate.rule();
      await bench.fake.change(bench.store().ref, { type: 'remove', key: 'cola' });
      const again = await come('submit', () => bench.system.submit(session, ticket));
      const said = again.fault === undefined ? show(again.value) : showFault(again.fault);
      // Where the vendor offers no way to know, whoever says so has a person called.
      const isRecognised =
        again.fault === undefined && (again.value.kind !== 'rejected' || again.value.earlier === 'unknown');
      demand(
        isRecognised,
        'the same ticket to be recognised, or a refusal with earlier: unknown',
        `submit came back with ${said}`,
      );
      const made = (await bench.tickets()).length - known;
      demand(made === 1, 'one ticket', `the till has ${made}`);
    },
  },
  {
    id: 'doubt.refused-connection',
    title: 'says that nothing happened where no connection opens',
    why: 'The host may repeat that at once, without a person.',
    run: async (bench) => {
      const shelf = await bench.sell();
      const session = await bench.session();
      const ticket = bench.ticket(bench.order(shelf));
      await bench.gate.shut(() =>
        faultOf('submit', ['vendor.unavailable'], () => bench.system.submit(session, ticket)),
      );
      const { length } = await bench.tickets();
      demand(length === 0, 'no ticket', `the till has ${length}`);
    },
  },
  {
    id: 'doubt.no-repetition',
    title: 'repeats no call that changes something by itself',
    why: 'Repeating is the host’s business: it looks first. An adapter that repeats blindly makes two tickets.',
    run: async (bench) => {
      const clean = await callsOfSubmit(bench);
      const shelf = await bench.sell();
      const session = await bench.session();
      for (const mischief of [
        { kind: 'status', status: 500, when: 'before' },
        { kind: 'status', status: 503, when: 'before' },
        { kind: 'lost', when: 'before' },
      ] as const) {
        bench.gate.rule(always(mischief));
        const passed = await bench.during(() =>
          come('submit', () => bench.system.submit(session, bench.ticket(bench.order(shelf)))),
        );
        bench.gate.rule();
        const routes = passed.filter(({ mutating }) => mutating).map(({ method, path }) => `${method} ${path}`);
        const twice = routes.find((route, index) => routes.indexOf(route) !== index);
        demand(
          twice === undefined && routes.length <= clean,
          `each changing call to be made once (${label(mischief)})`,
          `${twice ?? 'the submission'} was sent ${routes.length} times`,
        );
      }
    },
  },
  {
    id: 'doubt.find-under-outage',
    title: 'never says “no ticket” where it could not look',
    why: '“None” lets the host send the order again: it must be certain.',
    needs: [claims('orders.find')],
    run: async (bench) => {
      const { ticket } = await bench.taken();
      const session = await bench.session();
      const system = bench.make({ timeoutMs: PATIENCE });
      for (const mischief of [
        { kind: 'status', status: 500, when: 'before' },
        { kind: 'status', status: 429, when: 'before' },
        { kind: 'lost', when: 'after' },
        { kind: 'half-open', when: 'before' },
        { kind: 'html' },
        { kind: 'empty' },
        { kind: 'truncated' },
        { kind: 'other-json' },
      ] as const) {
        bench.gate.rule(always(mischief));
        const came = await come('find', () => system.find(session, ticket.orderId));
        bench.gate.rule();
        if (came.fault === undefined)
          demand(false, `find to throw under ${label(mischief)}`, `it says ${show(came.value)}`);
      }
    },
  },
  {
    id: 'doubt.find-at-once',
    title: 'finds the ticket whose answer was lost',
    why: 'The host looks for it within seconds and tells POS Hub that it was accepted.',
    needs: [claims('orders.find')],
    run: async (bench) => {
      const calls = await callsOfSubmit(bench);
      const shelf = await bench.sell();
      const session = await bench.session();
      const known = new Set((await bench.tickets()).map(({ ref }) => ref));
      const ticket = bench.ticket(bench.order(shelf));
      bench.gate.rule(only(calls - 1, { kind: 'lost', when: 'after' }));
      await bench.system.submit(session, ticket).catch((error: unknown) => {
        if (!isFault(error)) throw error;
      });
      bench.gate.rule();
      const found = await bench.system.find(session, ticket.orderId);
      const made = (await bench.tickets()).map(({ ref }): Reference => ref).filter((ref) => !known.has(ref));
      demand(made.length === 1, 'one ticket', `the till has ${made.length}`);
      demand(found !== undefined, `find to give the ticket ${made.join()}`, 'it says that there is none');
    },
  },
];
