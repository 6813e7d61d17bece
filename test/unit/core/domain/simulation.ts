import fc from 'fast-check';
import {
  NOTHING_KNOWN,
  ORDER_STATUSES,
  advance,
  effectsOf,
  isFinished,
  phaseOf,
  unclearAttempts,
  type Effect,
  type Facts,
  type LifecyclePolicy,
  type OrderEvent,
  type OrderStatus,
  type Phase,
} from '@poshub-bridge/core';

type Submit = Extract<Effect, { type: 'submit' }>;

const OUTCOMES = [
  'accepted',
  'pending',
  'pending-unnamed',
  'rejected',
  'held',
  'unreachable',
  'lost-on-the-way',
  'lost-on-the-way-back',
] as const;

/** What happens next in a simulated world. */
export const acts = fc.record({
  kind: fc.constantFrom('work', 'work', 'work', 'work', 'hub', 'till', 'again', 'deadline', 'retry', 'settle'),
  outcome: fc.constantFrom(...OUTCOMES),
  status: fc.constantFrom(...ORDER_STATUSES),
  as: fc.constantFrom('entered-by-hand' as const, 'rejected' as const, 'cancelled' as const),
  pick: fc.nat(99),
});
export type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never;

/**
 * A till that really has tickets, a network that loses calls and answers, a POS Hub and an operator, round the lifecycle:
 * what the bridge knows and what is true may differ, as they do in a shop.
 */
export class Simulation {
  facts: Facts = NOTHING_KNOWN;
  /** The tickets that the till really has made, in order. */
  readonly tickets = new Map<string, OrderStatus>();
  /** Whether somebody entered the order by hand, and it is still there. */
  enteredByHand = false;
  retried = false;
  settled = false;
  /** By which key each attempt was made that the bridge can't be sure of. */
  readonly #keys = new Map<string, number>();
  readonly #made = new Map<number, string>();
  readonly #told: OrderEvent[] = [];
  #time = 0;

  constructor(readonly policy: LifecyclePolicy) {}

  get phase(): Phase {
    return phaseOf(this.facts, this.policy);
  }

  get effects(): readonly Effect[] {
    return effectsOf(this.facts, this.policy);
  }

  /** The keys of the attempts that may have left a ticket. */
  get keysInDoubt(): readonly (number | undefined)[] {
    return unclearAttempts(this.facts).map(({ round, attempt }) => this.#keys.get(`${round}/${attempt}`));
  }

  /** Whether the till works on food that the guest of an order without food will not get. */
  get hasLiveTicket(): boolean {
    return (
      this.enteredByHand ||
      [...this.tickets.values()].some(
        (status) => !isFinished(status === 'new' || status === 'placed' ? 'received' : status),
      )
    );
  }

  act(act: Act): void {
    const [effect] = this.effects;
    if (act.kind === 'work' && effect !== undefined) this.#carryOut(effect, act);
    if (act.kind === 'hub') this.#happen({ type: 'hub-said', status: act.status, at: ++this.#time });
    if (act.kind === 'till') this.#moveTicket(act);
    if (act.kind === 'again') this.#told.slice(act.pick, act.pick + 2).forEach((event) => this.#happen(event));
    if (act.kind === 'deadline') {
      const type = this.phase === 'withdrawing' ? 'withdrawal-overdue' : 'deadline-passed';
      this.#happen(type === 'withdrawal-overdue' ? { type } : { type, round: this.facts.round });
    }
    if (this.phase === 'attention') this.#operate(act);
  }

  #happen(event: OrderEvent): void {
    this.#told.push(event);
    this.facts = advance(this.facts, event, this.policy).state;
  }

  #operate(act: Act): void {
    if (act.kind === 'retry') {
      this.retried = true;
      this.#happen({ type: 'operator-retried', round: this.facts.round + 1 });
    }
    if (act.kind === 'settle') {
      if (act.as === 'entered-by-hand') this.enteredByHand = true;
      this.settled ||= act.as === 'cancelled';
      this.#happen({ type: 'operator-settled', as: act.as });
    }
  }

  #carryOut(effect: Effect, act: Act): void {
    if (effect.type === 'submit') {
      if (!(effect.findFirst && this.#look())) this.#submit(effect, act);
    } else if (effect.type === 'cancel') this.#cancel(effect.ticket, act);
    else if (!this.#look() && effect.type === 'find')
      this.#happen({ type: 'submission-void', round: effect.round, attempt: effect.attempt });
  }

  /** Finds the order's ticket at the till and tells how it stands. */
  #look(): boolean {
    const [first] = this.tickets;
    if (first === undefined) return false;
    this.#show(...first);
    return true;
  }

  #show(ticket: string, status: OrderStatus): void {
    const accepted = status !== 'placed' && status !== 'cancelled';
    if (status !== 'rejected') this.#happen({ type: 'ticket-made', ticket, accepted });
    this.#happen({ type: 'till-said', status, at: ++this.#time });
  }

  #submit({ round, attempt, key }: Submit, { outcome }: Act): void {
    this.#keys.set(`${round}/${attempt}`, key);
    this.#happen({ type: 'submission-begun', round, attempt });
    if (outcome === 'unreachable') this.#happen({ type: 'submission-void', round, attempt });
    else if (outcome === 'lost-on-the-way') this.#happen({ type: 'submission-unanswered', round, attempt });
    else this.#answer({ round, attempt }, key, outcome);
  }

  /** The call arrived: the till answers, and the answer arrives or not. */
  #answer(attempt: { readonly round: number; readonly attempt: number }, key: number, outcome: Act['outcome']): void {
    const known = this.policy.idempotent ? this.#made.get(key) : undefined;
    if (known === undefined && (outcome === 'rejected' || outcome === 'held')) {
      const fault = { code: 'menu.item_unknown', message: 'no such item' } as const;
      this.#happen({ type: 'submission-void', ...attempt });
      if (outcome === 'held') this.#happen({ type: 'submission-held', round: attempt.round, fault });
      else this.#happen({ type: 'submission-rejected', fault });
      return;
    }
    const ticket = known ?? this.#make(key, outcome === 'accepted' ? 'accepted' : 'placed');
    if (outcome === 'lost-on-the-way-back') this.#happen({ type: 'submission-unanswered', ...attempt });
    else if (outcome === 'pending-unnamed') this.#happen({ type: 'submission-pending' });
    else this.#happen({ type: 'ticket-made', ticket, accepted: outcome !== 'pending' });
  }

  #make(key: number, status: OrderStatus): string {
    const ticket = `T${this.tickets.size}`;
    this.tickets.set(ticket, status);
    this.#made.set(key, ticket);
    return ticket;
  }

  #cancel(ticket: string, { outcome }: Act): void {
    if (outcome === 'unreachable' || outcome === 'lost-on-the-way') return;
    if (outcome === 'held') {
      this.#happen({ type: 'withdrawal-refused', fault: { code: 'order.cancel_refused', message: 'too late' } });
      return;
    }
    this.tickets.set(ticket, 'cancelled');
    if (outcome !== 'lost-on-the-way-back') this.#happen({ type: 'withdrawal-done', ticket });
  }

  /** The staff moves a ticket on, and the till tells it. */
  #moveTicket({ pick, status }: Act): void {
    const live = [...this.tickets].filter(
      ([, now]) => ORDER_STATUSES.indexOf(now) < ORDER_STATUSES.indexOf('completed'),
    );
    const [ticket] = live[pick % Math.max(1, live.length)] ?? [];
    if (ticket === undefined || status === 'new') return;
    this.tickets.set(ticket, status);
    this.#show(ticket, status);
  }
}
