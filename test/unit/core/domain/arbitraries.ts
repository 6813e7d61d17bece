import fc from 'fast-check';
import {
  CANCEL_REASONS,
  NOTHING_KNOWN,
  ORDER_STATUSES,
  SETTLEMENTS,
  advance,
  joinFacts,
  type Facts,
  type FaultReport,
  type LifecyclePolicy,
  type OrderEvent,
} from '@poshub-bridge/core';

/** Adapters of every ability. */
export const policies = fc.record({ canCancel: fc.boolean(), idempotent: fc.boolean(), canFind: fc.boolean() });

/** Every combination, for tests that go through all. */
export const ALL_POLICIES: readonly LifecyclePolicy[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  canCancel: (bits & 1) !== 0,
  idempotent: (bits & 2) !== 0,
  canFind: (bits & 4) !== 0,
}));

export const FAULT_REPORTS: readonly FaultReport[] = [
  { code: 'menu.item_unknown', message: 'one', path: 'lines[0]' },
  { code: 'menu.item_unknown', message: 'one', path: 'lines[1]' },
  { code: 'store.closed', message: 'two', detail: 'until noon' },
  { code: 'order.too_old', message: 'three' },
];

const rounds = fc.integer({ min: 0, max: 2 });
const attempts = fc.integer({ min: 1, max: 3 });
const faults = fc.constantFrom(...FAULT_REPORTS);
const tickets = fc.constantFrom('T1', 'T2');

const saying = fc
  .tuple(
    fc.constantFrom(...ORDER_STATUSES),
    fc.integer({ min: 0, max: 6 }),
    fc.constantFrom(...CANCEL_REASONS, undefined),
  )
  .map(([status, at, reason]) => ({ status, at, ...(reason === undefined ? {} : { reason }) }));

export const hubSayings = saying.map((said) => ({ type: 'hub-said' as const, ...said }));
export const tillSayings = saying.map((said) => ({ type: 'till-said' as const, ...said }));

/** One generator for each type of event: a type that is added must be added here, or this does not compile. */
const BY_TYPE: { readonly [T in OrderEvent['type']]: fc.Arbitrary<Extract<OrderEvent, { type: T }>> } = {
  'hub-said': hubSayings,
  'till-said': tillSayings,
  'submission-begun': fc.record({ type: fc.constant('submission-begun' as const), round: rounds, attempt: attempts }),
  'submission-void': fc.record({ type: fc.constant('submission-void' as const), round: rounds, attempt: attempts }),
  'submission-unanswered': fc.record({
    type: fc.constant('submission-unanswered' as const),
    round: rounds,
    attempt: attempts,
  }),
  'ticket-made': fc.record({ type: fc.constant('ticket-made' as const), ticket: tickets, accepted: fc.boolean() }),
  'submission-pending': fc.record(
    { type: fc.constant('submission-pending' as const), until: fc.integer({ min: 0, max: 6 }) },
    { requiredKeys: ['type'] },
  ),
  'submission-rejected': fc.record({ type: fc.constant('submission-rejected' as const), fault: faults }),
  'submission-held': fc.record({ type: fc.constant('submission-held' as const), round: rounds, fault: faults }),
  'withdrawal-done': fc.record({ type: fc.constant('withdrawal-done' as const), ticket: tickets }),
  'withdrawal-refused': fc.record({ type: fc.constant('withdrawal-refused' as const), fault: faults }),
  'deadline-passed': fc.record({ type: fc.constant('deadline-passed' as const), round: rounds }),
  'withdrawal-overdue': fc.record({ type: fc.constant('withdrawal-overdue' as const) }),
  'operator-retried': fc.record({
    type: fc.constant('operator-retried' as const),
    round: fc.integer({ min: 1, max: 3 }),
  }),
  'operator-settled': fc.record({
    type: fc.constant('operator-settled' as const),
    as: fc.constantFrom(...SETTLEMENTS),
  }),
};

/** Any one event. */
export const events: fc.Arbitrary<OrderEvent> = fc.oneof(...Object.values(BY_TYPE));

/** Any history, however absurd: what the lifecycle holds for these, it holds for all that can happen. */
export const histories: fc.Arbitrary<readonly OrderEvent[]> = fc.array(events, { maxLength: 14 });

/** A history, and the same events in another order, some of them told again. */
export const retellings: fc.Arbitrary<readonly [readonly OrderEvent[], readonly OrderEvent[]]> = histories.chain(
  (history) =>
    fc
      .tuple(fc.subarray([...history]), fc.constant(history))
      .chain(([again]) => fc.shuffledSubarray([...history, ...again], { minLength: history.length + again.length }))
      .map((retold) => [history, retold] as const),
);

/** What is known after a history. */
export function factsOf(history: readonly OrderEvent[], from: Facts = NOTHING_KNOWN): Facts {
  return history.reduce(joinFacts, from);
}

/** The facts as they come back from the storage. */
export function stored(facts: Facts): Facts {
  const back: unknown = JSON.parse(JSON.stringify(facts));
  if (!isFacts(back)) throw new Error('no facts came back');
  return back;
}

/** The types' word for what a test compares part by part. */
function isFacts(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && 'rounds' in value;
}

/** The last step of a history, which must have one event at least. */
export function stepOf(history: readonly OrderEvent[], policy: LifecyclePolicy): ReturnType<typeof advance> {
  const last = history.at(-1);
  if (last === undefined) throw new Error('a history without events has no step');
  return advance(factsOf(history.slice(0, -1)), last, policy);
}
