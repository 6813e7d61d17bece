import { Fault, isFinal, type OrderEvent, type OrderRecord, type Settlement } from '@poshub-bridge/core';
import type { HttpDeps } from './deps.js';

/** What an operator decides about an order. */
export type Resolution =
  | {
      readonly action: 'retry';
      /** The round that they looked at; the order's own, where absent. A second retry of one round changes nothing. */
      readonly round?: number;
    }
  | { readonly action: 'settle'; readonly as: Settlement };

/** What an operator can do about an order that needs a person. */
export type WayOut = 'retry' | Settlement;

/** The ways out that lead anywhere: an order that ended without the food only has its ticket to be dealt with. */
export function waysOutOf({ phase, attention, facts }: OrderRecord): readonly WayOut[] {
  if (phase !== 'attention') return [];
  const hasEnded =
    facts.rejected !== undefined ||
    facts.settled === 'rejected' ||
    (facts.hub !== undefined && isFinal(facts.hub.status));
  if (hasEnded) return ['cancelled'];
  if (attention?.code === 'order.two_tickets') return ['entered-by-hand', 'rejected', 'cancelled'];
  return ['retry', 'entered-by-hand', 'rejected', 'cancelled'];
}

/**
 * Notes the decision durably and asks for the order's work.
 * @throws Fault `order.not_resolvable` where it would lead nowhere; `storage.unavailable`
 */
export async function resolveOrder(
  { ledger, clock, chance, log }: Pick<HttpDeps, 'ledger' | 'clock' | 'chance' | 'log'>,
  order: OrderRecord,
  resolution: Resolution,
): Promise<void> {
  demandWayOut(order, resolution.action === 'retry' ? 'retry' : resolution.as);
  const { id: subject, connectionId, facts } = order;
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

function demandWayOut(order: OrderRecord, wanted: WayOut): void {
  const ways = waysOutOf(order);
  if (ways.includes(wanted)) return;
  const detail =
    ways.length === 0
      ? `it is ${order.phase} and needs nobody`
      : `“${wanted}” would change nothing, only ${ways.join(', ')}`;
  throw new Fault('order.not_resolvable', { detail });
}
