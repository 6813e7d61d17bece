import { openShop, type Shop } from '../e2e/sandbox.js';
import { quantile } from './load.js';

/** Milliseconds from the receipt of an order's webhook until its ticket is at the till. */
export interface TicketTimes {
  readonly p50: number;
  readonly p99: number;
  readonly orders: number;
}

/** So many orders are placed before any is measured: a host runs for weeks, and code is compiled while it first runs. */
const WARM_UP = 200;

/** Orders placed at the simulator one at a time: the idle way through all processes. */
export async function measureTickets(orders: number): Promise<TicketTimes> {
  const shop = await openShop();
  try {
    await timeTickets(shop, WARM_UP);
    const times = [...(await timeTickets(shop, orders))].sort((a, b) => a - b);
    return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), orders };
  } finally {
    await shop.sandbox.stop();
  }
}

/** Milliseconds from webhook to ticket of so many orders, one after the other. */
export async function timeTickets(shop: Shop, orders: number): Promise<readonly number[]> {
  const times: number[] = [];
  while (times.length < orders) {
    const begun = Date.now();
    const { id } = await shop.world.order({ locationId: shop.locationId, sample: 'pickup' });
    for (;;) {
      // Not sooner: the host's timeline tells the time, and whoever looks takes some of it away.
      await new Promise((resolve) => setTimeout(resolve, 60));
      const span = spanOf(await shop.world.operator(`/orders/${id}`).catch(() => undefined));
      if (span !== undefined) {
        times.push(span);
        break;
      }
      if (Date.now() - begun > 10_000) throw new Error('no ticket');
    }
  }
  return times;
}

/** Milliseconds between the timeline's `received` and `accepted`. */
export function spanOf(order: unknown): number | undefined {
  if (typeof order !== 'object' || order === null || !('timeline' in order) || !Array.isArray(order.timeline))
    return undefined;
  const steps = new Map<string, number>();
  for (const entry of order.timeline) {
    const step: unknown = entry;
    if (typeof step === 'object' && step !== null && 'step' in step && 'at' in step && typeof step.at === 'string')
      steps.set(String(step.step), Date.parse(step.at));
  }
  const [received, accepted] = [steps.get('received'), steps.get('accepted')];
  return received === undefined || accepted === undefined ? undefined : accepted - received;
}
