import { asFault, Fault, reportFault } from '../domain/fault.js';
import type { Connection } from '../domain/connection.js';
import type { Effect } from '../domain/lifecycle.js';
import { backOff, MINUTE, SECOND, type Instant } from '../domain/time.js';
import type { InboxEvent, OrderRecord } from '../ports/ledger.js';
import type { JobResult } from '../ports/work-queue.js';
import { alarm } from './alerting.js';
import { policyOf, type Bridge } from './context.js';
import { createTakeIn } from './order-news.js';
import { createPlaces } from './order-place.js';
import { describe, OrderWork } from './order-work.js';
import type { Sessions } from './sessions.js';
import { createSubmitting } from './submitting.js';

/** Brings orders to the till, and the till's word back: the thin shell round the lifecycle. */
export interface Delivering {
  /**
   * Takes in what was told about an order and carries out what follows; the job of the topic `order`.
   * @param failures how often the job failed in a row
   * @throws Fault with the time after which to try again
   */
  work(orderId: string, failures: number): Promise<JobResult>;
}

/**
 * How long an order waits for its location to be connected before the next look, in milliseconds: at first the least, then
 * half of the time that it waited already, and never more than the most. A location may stay unconnected for days.
 */
const ATTACH_PAUSE = { least: 5 * SECOND, most: MINUTE };

/** Where calls may take longer than this share of the deadline, tries go on until so much of it is left. */
const LARGEST_CALL = 0.25;

