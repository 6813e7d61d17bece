import { asFault, Fault, reportFault, type FaultReport } from '../domain/fault.js';
import { unclearAttempts, type Effect } from '../domain/lifecycle.js';
import { showMoney } from '../domain/money.js';
import type { Order } from '../domain/order.js';
import { composeTicket, type ComposedTicket, type Ticket } from '../domain/ticket.js';
import type { StoreSession, SubmitOutcome } from '../ports/pos-adapter.js';
import type { Bridge } from './context.js';
import { eventsOfTicket } from './order-news.js';
import { describe, type OrderWork } from './order-work.js';
import type { Sessions } from './sessions.js';

type Submit = Extract<Effect, { type: 'submit' }>;
type Cancel = Extract<Effect, { type: 'cancel' }>;

/** Carries out at the till what the lifecycle asks for, and tells it what came of it. */
export interface Submitting {
  /**
   * Gives an order to the till.
   * @throws Fault when it is to be tried again; what is known by then is in the work
   */
  submit(effect: Submit, order: Order, work: OrderWork): Promise<void>;
  /** Takes a ticket back. @throws Fault as above */
  cancel(effect: Cancel, work: OrderWork): Promise<void>;
  /** Looks for the order's ticket; what is found counts as news. @throws Fault as above */
  find(work: OrderWork): Promise<boolean>;
}

