import { field, isRecord, textOf } from '../../demo/json.js';
import type { Bench } from '../bench.js';
import { eventually, withBridge, type Bridge } from '../bridge.js';
import { readable } from '../compare.js';
import { line, orderOf } from '../corpus/build.js';
import { claims, type Requirement } from '../requirement.js';
import { Unable } from '../rig.js';
import { come, demand } from '../verdict.js';
import { always } from './calls.js';

/** A note of more characters than this is longer than any that the kit sends. */
const LONGEST_NOTE = 20_000;
/** Seconds until a person is called. */
const DEADLINE = 3;
/** Seconds after which an order counts as forgotten, on a machine that is slow. */
const LATEST = 15;
/** Seconds between two polls, and how long the till is away while they are counted. */
const POLL = 0.2;
const AWAY = 4;
/** A host that slows down asks at most four times meanwhile, one that does not some twenty times. */
const MOST_POLLS = 6;

const OUTAGE = { kind: 'status', status: 503, when: 'before' } as const;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How an order stands: what POS Hub shows, or that a person was called. Undefined where neither is decided. */
async function endOf(bridge: Bridge, id: string): Promise<'accepted' | 'rejected' | 'attention' | undefined> {
  // The host knows it only once POS Hub has told it.
  const known = await bridge.operator(`/orders/${id}`).catch(() => undefined);
  if (isRecord(known) && isRecord(known['attention'])) return 'attention';
  const status = textOf(field(await bridge.hub('GET', `/orders/${id}`), 'order'), 'status');
  if (status === 'REJECTED') return 'rejected';
  return status === 'NEW' || status === 'PLACED' ? undefined : 'accepted';
}

/** Demands that what is known of an order goes with the tickets that there are of it. */
async function demandTrue(bench: Bench, bridge: Bridge, id: string, known: number): Promise<void> {
  const end = await eventually(
    `the order to be accepted, rejected or with a person ${DEADLINE} s after it came`,
    () => endOf(bridge, id),
    LATEST * 1_000,
  );
  const made = (await bench.tickets()).length - known;
  if (end === 'accepted') demand(made === 1, 'one ticket of an order that is accepted', `the till has ${made}`);
  if (end === 'rejected') demand(made === 0, 'no ticket of an order that is rejected', `the till has ${made}`);
  demand(made <= 1, 'no second ticket', `the till has ${made}`);
}

function small(bridge: Bridge, notes?: string): Parameters<Bridge['order']>[0] {
  return bridge.shelf.place(orderOf([line('cola', 320)], notes === undefined ? {} : { notes }));
}

/** So many characters in words of which none is a part of another. */
function wordsOf(length: number): readonly string[] {
  return Array.from({ length: Math.ceil(length / 6) }, (_, index) => `${String(index).padStart(4, 'n')}.`);
}

/** Demands that an order with a note is not accepted unless every word of it stands on the ticket. */
async function demandWhole(bench: Bench, bridge: Bridge, words: readonly string[]): Promise<void> {
  const known = new Set((await bench.tickets()).map(({ ref }) => ref));
  const id = await bridge.order(small(bridge, words.join(' ')));
  const end = await eventually('an order with a long note to be decided', () => endOf(bridge, id));
  if (end !== 'accepted') return;
  const made = (await bench.tickets()).find(({ ref }) => !known.has(ref));
  const text = made === undefined ? '' : readable(made);
  const missing = words.filter((word) => !text.includes(word));
  demand(
    missing.length === 0,
    'an order whose note does not fit to be rejected or with a person, or the whole note on the ticket',
    `it is accepted, and ${missing.length} of ${words.length} words can be read nowhere`,
  );
}

/** Requests of one poll while the till is away. */
async function requestsOfPoll(bench: Bench): Promise<number> {
  await bench.sell();
  const session = await bench.session();
  const { cursor } = await bench.system.poll(session, undefined);
  bench.gate.rule(always(OUTAGE));
  const passed = await bench.during(() => come('poll', () => bench.system.poll(session, cursor)));
  bench.gate.rule();
  return Math.max(1, passed.length);
}

/** What concerns the whole bridge where something is too long, too late or away. */
export const BRIDGE_LIMITS: readonly Requirement[] = [
  {
    id: 'bridge.long-note',
    title: 'accepts no order whose note the till can’t show whole',
    why: 'The end of the note was the allergy; somebody must read it, or the guest must hear “no”.',
    bridge: true,
    run: (bench) => {
      const { noteLength } = bench.orders;
      if (noteLength > LONGEST_NOTE) throw new Unable(`there are notes of ${noteLength} characters`);
      return withBridge(bench, async (bridge) => {
        for (const length of [noteLength * 0.9, noteLength + 500]) await demandWhole(bench, bridge, wordsOf(length));
      });
    },
  },
  {
    id: 'bridge.deadline',
    title: 'is done with each order at its deadline, also where the till is away until then, or answers just before',
    why: 'Each order is accepted, rejected or with a person in time; a guest must not wait for nothing.',
    bridge: true,
    run: (bench) =>
      withBridge(
        bench,
        async (bridge) => {
          bench.gate.rule(({ mutating }) => (mutating ? OUTAGE : undefined));
          const lost = await bridge.order(small(bridge));
          await demandTrue(bench, bridge, lost, 0);
          bench.gate.rule();
          await pause(500);
          await demandTrue(bench, bridge, lost, 0);
          const known = (await bench.tickets()).length;
          let isFirst = true;
          bench.gate.rule(async ({ mutating }) => {
            if (mutating && isFirst) {
              isFirst = false;
              await pause(DEADLINE * 1_000 - 500);
            }
            return undefined;
          });
          const late = await bridge.order(small(bridge));
          await demandTrue(bench, bridge, late, known);
          await pause(500);
          await demandTrue(bench, bridge, late, known);
        },
        { orders: { deadlineSeconds: DEADLINE } },
      ),
  },
  {
    id: 'bridge.slow-polling',
    title: 'is asked for news less often while the till is away, and again once it is back',
    why: 'A till that comes up again under the questions of all its stores goes down again.',
    needs: [claims('polling')],
    bridge: true,
    run: async (bench) => {
      const each = await requestsOfPoll(bench);
      await withBridge(
        bench,
        async (bridge) => {
          const asked = (): number => bench.gate.log.length;
          const isAsked = (since: number) => () => Promise.resolve(asked() > since ? true : undefined);
          await eventually('the till to be asked for news', isAsked(asked()));
          const before = asked();
          bench.gate.rule(always(OUTAGE));
          for (const end = Date.now() + AWAY * 1_000; Date.now() < end && asked() - before <= MOST_POLLS * each;)
            await pause(20);
          const count = asked() - before;
          demand(
            count <= MOST_POLLS * each,
            `at most ${MOST_POLLS * each} requests in ${AWAY} s of an outage, where it is asked each ${POLL} s otherwise`,
            `there were ${count}: does poll throw what went wrong?`,
          );
          bench.gate.rule();
          await eventually('the till to be asked again once it is back', isAsked(asked()));
          await bridge.reaches(await bridge.order(small(bridge)), 'ACCEPTED');
        },
        { pollSeconds: POLL },
      );
    },
  },
];
