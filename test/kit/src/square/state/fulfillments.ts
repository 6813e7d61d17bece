import { invalid } from '../errors.js';
import type { FulfillmentDraft } from '../money/draft.js';
import type { Fulfillment, FulfillmentState } from '../wire/order.js';

const WAY: FulfillmentState[] = ['PROPOSED', 'RESERVED', 'PREPARED', 'COMPLETED'];
const ENDS: FulfillmentState[] = ['COMPLETED', 'CANCELED', 'FAILED'];

export const isEnd = (state: FulfillmentState): boolean => ENDS.includes(state);

/** Whether a fulfillment may go from one state to another: forward, or to an end; ends are final. */
export function checkMove(from: FulfillmentState, to: FulfillmentState, field: string): void {
  if (from === to) return;
  if (!isEnd(from) && (to === 'CANCELED' || to === 'FAILED' || WAY.indexOf(to) > WAY.indexOf(from))) return;
  throw invalid('INVALID_VALUE', `A fulfillment that is ${from} cannot become ${to}.`, field);
}

/** A change of a fulfillment's state. */
export interface Move {
  uid: string;
  from: FulfillmentState;
  to: FulfillmentState;
}

/** When a fulfillment reached its states. */
export type Times = Partial<Record<FulfillmentState, string>>;

const STAMPS = {
  PICKUP: { RESERVED: 'accepted_at', PREPARED: 'ready_at', COMPLETED: 'picked_up_at', CANCELED: 'canceled_at' },
  DELIVERY: {
    ...{ RESERVED: 'in_progress_at', PREPARED: 'ready_at', COMPLETED: 'delivered_at', CANCELED: 'canceled_at' },
    FAILED: 'rejected_at',
  },
  SHIPMENT: { RESERVED: 'in_progress_at', PREPARED: 'packaged_at', COMPLETED: 'shipped_at', CANCELED: 'canceled_at' },
} as const;
const KEYS = { PICKUP: 'pickup_details', SHIPMENT: 'shipment_details', DELIVERY: 'delivery_details' } as const;

/** A fulfillment as it is answered, with the times of its states; an ASAP one is ready when it can be, whatever was sent. */
export function shown(fulfillment: FulfillmentDraft, placedAt: string, times: Times): Fulfillment {
  const key = KEYS[fulfillment.type];
  const details = fulfillment[key] ?? {};
  const stamps: Record<string, string> = { placed_at: placedAt };
  for (const [state, name] of Object.entries(STAMPS[fulfillment.type])) {
    const at = Object.entries(times).find(([reached]) => reached === state)?.[1];
    if (at !== undefined) stamps[name] = at;
  }
  const scheduled = fulfillment.type === 'SHIPMENT' ? {} : { schedule_type: details.schedule_type ?? 'SCHEDULED' };
  const isSoon = fulfillment.type === 'PICKUP' && details.schedule_type === 'ASAP';
  const ready = Date.parse(placedAt) + millisecondsOf(details.prep_time_duration ?? 'PT0S');
  const soon = isSoon ? { pickup_at: new Date(ready).toISOString() } : {};
  return { ...fulfillment, [key]: { ...details, ...scheduled, ...soon, ...stamps } };
}

/** Of a duration as in `P1W2DT3H4M5S`; years and months are not for kitchens. */
function millisecondsOf(duration: string): number {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration)?.slice(1) ?? [];
  const seconds = [604_800, 86_400, 3_600, 60, 1];
  return parts.reduce((all, part, index) => all + Number(part || '0') * (seconds[index] ?? 0) * 1_000, 0);
}