export function createSubmitting(
  { till, clock, settings, manifest }: Pick<Bridge, 'till' | 'clock' | 'settings' | 'manifest'>,
  sessions: Sessions,
  commit: (work: OrderWork) => Promise<void>,
): Submitting {
  const { orders } = manifest.capabilities;

  /** @throws Fault that says what keeps the ticket from being made */
  function compose({ round, key }: Submit, order: Order, timezone: string, work: OrderWork): ComposedTicket {
    if (round === 0 && clock.now() - (order.scheduledFor ?? order.placedAt) > settings.orders.tooOldMs)
      throw new Fault('order.too_old');
    const composed = composeTicket(order, orders, key, timezone);
    work.note(clock.now(), 'mapped', `${ticketSize(composed.ticket)}, ${showMoney(order.total)}`);
    if (composed.folded.length > 0) work.note(clock.now(), 'written into the note', composed.folded.join(', '));
    if (composed.difference !== 0)
      work.note(
        clock.now(),
        'totals differ',
        `the parts make ${order.total.amount + composed.difference}, the order says ${order.total.amount}`,
      );
    return composed;
  }

  /** The till certainly has no ticket, so no attempt left one. */
  function voidAll(work: OrderWork): void {
    if (work.record.facts.pending) return;
    for (const attempt of unclearAttempts(work.record.facts))
      work.happen({ type: 'submission-void', ...attempt }, clock.now());
  }

  async function look(session: StoreSession, work: OrderWork): Promise<boolean> {
    const view = await till.find(session, work.record.id);
    if (view === undefined) {
      voidAll(work);
      return false;
    }
    for (const event of eventsOfTicket(view)) work.happen(event, clock.now());
    return true;
  }

  async function find(work: OrderWork): Promise<boolean> {
    return orders.find && sessions.use(work.record.connectionId, (session) => look(session, work));
  }

  /** Gives the ticket to the till, unless the till has one already: then there is no outcome. */
  async function give(
    session: StoreSession,
    effect: Submit,
    ticket: Ticket,
    work: OrderWork,
  ): Promise<SubmitOutcome | undefined> {
    if (effect.findFirst && (await look(session, work))) return undefined;
    work.note(clock.now(), 'sent', `attempt ${effect.attempt}`);
    work.happen({ type: 'submission-begun', round: effect.round, attempt: effect.attempt }, clock.now());
    await commit(work);
    return till.submit(session, ticket);
  }

  /** What the till makes of an order may differ: whoever looks at the order sees both. */
  function compareTotals(outcome: SubmitOutcome, { total }: Order, work: OrderWork): void {
    if (outcome.kind === 'rejected' || outcome.total === undefined || outcome.total.amount === total.amount) return;
    work.note(
      clock.now(),
      'totals differ',
      `the till makes ${showMoney(outcome.total)}, the order says ${showMoney(total)}`,
    );
  }

  /** The till refuses this attempt, and does not say whether it took an earlier one: a person must look. */
  function holdInDoubt({ code }: FaultReport, round: number, work: OrderWork): void {
    const detail = `an earlier attempt had no answer; this one was refused: ${code}`;
    const fault = reportFault(new Fault('vendor.no_answer', { detail }));
    work.happen({ type: 'submission-held', round, fault }, clock.now());
  }

  async function answer(outcome: SubmitOutcome, { round, attempt }: Submit, work: OrderWork): Promise<void> {
    const now = clock.now();
    work.note(now, 'answered', outcome.kind);
    if (outcome.kind === 'rejected') {
      work.note(now, 'refused by the till', describe(outcome.fault));
      // A till that knows the key, or was looked through before, refuses for all attempts at once.
      if (outcome.earlier === undefined && (orders.idempotent || orders.find)) voidAll(work);
      else work.happen({ type: 'submission-void', round, attempt }, now);
      if (outcome.earlier === 'unknown' && unclearAttempts(work.record.facts).length > 0)
        holdInDoubt(outcome.fault, round, work);
      else work.happen({ type: 'submission-rejected', fault: outcome.fault }, now);
      return;
    }
    if (outcome.kind === 'duplicate') work.note(now, 'the till had it before');
    if (outcome.kind === 'pending' && outcome.until !== undefined)
      work.happen({ type: 'submission-pending', until: outcome.until }, now);
    if (outcome.ticket !== undefined)
      work.happen({ type: 'ticket-made', ticket: outcome.ticket, accepted: outcome.kind !== 'pending' }, now);
    else if (outcome.kind === 'pending' || !(await find(work))) work.happen({ type: 'submission-pending' }, now);
  }

  /** Tells what a Fault means for the attempt, and throws it on where another attempt is to follow. */
  function fail(fault: Fault, { round, attempt }: Submit, work: OrderWork): void {
    const now = clock.now();
    const begun = (work.record.facts.rounds[round]?.begun ?? 0) >= attempt;
    if (begun) {
      // An adapter that broke may have broken over the answer.
      const isUnclear = fault.retry === 'unknown' || fault.code === 'bridge.broken';
      work.note(now, 'not submitted', describe(reportFault(fault)));
      work.happen({ type: isUnclear ? 'submission-unanswered' : 'submission-void', round, attempt }, now);
    }
    if (fault.retry !== 'never' || fault.side === 'credentials') throw fault;
    if (fault.side === 'menu' || fault.code === 'store.closed')
      work.happen({ type: 'submission-rejected', fault: reportFault(fault) }, now);
    else work.happen({ type: 'submission-held', round, fault: reportFault(fault) }, now);
  }

  return {
    submit: async (effect, order, work) => {
      let composed: ComposedTicket | undefined;
      let outcome: SubmitOutcome | undefined;
      try {
        outcome = await sessions.use(work.record.connectionId, (session) => {
          composed ??= compose(effect, order, session.store.timezone, work);
          return give(session, effect, composed.ticket, work);
        });
      } catch (error) {
        fail(asFault(error), effect, work);
      }
      if (outcome === undefined) return;
      compareTotals(outcome, order, work);
      await answer(outcome, effect, work);
    },

    cancel: async ({ ticket, reason }, work) => {
      try {
        await sessions.use(work.record.connectionId, (session) => till.cancel(session, ticket, reason));
        work.happen({ type: 'withdrawal-done', ticket }, clock.now());
      } catch (error) {
        const fault = asFault(error);
        if (fault.retry !== 'never' || fault.side === 'credentials') throw fault;
        work.happen({ type: 'withdrawal-refused', fault: reportFault(fault) }, clock.now());
      }
    },

    find,
  };
}

function ticketSize({ lines }: Ticket): string {
  return lines.length === 1 ? '1 line' : `${lines.length} lines`;
}
