import type { Reference } from './catalog.js';
import type { FaultReport } from './fault.js';
import { isFinal, ORDER_STATUSES, type CancelReason, type OrderStatus } from './order.js';
import type { Instant } from './time.js';

/** What happened to an order, from wherever the news came. A round begins with the order and with each operator's retry. */
export type OrderEvent =
  /** POS Hub's view of the order at a time of its own clock. */
  | { readonly type: 'hub-said'; readonly status: OrderStatus; readonly at: Instant; readonly reason?: CancelReason }
  /** The order is about to be given to the till; recorded before the call, so that a crash leaves a trace. */
  | { readonly type: 'submission-begun'; readonly round: number; readonly attempt: number }
  /** That attempt certainly left no ticket; the attempts before it may have. */
  | { readonly type: 'submission-void'; readonly round: number; readonly attempt: number }
  /** That attempt's answer will never come: the call broke off, or the process died in it. */
  | { readonly type: 'submission-unanswered'; readonly round: number; readonly attempt: number }
  /** The till has a ticket. */
  | { readonly type: 'ticket-made'; readonly ticket: Reference; readonly accepted: boolean }
  /** The till took the order for later and says the result by an event; `until`: when it must have said so. */
  | { readonly type: 'submission-pending'; readonly until?: Instant }
  /** The till refused the order for good. */
  | { readonly type: 'submission-rejected'; readonly fault: FaultReport }
  /** The order can't be given to the till without a person. */
  | { readonly type: 'submission-held'; readonly round: number; readonly fault: FaultReport }
  /** The till's view of the ticket at a time of the till's own clock. */
  | { readonly type: 'till-said'; readonly status: OrderStatus; readonly at: Instant; readonly reason?: CancelReason }
  /** That ticket is taken back. */
  | { readonly type: 'withdrawal-done'; readonly ticket: Reference }
  | { readonly type: 'withdrawal-refused'; readonly fault: FaultReport }
  /** The time ran out in which a round had to end. */
  | { readonly type: 'deadline-passed'; readonly round: number }
  /** The time ran out in which the ticket had to be taken back. */
  | { readonly type: 'withdrawal-overdue' }
  /** An operator wants it submitted anew; `round` is one more than the round they looked at. */
  | { readonly type: 'operator-retried'; readonly round: number }
  /** An operator settled it: by hand at the till, or by giving it up. */
  | { readonly type: 'operator-settled'; readonly as: Settlement };

