import { asFault, Fault, reportFault } from '../domain/fault.js';
import { unclearAttempts, type Effect } from '../domain/lifecycle.js';
import type { Order } from '../domain/order.js';
import { composeTicket, type ComposedTicket } from '../domain/ticket.js';
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

  /** The ticket, or what keeps it from being made. */
  function compose({ round, key }: Submit, order: Order, work: OrderWork): ComposedTicket | Fault {
    if (round === 0 && clock.now() - (order.scheduledFor ?? order.placedAt) > settings.orders.tooOldMs)
      return new Fault('order.too_old');
    try {
      const composed = composeTicket(order, orders, key);
      if (composed.folded.length > 0) work.note(clock.now(), 'written into the note', composed.folded.join(', '));
      if (composed.difference !== 0)
        work.note(
          clock.now(),
          'totals differ',
          `the parts make ${order.total.amount + composed.difference}, the order says ${order.total.amount}`,
        );
      return composed;
    } catch (error) {
      return asFault(error);
    }
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

  async function answer(
    outcome: SubmitOutcome,
    { round, attempt }: Submit,
    session: StoreSession,
    work: OrderWork,
  ): Promise<void> {
    const now = clock.now();
    if (outcome.kind === 'rejected') {
      work.note(now, 'refused by the till', describe(outcome.fault));
      // A till that knows the key, or was looked through before, refuses for all attempts at once.
      if (orders.idempotent || orders.find) voidAll(work);
      else work.happen({ type: 'submission-void', round, attempt }, now);
      work.happen({ type: 'submission-rejected', fault: outcome.fault }, now);
      return;
    }
    if (outcome.kind === 'duplicate') work.note(now, 'the till had it before');
    if (outcome.ticket !== undefined)
      work.happen({ type: 'ticket-made', ticket: outcome.ticket, accepted: outcome.kind !== 'pending' }, now);
    else if (outcome.kind === 'pending' || !orders.find || !(await look(session, work)))
      work.happen({ type: 'submission-pending' }, now);
  }

  /** Tells what a Fault means for the attempt, and throws it on where another attempt is to follow. */
  function fail(fault: Fault, { round, attempt }: Submit, work: OrderWork): void {
    const now = clock.now();
    const begun = (work.record.facts.rounds[round]?.begun ?? 0) >= attempt;
    if (begun) {
      work.note(now, 'not submitted', describe(reportFault(fault)));
      work.happen(
        { type: fault.retry === 'unknown' ? 'submission-unanswered' : 'submission-void', round, attempt },
        now,
      );
    }
    if (fault.retry !== 'never' || fault.side === 'credentials') throw fault;
    if (fault.side === 'menu' || fault.code === 'store.closed')
      work.happen({ type: 'submission-rejected', fault: reportFault(fault) }, now);
    else work.happen({ type: 'submission-held', round, fault: reportFault(fault) }, now);
  }

  return {
    submit: async (effect, order, work) => {
      const composed = compose(effect, order, work);
      if (composed instanceof Fault) {
        fail(composed, effect, work);
        return;
      }
      try {
        await sessions.use(work.record.connectionId, async (session) => {
          if (effect.findFirst && (await look(session, work))) return;
          work.happen({ type: 'submission-begun', round: effect.round, attempt: effect.attempt }, clock.now());
          await commit(work);
          await answer(await till.submit(session, composed.ticket), effect, session, work);
        });
      } catch (error) {
        fail(asFault(error), effect, work);
      }
      if (work.record.phase === 'submitted' && order.scheduledFor !== undefined)
        work.waitUntil(order.scheduledFor + settings.orders.deadlineMs);
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

    find: async (work) => orders.find && sessions.use(work.record.connectionId, (session) => look(session, work)),
  };
}
