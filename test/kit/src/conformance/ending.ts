import type { FaultReport, Ticket } from '@poshub-bridge/core';
import type { Bench } from './bench.js';
import { Unable } from './rig.js';

/**
 * Why an order was refused of which submit said `pending`, as the adapter hears it from a webhook; undefined where nobody
 * is told.
 * @throws Unable where the adapter has no webhooks
 */
export async function refusedLater(bench: Bench, { orderId }: Ticket): Promise<FaultReport | undefined> {
  if (!bench.adapter.manifest.capabilities.webhooks) throw new Unable('what comes of an order is told by no webhook');
  return bench.hooks.until((calls) => {
    for (const event of calls.flatMap((call) => bench.system.receive(call).events))
      if (event.type === 'ticket' && event.orderId === orderId && event.status === 'rejected') return event.fault;
    return undefined;
  });
}
