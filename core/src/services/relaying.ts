import { asFault, reportFault, type Fault } from '../domain/fault.js';
import type { Instant } from '../domain/time.js';
import type { InboxEvent, QueuedReport } from '../ports/ledger.js';
import type { JobResult } from '../ports/work-queue.js';
import type { Bridge } from './context.js';
import { jobOf } from './receiving.js';
import { describe } from './order-work.js';

/** Tells POS Hub what became of orders, each order's statuses in their order and each once. */
export interface Relaying {
  /** Sends an order's waiting reports; the job of the topic `report`. @throws Fault when POS Hub can't be reached */
  work(orderId: string): Promise<JobResult>;
}

export function createRelaying({
  ledger,
  hub,
  clock,
  log,
  meter,
  settings,
}: Pick<Bridge, 'ledger' | 'hub' | 'clock' | 'log' | 'meter' | 'settings'>): Relaying {
  /**
   * Whether a status is given up. What POS Hub never heard, because a setting is wrong here or a right is missing there, it
   * will hear when that is mended. What it only can't take yet is told again, until it is old or a newer status says more.
   */
  function isRefused({ code, side, retry }: Fault, { since, overtaken }: QueuedReport): boolean {
    if (code === 'hub.status_not_taken') return overtaken || clock.now() >= since + settings.orders.deadlineMs;
    return code !== 'hub.forbidden' && side === 'hub' && retry === 'never';
  }

  /** POS Hub refuses what its own state of the order rules out; then that state is what the bridge must learn. */
  async function learnInstead({ orderId, connectionId, sequence }: QueuedReport): Promise<void> {
    const event: InboxEvent = {
      id: `refused:${orderId}:${sequence}`,
      topic: 'order',
      subject: orderId,
      connectionId,
      receivedAt: clock.now(),
      news: { source: 'listed' },
    };
    await ledger.inbox.record(event, jobOf(event));
  }

  function measure({ report: { status }, since, receivedAt }: QueuedReport, at: Instant): void {
    meter.reportEnded('told');
    meter.reportAfter(at - since);
    if (status === 'accepted' || status === 'rejected') meter.answerAfter(status, at - receivedAt);
  }

  async function send(queued: QueuedReport): Promise<void> {
    const { orderId, connectionId, sequence, report } = queued;
    const connection = await ledger.connections.get(connectionId);
    if (connection === undefined || connection.status === 'removed') {
      await ledger.orders.endReport(sequence, {
        at: clock.now(),
        step: 'not told POS Hub',
        detail: `${report.status}: the connection was removed`,
      });
      meter.reportEnded('dropped');
      return;
    }
    try {
      await hub.report(connection, orderId, report);
      const at = clock.now();
      await ledger.orders.endReport(sequence, { at, step: 'told POS Hub', detail: report.status });
      measure(queued, at);
    } catch (error) {
      const fault = asFault(error);
      if (!isRefused(fault, queued)) throw fault;
      log.error('status refused by POS Hub', { orderId, connectionId, status: report.status, code: fault.code });
      await learnInstead(queued);
      await ledger.orders.endReport(sequence, {
        at: clock.now(),
        step: 'POS Hub refused',
        detail: `${report.status}: ${describe(reportFault(fault))}`,
      });
      meter.reportEnded('refused');
    }
  }

  return {
    work: async (orderId) => {
      for (
        let next = await ledger.orders.nextReport(orderId);
        next !== undefined;
        next = await ledger.orders.nextReport(orderId)
      )
        await send(next);
      return { done: true };
    },
  };
}