export function createDelivering(bridge: Bridge, sessions: Sessions): Delivering {
  const { ledger, clock, chance, log, meter, settings } = bridge;
  const policy = policyOf(bridge.manifest.capabilities);
  const places = createPlaces(bridge);
  const takeIn = createTakeIn(bridge, sessions);
  const submitting = createSubmitting(bridge, sessions, commit);

  async function commit(work: OrderWork): Promise<void> {
    const { alerts, reached, ticketAfter, changedLate } = work;
    const told = alarm(bridge, work.cause(clock.now()), work.causeOfChange(clock.now()));
    const change = work.take(clock.now());
    if (change === undefined) return;
    await ledger.orders.commit({ ...change, alerts: told.alerts, jobs: [...change.jobs, ...told.jobs] });
    const { id: orderId, connectionId } = change.record;
    for (const phase of reached) meter.orderReached(phase);
    if (ticketAfter !== undefined) meter.ticketAfter(ticketAfter);
    for (const { code } of alerts) {
      meter.attentionRaised(code);
      log.error('order needs a person', { orderId, connectionId, code });
    }
    if (changedLate === undefined) return;
    meter.attentionRaised(changedLate.code);
    log.warn('order changed too late', { orderId, connectionId, parts: changedLate.detail });
  }

  /** The order as it is known, or the beginning of one; `undefined` where nothing was heard of it. */
  function begin(
    orderId: string,
    record: OrderRecord | undefined,
    [first]: readonly InboxEvent[],
  ): OrderWork | undefined {
    if (record !== undefined) return OrderWork.on(record, policy, settings.orders.deadlineMs);
    if (first === undefined) return undefined;
    const work = OrderWork.onNew(orderId, first.connectionId, first.receivedAt, policy, settings.orders.deadlineMs);
    // Whoever took the event in had verified it before, and answered only when it was stored.
    if (first.news.source === 'hub') work.note(first.receivedAt, 'verified', 'by its signature');
    work.note(first.receivedAt, 'stored', `event ${first.id}`);
    return work;
  }

  /** Takes in what was told; the reason where some of it must wait. */
  async function takeNews(work: OrderWork, events: readonly InboxEvent[]): Promise<Fault | undefined> {
    const connection = await places.of(work);
    let waiting: Fault | undefined;
    for (const event of events) {
      // An event may name another location's order: whoever sent it, it is none of that connection's business.
      if (event.news.source === 'operator' || (await places.has(event, work, connection)))
        waiting = (await take(event, work, connection)) ?? waiting;
      else work.handle(event);
    }
    return waiting;
  }

  /** What can't be asked about now waits, what never can is noted: neither holds up the rest of the order's work. */
  async function take(
    event: InboxEvent,
    work: OrderWork,
    connection: Connection | undefined,
  ): Promise<Fault | undefined> {
    try {
      await takeIn(event, work, connection);
      return undefined;
    } catch (error) {
      const fault = asFault(error);
      if (fault.retry !== 'never' || fault.side === 'credentials') return fault;
      work.note(clock.now(), 'news not read', describe(reportFault(fault)));
      if (event.news.source === 'listed' && work.record.order === undefined)
        work.happen(
          { type: 'submission-held', round: work.record.facts.round, fault: reportFault(fault) },
          clock.now(),
        );
      work.handle(event);
      return undefined;
    }
  }

  function checkDeadline(work: OrderWork): void {
    const { phase, facts, order } = work.record;
    // The till took an order for later: it is waited for until it is to have answered, or the order's time, and the usual
    // time more.
    if (phase === 'submitted' && facts.pending && order?.scheduledFor !== undefined)
      work.waitUntil((facts.pendingUntil ?? order.scheduledFor) + settings.orders.deadlineMs);
    if (!work.isUnderway || clock.now() < work.record.deadlineAt) return;
    if (phase === 'withdrawing') work.happen({ type: 'withdrawal-overdue' }, clock.now());
    else work.happen({ type: 'deadline-passed', round: facts.round }, clock.now());
  }

  function nextLook({ record }: OrderWork): number {
    const waited = clock.now() - record.receivedAt;
    return clock.now() + Math.min(Math.max(Math.round(waited / 2), ATTACH_PAUSE.least), ATTACH_PAUSE.most);
  }

  /** Carries out one effect; the time of the next look where there is nothing more to do now. */
  async function carryOut(effect: Effect, work: OrderWork): Promise<number | undefined> {
    if (effect.type === 'cancel') {
      await submitting.cancel(effect, work);
      return undefined;
    }
    if (effect.type === 'submit') {
      if (work.record.order === undefined) return nextLook(work);
      await submitting.submit(effect, work.record.order, work);
      return undefined;
    }
    const isFound = await submitting.find(work);
    // A till that took the order for later may not show it yet.
    if (effect.type === 'check' || (!isFound && work.record.facts.pending))
      return clock.now() + settings.orders.checkEveryMs;
    return undefined;
  }

  async function proceed(work: OrderWork): Promise<JobResult> {
    for (;;) {
      checkDeadline(work);
      const [effect] = work.effects;
      // What a submission begins with is stored together with its attempt, before the till is called.
      if (effect?.type !== 'submit') await commit(work);
      const next = effect === undefined ? work.record.deadlineAt : await carryOut(effect, work);
      await commit(work);
      if (next !== undefined)
        return work.isUnderway ? { again: Math.min(next, work.record.deadlineAt) } : { done: true };
    }
  }

  /**
   * How long to wait after a failure (milliseconds). Before the deadline there is a last try that has time for its call,
   * unless the other side asked for a longer pause; none begins later.
   */
  function waitAfter({ retryAfterMs }: Fault, failures: number, work: OrderWork): number {
    const wait = retryAfterMs ?? backOff(failures + 1, chance.number());
    if (!work.isUnderway) return wait;
    const left = Math.max(0, work.record.deadlineAt - clock.now());
    const lastTry = left - Math.min(settings.orders.callMs, settings.orders.deadlineMs * LARGEST_CALL);
    if (wait <= lastTry) return wait;
    return retryAfterMs === undefined && lastTry > 0 ? lastTry : left;
  }

  /** The process that stored why a person is needed may have died before it said so. */
  function remind({ record: { id: orderId, connectionId, attention } }: OrderWork, before: string | undefined): void {
    if (attention !== undefined && attention.code === before)
      log.warn('order still needs a person', { orderId, connectionId, code: before });
  }

  return {
    work: async (orderId, failures) => {
      // Read at once: should another run have taken the events in meanwhile, this one's commit is refused.
      const [record, events] = await Promise.all([
        ledger.orders.get(orderId),
        ledger.inbox.unhandled('order', orderId),
      ]);
      const work = begin(orderId, record, events);
      if (work === undefined) return { done: true };
      try {
        const before = work.record.attention?.code;
        const waiting = await takeNews(work, events);
        closeBrokenAttempts(work, clock.now());
        const result = await proceed(work);
        remind(work, before);
        if (waiting === undefined) return result;
        throw waiting;
      } catch (error) {
        const fault = asFault(error);
        if (fault.code === 'storage.conflict' || fault.code === 'storage.unavailable') throw fault;
        await commit(work);
        // Who connects the location asks for the work of its open orders.
        if (fault.code === 'order.not_attached')
          return work.isUnderway ? { again: Math.min(nextLook(work), work.record.deadlineAt) } : { done: true };
        throw new Fault(fault.code, {
          ...(fault.detail === undefined ? {} : { detail: fault.detail }),
          retryAfterMs: waitAfter(fault, failures, work),
          cause: fault,
        });
      }
    },
  };
}

/** No other run works on this order, so an attempt without an answer is one whose process died. */
function closeBrokenAttempts(work: OrderWork, now: Instant): void {
  work.record.facts.rounds.forEach(({ begun, clear, unanswered }, round) => {
    if (begun > Math.max(clear, unanswered) && work.record.phase === 'submitted')
      work.happen({ type: 'submission-unanswered', round, attempt: begun }, now);
  });
}
