import { reportFault, Fault, type FaultReport } from './fault.js';
import type { Reference } from './catalog.js';
import { isFinal, type CancelReason, type OrderStatus } from './order.js';
import { joinFacts, NO_ATTEMPT, NOTHING_KNOWN, type Facts, type OrderEvent } from './order-facts.js';

/**
 * The life of an order as one pure function. The state is the set of facts known so far; an event adds a fact; what phase
 * the order is in and what is still to be done are read off the facts. Adding facts is commutative, associative and
 * idempotent (order-facts.ts), so any permutation and repetition of events ends in the same state, and a process that
 * died finds out what is left to do by looking at what it knew.
 */
export type Phase =
  /** Known, not yet given to the till. */
  | 'received'
  /** Given to the till, its answer is not in yet. */
  | 'submitted'
  /** Ended in POS Hub; its ticket is still to be taken back from the till. */
  | 'withdrawing'
  /** A person must decide. */
  | 'attention'
  /** On its way at the till, or ended. */
  | Exclude<OrderStatus, 'new' | 'placed'>;

/** What the adapter at hand can do about doubt; from its capabilities. */
export interface LifecyclePolicy {
  readonly canCancel: boolean;
  /** Whether submitting the same order again gives the first ticket instead of a second one. */
  readonly idempotent: boolean;
  /** Whether a ticket can be looked up by the order's id. */
  readonly canFind: boolean;
}

/** What the bridge tells POS Hub about an order. */
export interface HubReport {
  readonly status: OrderStatus;
  /** Set where the status is `cancelled`: POS Hub demands it. */
  readonly reason?: CancelReason;
}

export type Effect =
  /** Give the order to the till; `key` is the number of the idempotency key, `attempt` is for the answer's event. */
  | {
      readonly type: 'submit';
      readonly round: number;
      readonly attempt: number;
      readonly key: number;
      readonly findFirst: boolean;
    }
  /** Look whether the till has the order, because an answer never came. */
  | { readonly type: 'find'; readonly round: number; readonly attempt: number }
  /** Ask the till again for the result of an order that it took for later. */
  | { readonly type: 'check' }
  | { readonly type: 'cancel'; readonly ticket: Reference; readonly reason: CancelReason };

/** The phases that are no end. */
export const OPEN_PHASES = [
  'received',
  'submitted',
  'withdrawing',
  'attention',
  'accepted',
  'preparing',
  'ready',
  'delivering',
] as const satisfies readonly Phase[];

/** Whether nothing is left to happen. */
export function isFinished(phase: Phase): boolean {
  return phase === 'completed' || phase === 'rejected' || phase === 'cancelled' || phase === 'delivery-failed';
}

export interface Step {
  readonly state: Facts;
  readonly phase: Phase;
  /** What POS Hub is to be told, where this event changed it. */
  readonly tell?: HubReport;
  /** Why a person is needed, where this event raised it. */
  readonly alert?: FaultReport;
  /** What is to be done now. */
  readonly effects: readonly Effect[];
}

/** State and event in; new state and effects out. */
export function advance(state: Facts | undefined, event: OrderEvent, policy: LifecyclePolicy): Step {
  const before = state ?? NOTHING_KNOWN;
  const after = joinFacts(before, event);
  const [told, report] = [reportOf(before, policy), reportOf(after, policy)];
  const [raised, attention] = [attentionOf(before, policy), attentionOf(after, policy)];
  return {
    state: after,
    phase: phaseOf(after, policy),
    ...(report !== undefined && report.status !== told?.status ? { tell: report } : {}),
    ...(attention !== undefined && attention.code !== raised?.code ? { alert: attention } : {}),
    effects: effectsOf(after, policy),
  };
}

/** The phase that the facts amount to. */
export function phaseOf(state: Facts, policy: LifecyclePolicy): Phase {
  const ended = endOf(state);
  if (attentionOf(state, policy) !== undefined) return 'attention';
  if (ended !== undefined) return mustWithdraw(state) ? 'withdrawing' : ended;
  const reached = tillOf(state)?.status;
  if (reached !== undefined && reached !== 'new' && reached !== 'placed') return reached;
  if (wasTaken(state)) return 'accepted';
  return isAtTill(state) || unclearAttempts(state).length > 0 ? 'submitted' : 'received';
}

