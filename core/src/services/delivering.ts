import { asFault, Fault } from '../domain/fault.js';
import type { Effect } from '../domain/lifecycle.js';
import { backOff, SECOND } from '../domain/time.js';
import type { JobResult } from '../ports/work-queue.js';
import { policyOf, type Bridge } from './context.js';
import { createTakeIn } from './order-news.js';
import { OrderWork } from './order-work.js';
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

/** How long an order waits for its location to be connected before the next look, in milliseconds. */
const ATTACH_PAUSE = 5 * SECOND;

export function createDelivering(bridge: Bridge, sessions: Sessions): Delivering {
  const { ledger, clock, chance, log, settings } = bridge;
  const policy = policyOf(bridge.manifest.capabilities);
  const takeIn = createTakeIn(bridge, sessions);
  const submitting = createSubmitting(bridge, sessions, commit);

  async function commit(work: OrderWork): Promise<void> {
    const { alerts } = work;
    const change = work.take(clock.now());
    if (change === undefined) return;
    await ledger.orders.commit(change);
    const { id: orderId, connectionId } = change.record;
    for (const alert of alerts) log.error('order needs a person', { orderId, connectionId, code: alert.code });
  }

  /** The order as it is known, or the beginning of one; `undefined` where nothing was heard of it. */
  async function open(orderId: string): Promise<OrderWork | undefined> {
    const record = await ledger.orders.get(orderId);
    if (record !== undefined) return OrderWork.on(record, policy, settings.orders.deadlineMs);
    const [first] = await ledger.inbox.unhandled('order', orderId);
    if (first === undefined) return undefined;
    return OrderWork.onNew(orderId, first.connectionId, first.receivedAt, policy, settings.orders.deadlineMs);
  }

  async function takeNews(work: OrderWork): Promise<void> {
    const connection = await ledger.connections.get(work.record.connectionId);
    for (const event of await ledger.inbox.unhandled('order', work.record.id)) {
      // An event may name another location's order: whoever sent it, it is none of that connection's business.
      if (event.connectionId === work.record.connectionId || event.news.source === 'operator')
        await takeIn(event, work, connection);
      else work.handle(event.id);
    }
  }

  /** No other run works on this order, so an attempt without an answer is one whose process died. */
  function closeBrokenAttempts(work: OrderWork): void {
    work.record.facts.rounds.forEach(({ begun, clear, unanswered }, round) => {
      if (begun > Math.max(clear, unanswered) && work.record.phase === 'submitted')
        work.happen({ type: 'submission-unanswered', round, attempt: begun }, clock.now());
    });
  }

  function checkDeadline(work: OrderWork): void {
    if (!work.isUnderway || clock.now() < work.record.deadlineAt) return;
    if (work.record.phase === 'withdrawing') work.happen({ type: 'withdrawal-overdue' }, clock.now());
    else work.happen({ type: 'deadline-passed', round: work.record.facts.round }, clock.now());
  }

  /** Carries out one effect; the time of the next look where there is nothing more to do now. */
  async function carryOut(effect: Effect, work: OrderWork): Promise<number | undefined> {
    if (effect.type === 'cancel') {
      await submitting.cancel(effect, work);
      return undefined;
    }
    if (effect.type === 'submit') {
      if (work.record.order === undefined) return clock.now() + ATTACH_PAUSE;
      await submitting.submit(effect, work.record.order, work);
      return undefined;
    }
    await submitting.find(work);
    if (effect.type === 'check') return clock.now() + settings.orders.checkEveryMs;
    return undefined;
  }

  async function proceed(work: OrderWork): Promise<JobResult> {
    for (;;) {
      checkDeadline(work);
      await commit(work);
      const [effect] = work.effects;
      const next = effect === undefined ? work.record.deadlineAt : await carryOut(effect, work);
      await commit(work);
      if (next !== undefined)
        return work.isUnderway ? { again: Math.min(next, work.record.deadlineAt) } : { done: true };
    }
  }

  return {
    work: async (orderId, failures) => {
      const work = await open(orderId);
      if (work === undefined) return { done: true };
      try {
        await takeNews(work);
        closeBrokenAttempts(work);
        return await proceed(work);
      } catch (error) {
        const fault = asFault(error);
        if (fault.code === 'storage.conflict' || fault.code === 'storage.unavailable') throw fault;
        await commit(work);
        if (fault.code === 'order.not_attached')
          return { again: Math.min(clock.now() + ATTACH_PAUSE, work.record.deadlineAt) };
        const wait = fault.retryAfterMs ?? backOff(failures + 1, chance.number());
        const left = work.isUnderway ? Math.max(0, work.record.deadlineAt - clock.now()) : wait;
        throw new Fault(fault.code, {
          ...(fault.detail === undefined ? {} : { detail: fault.detail }),
          retryAfterMs: Math.min(wait, left),
          cause: fault,
        });
      }
    },
  };
}
