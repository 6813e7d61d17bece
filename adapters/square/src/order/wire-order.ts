import { guard, having, id, listOf, oneOf, stamp, text, whole, type Typed } from '../guard.js';
import { money } from '../wire.js';

/* What Square says of orders and payments, as far as the adapter reads it. */

const details = having({}, { rejected_at: stamp, in_progress_at: stamp, ready_at: stamp });
const fulfillment = having(
  { uid: text, state: oneOf('PROPOSED', 'RESERVED', 'PREPARED', 'COMPLETED', 'CANCELED', 'FAILED') },
  { type: text, pickup_details: details, delivery_details: details },
);
export type WireFulfillment = Typed<typeof fulfillment>;

/** The uid of what makes up for a difference between POS Hub's total and Square's. */
export const DIFFERENCE = 'difference';
const adjustments = listOf(having({}, { uid: text }));

const order = having(
  { id, location_id: text, state: oneOf('OPEN', 'COMPLETED', 'CANCELED', 'DRAFT') },
  {
    version: whole,
    reference_id: text,
    updated_at: stamp,
    metadata: having({}, { poshub_order: text }),
    fulfillments: listOf(fulfillment),
    discounts: adjustments,
    service_charges: adjustments,
    tenders: listOf(having({}, { payment_id: text })),
    total_money: money,
    total_tip_money: money,
    net_amount_due_money: money,
  },
);
export type WireOrder = Typed<typeof order>;
export const isOrderAnswer = guard(having({ order }));
export const isOrder = guard(order);
/** What is read of any order of the store: most are not of POS Hub, and how they look is nobody's business. */
const listed = having({ id }, { updated_at: stamp, metadata: having({}, { poshub_order: text }) });
export type ListedOrder = Typed<typeof listed>;
export const isOrders = guard(having({}, { orders: listOf(listed), cursor: text }));

const payment = having({ id }, { status: text, total_money: money, refunded_money: money });
export const isPaymentAnswer = guard(having({ payment }));