/** The end that the facts amount to, if any. What POS Hub says is finished stays finished. */
function endOf(state: Facts): Exclude<Phase, 'attention'> | undefined {
  if (state.hub !== undefined && isFinal(state.hub.status)) return phaseOfEnd(state.hub.status);
  if (state.settled === 'cancelled') return 'cancelled';
  if (state.settled === 'rejected') return 'rejected';
  if (state.rejected !== undefined && state.settled === undefined) return 'rejected';
  const till = tillOf(state);
  return till !== undefined && isFinal(till.status) ? phaseOfEnd(till.status) : undefined;
}

/**
 * What the till says of the order. Where there is more than one ticket, or one that was entered by hand, the end of a
 * ticket without the food is not the order's: a person may just have voided the one too many.
 */
function tillOf(state: Facts): Facts['till'] {
  const several = state.tickets.length > 1 || state.byHand;
  const unserved = state.till?.status === 'cancelled' || state.till?.status === 'rejected';
  return several && unserved ? undefined : state.till;
}

function phaseOfEnd(status: OrderStatus): Exclude<Phase, 'attention'> | undefined {
  return status === 'new' || status === 'placed' ? undefined : status;
}

/** Whether the order ended without the food, so that no ticket may stay alive at the till. */
function endedUnserved(state: Facts): boolean {
  const end = endOf(state);
  return end === 'cancelled' || end === 'rejected';
}

/** Whether a ticket is, or may be, alive at the till for an order that ended without it. */
function mustWithdraw(state: Facts): boolean {
  if (!endedUnserved(state) || state.settled === 'cancelled') return false;
  if (state.byHand) return true;
  const till = tillOf(state);
  if (till !== undefined && isFinal(till.status)) return till.status === 'completed';
  if (state.tickets.length > 0) return liveTickets(state).length > 0;
  return isAtTill(state) || unclearAttempts(state).length > 0;
}

/** Whether the order was ever accepted: by the till, or by a person who entered it there. */
function wasTaken(state: Facts): boolean {
  return state.accepted || state.byHand;
}

/** Whether the till knows the order, so that it must not be given it again. */
function isAtTill(state: Facts): boolean {
  return state.tickets.length > 0 || state.pending || state.till !== undefined;
}

/** Whether the order is made, or may be, at the store: what changes in it from now on does not come there by itself. */
export function mayBeMade(state: Facts): boolean {
  return isAtTill(state) || wasTaken(state) || unclearAttempts(state).length > 0;
}

function liveTickets(state: Facts): readonly Reference[] {
  return state.tickets.filter((ticket) => !state.withdrawn.includes(ticket));
}

/**
 * The attempts to submit that may have had their effect although no ticket is known of them, oldest first. When the till
 * certainly has none (it was looked up, or it refused the same idempotency key), each of them is void.
 */
export function unclearAttempts(state: Facts): readonly { readonly round: number; readonly attempt: number }[] {
  return state.rounds.flatMap(({ begun, clear, voids }, round) =>
    Array.from({ length: Math.max(0, begun - clear) }, (_, index) => ({ round, attempt: clear + 1 + index })).filter(
      ({ attempt }) => !voids.includes(attempt),
    ),
  );
}

/** Why a person is needed, if one is. Nothing is stored: it goes away by itself when the facts say so. */
export function attentionOf(state: Facts, policy: LifecyclePolicy): FaultReport | undefined {
  if (mustWithdraw(state)) return withdrawalFault(state, policy);
  if (endOf(state) !== undefined || state.settled !== undefined) return undefined;
  if (state.tickets.length > 1) return fault('order.two_tickets');
  return state.accepted ? undefined : delayFault(state, policy);
}

/** Why an order that the till has not taken yet can't go on by itself. */
function delayFault(state: Facts, policy: LifecyclePolicy): FaultReport | undefined {
  const current = currentRound(state);
  if (current.held !== undefined) return current.held;
  if (state.overdueRound >= state.round) return fault('order.deadline_passed');
  const lost = current.unanswered > current.clear && !isAtTill(state) && isHelpless(policy);
  return lost ? fault('vendor.no_answer') : undefined;
}

