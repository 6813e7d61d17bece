import type { OrderEvent, OrderRecord, Settlement } from '@poshub-bridge/core';
import type { HttpDeps } from './deps.js';

/** What an operator decides about an order. */
export type Resolution =
  | {
      readonly action: 'retry';
      /** The round that they looked at; the order's own, where absent. A second retry of one round changes nothing. */
      readonly round?: number;
    }
  | { readonly action: 'settle'; readonly as: Settlement };

/** Notes the decision durably and asks for the order's work. @throws Fault `storage.unavailable` */
export async function resolveOrder(
  { ledger, clock, chance, log }: Pick<HttpDeps, 'ledger' | 'clock' | 'chance' | 'log'>,
  { id: subject, connectionId, facts }: OrderRecord,
  resolution: Resolution,
): Promise<void> {
  const event: OrderEvent =
    resolution.action === 'retry'
      ? { type: 'operator-retried', round: (resolution.round ?? facts.round) + 1 }
      : { type: 'operator-settled', as: resolution.as };
  const place = {
    id: `operator:${chance.id()}`,
    topic: 'order',
    subject,
    connectionId,
    receivedAt: clock.now(),
  } as const;
  await ledger.inbox.record(
    { ...place, news: { source: 'operator', event } },
    { topic: 'order', key: subject, group: connectionId },
  );
  log.info('order resolved', { orderId: subject, connectionId, action: resolution.action });
}