export const SETTLEMENTS = ['entered-by-hand', 'rejected', 'cancelled'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

interface Saying {
  readonly status: OrderStatus;
  readonly at: Instant;
  readonly reason?: CancelReason;
}

/** One round of submitting. Attempts count from 1. */
interface Round {
  /** The highest attempt begun. */
  readonly begun: number;
  /** The highest attempt up to which all, from the first on, certainly left no ticket. */
  readonly clear: number;
  /** Attempts above that which certainly left none, sorted: a call that never arrived says nothing of the ones before. */
  readonly voids: readonly number[];
  /** The highest attempt whose answer will never come. */
  readonly unanswered: number;
  /** Why the round stopped. */
  readonly held?: FaultReport;
}

/** All that is known of an order's way. Plain data; JSON and back is the same. */
export interface Facts {
  readonly hub?: Saying;
  readonly till?: Saying;
  readonly round: number;
  readonly rounds: readonly Round[];
  /** The highest round whose deadline passed; -1 where none. */
  readonly overdueRound: number;
  /** Sorted, without repetition; more than one is a fault that a person must see. */
  readonly tickets: readonly Reference[];
  readonly pending: boolean;
  /** When the till must have said whether it takes the order, where it told; the latest such time. */
  readonly pendingUntil?: Instant;
  /** Whether the till ever took the order. */
  readonly accepted: boolean;
  readonly rejected?: FaultReport;
  /** The tickets that were taken back; sorted, without repetition. */
  readonly withdrawn: readonly Reference[];
  readonly withdrawalRefused?: FaultReport;
  readonly withdrawalOverdue: boolean;
  /** The furthest settlement; giving an order up outranks having entered it by hand. */
  readonly settled?: Settlement;
  /** Whether a person entered it by hand, so that the till has a ticket that only a person can take back. */
  readonly byHand: boolean;
}

/** A round in which nothing was tried. */
export const NO_ATTEMPT: Round = { begun: 0, clear: 0, voids: [], unanswered: 0 };

export const NOTHING_KNOWN: Facts = {
  round: 0,
  rounds: [],
  overdueRound: -1,
  tickets: [],
  withdrawn: [],
  pending: false,
  accepted: false,
  withdrawalOverdue: false,
  byHand: false,
};

/**
 * Adds an event's fact. Every part is a maximum under a total order, a union or an "or"; that is what makes the result
 * independent of the order and the number of events.
 */
export function joinFacts(known: Facts, event: OrderEvent): Facts {
  switch (event.type) {
    case 'hub-said':
      return { ...known, hub: laterSaying(known.hub, event) };
    case 'till-said':
      return {
        ...known,
        till: laterSaying(known.till, event),
        accepted: known.accepted || impliesAcceptance(event.status),
      };
    case 'submission-begun':
      return withRound(known, event.round, (round) => ({ ...round, begun: Math.max(round.begun, event.attempt) }));
    case 'submission-void':
      return withRound(known, event.round, (round) => withVoid(round, event.attempt));
    case 'submission-unanswered':
      return withRound(known, event.round, (round) => ({
        ...round,
        begun: Math.max(round.begun, event.attempt),
        unanswered: Math.max(round.unanswered, event.attempt),
      }));
    case 'submission-held':
      return withRound(known, event.round, (round) => ({ ...round, held: firstFault(round.held, event.fault) }));
    case 'ticket-made':
      return {
        ...known,
        tickets: withReference(known.tickets, event.ticket),
        accepted: known.accepted || event.accepted,
        pending: known.pending || !event.accepted,
      };
    case 'submission-pending':
      return { ...known, pending: true, ...laterUntil(known, event.until) };
    case 'submission-rejected':
      return { ...known, rejected: firstFault(known.rejected, event.fault) };
    case 'deadline-passed':
      return { ...known, overdueRound: Math.max(known.overdueRound, event.round) };
    case 'operator-retried':
      return { ...known, round: Math.max(known.round, event.round) };
    default:
      return joinEndings(known, event);
  }
}

type Ending = Extract<
  OrderEvent,
  { type: 'withdrawal-done' | 'withdrawal-refused' | 'withdrawal-overdue' | 'operator-settled' }
>;

function joinEndings(known: Facts, event: Ending): Facts {
  switch (event.type) {
    case 'withdrawal-done':
      return { ...known, withdrawn: withReference(known.withdrawn, event.ticket) };
    case 'withdrawal-refused':
      return { ...known, withdrawalRefused: firstFault(known.withdrawalRefused, event.fault) };
    case 'withdrawal-overdue':
      return { ...known, withdrawalOverdue: true };
    case 'operator-settled': {
      const rank = Math.max(
        known.settled === undefined ? -1 : SETTLEMENTS.indexOf(known.settled),
        SETTLEMENTS.indexOf(event.as),
      );
      return {
        ...known,
        settled: SETTLEMENTS[rank] ?? event.as,
        byHand: known.byHand || event.as === 'entered-by-hand',
      };
    }
  }
}

function withRound(known: Facts, number: number, change: (round: Round) => Round): Facts {
  const length = Math.max(known.rounds.length, number + 1);
  const rounds = Array.from({ length }, (_, index): Round => known.rounds[index] ?? NO_ATTEMPT);
  return { ...known, rounds: rounds.map((round, index) => (index === number ? change(round) : round)) };
}

function withVoid(round: Round, attempt: number): Round {
  const voids = [...new Set([...round.voids, attempt])].sort((a, b) => a - b);
  const clear = voids.reduce((all, next) => (next === all + 1 ? next : all), round.clear);
  return { ...round, clear, voids: voids.filter((one) => one > clear) };
}

function withReference(known: readonly Reference[], one: Reference): readonly Reference[] {
  return [...new Set([...known, one])].sort();
}

function laterUntil({ pendingUntil }: Facts, until: Instant | undefined): Pick<Facts, 'pendingUntil'> {
  return until === undefined ? {} : { pendingUntil: Math.max(until, pendingUntil ?? until) };
}

/** A status after which the till is known to have taken the order, whatever comes later. */
function impliesAcceptance(status: OrderStatus): boolean {
  return status !== 'new' && status !== 'placed' && status !== 'rejected' && status !== 'cancelled';
}

/** The one that counts: a final status over any other, then the later, then the further. A total order. */
function laterSaying(known: Saying | undefined, event: Saying): Saying {
  const saying: Saying = {
    status: event.status,
    at: event.at,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  };
  return known !== undefined && compare(rankOf(known), rankOf(saying)) >= 0 ? known : saying;
}

function rankOf(saying: Saying): readonly (number | string)[] {
  return [isFinal(saying.status) ? 1 : 0, saying.at, ORDER_STATUSES.indexOf(saying.status), saying.reason ?? ''];
}

function compare(left: readonly (number | string)[], right: readonly (number | string)[]): number {
  const index = left.findIndex((value, position) => value !== right[position]);
  const [a, b] = [left[index], right[index]];
  return a === undefined || b === undefined ? 0 : a < b ? -1 : 1;
}

/** One of two faults, the same one whichever came first. */
function firstFault(known: FaultReport | undefined, fault: FaultReport): FaultReport {
  return known === undefined || compare(faultKey(fault), faultKey(known)) < 0 ? fault : known;
}

function faultKey(fault: FaultReport): readonly string[] {
  return [fault.code, fault.path ?? '', fault.detail ?? '', fault.message];
}