/** Whether doubt about an attempt can't be removed by asking the till. */
function isHelpless(policy: LifecyclePolicy): boolean {
  return !policy.idempotent && !policy.canFind;
}

function withdrawalFault(state: Facts, policy: LifecyclePolicy): FaultReport | undefined {
  if (state.till?.status === 'completed') return fault('order.cancel_refused', 'the till had completed it');
  if (state.byHand) return fault('order.cancel_unsupported', 'it was entered by hand');
  if (state.withdrawalRefused !== undefined) return state.withdrawalRefused;
  if (state.withdrawalOverdue) return fault('order.cancel_refused', 'the till did not confirm in time');
  const known = state.tickets.length > 0;
  if (known && !policy.canCancel) return fault('order.cancel_unsupported');
  if (!known && unclearAttempts(state).length > 0 && !policy.canFind)
    return fault('vendor.no_answer', 'the order was cancelled meanwhile');
  return undefined;
}

function fault(
  code:
    | 'order.two_tickets'
    | 'order.deadline_passed'
    | 'order.cancel_refused'
    | 'order.cancel_unsupported'
    | 'vendor.no_answer',
  detail?: string,
): FaultReport {
  return reportFault(new Fault(code, detail === undefined ? {} : { detail }));
}

/** What POS Hub is to believe of the order; nothing where it has ended the order itself, or nothing is decided. */
export function reportOf(state: Facts, policy: LifecyclePolicy): HubReport | undefined {
  if (state.hub !== undefined && isFinal(state.hub.status)) return undefined;
  if (state.settled === 'cancelled') return { status: 'cancelled', reason: 'other' };
  const end = endOf(state);
  if (end === 'rejected' || end === 'cancelled') {
    if (end === 'rejected' && !wasTaken(state)) return { status: 'rejected' };
    return { status: 'cancelled', reason: state.till?.reason ?? 'other' };
  }
  const phase = end ?? phaseOf(state, policy);
  if (phase === 'received' || phase === 'submitted' || phase === 'withdrawing' || phase === 'attention')
    return undefined;
  return { status: phase };
}

/** What is to be done now, most urgent first. */
export function effectsOf(state: Facts, policy: LifecyclePolicy): readonly Effect[] {
  if (attentionOf(state, policy) !== undefined) return [];
  if (mustWithdraw(state)) return withdrawalEffects(state, policy);
  if (endOf(state) !== undefined || state.settled !== undefined || state.accepted) return [];
  if (isAtTill(state)) return policy.canFind ? [{ type: 'check' }] : [];
  const current = currentRound(state);
  if (current.begun > current.clear && isHelpless(policy)) return [];
  const attempt = current.begun + 1;
  const findFirst = unclearAttempts(state).length > 0 && !policy.idempotent && policy.canFind;
  return [{ type: 'submit', round: state.round, attempt, key: keyNumber(state), findFirst }];
}

function withdrawalEffects(state: Facts, policy: LifecyclePolicy): readonly Effect[] {
  const reason = state.hub?.reason ?? 'customer-cancelled';
  if (state.tickets.length > 0) return liveTickets(state).map((ticket) => ({ type: 'cancel', ticket, reason }));
  const [unclear] = unclearAttempts(state);
  if (unclear !== undefined) return [{ type: 'find', ...unclear }];
  return policy.canFind ? [{ type: 'check' }] : [];
}

function currentRound(state: Facts): Facts['rounds'][number] {
  return state.rounds[state.round] ?? NO_ATTEMPT;
}

/**
 * The number of the idempotency key: a new one only after rounds that certainly left no ticket, because vendors replay
 * the first answer to a key, refusals included. While any earlier round is in doubt, its key stays in use.
 */
function keyNumber(state: Facts): number {
  const before = state.rounds.slice(0, state.round);
  const unclear = before.findIndex((round) => round.begun > round.clear);
  return before.slice(0, unclear === -1 ? before.length : unclear).filter((round) => round.begun > 0).length;
}
