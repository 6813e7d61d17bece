import type { Reference, Session } from '@poshub-bridge/core';
import { read, refused, type Refusal, type SquareClient } from '../client.js';
import { keyOf } from './keys.js';
import { isOrderAnswer, type WireOrder } from './wire-order.js';

/** An order as it is now. @throws Fault `vendor.order_unknown`; as the client */
export async function getOrder(client: SquareClient, session: Session, ticket: Reference): Promise<WireOrder> {
  const path = `/v2/orders/${encodeURIComponent(ticket)}`;
  const { order } = await client.ask(session, { method: 'GET', path }, isOrderAnswer, 'vendor.order_unknown');
  return order;
}

/** What came of a change: the order afterwards, or why it was not made. */
export type Changed = { readonly order: WireOrder } | { readonly order?: undefined; readonly refusal: Refusal };

/**
 * Changes an order of this version, once, however often it is sent.
 * @param what names the change in its key: another content under the same key would be refused
 * @throws Fault as the client
 */
export async function changeOrder(
  client: SquareClient,
  session: Session,
  { id, location_id, version }: WireOrder,
  what: string,
  changes: object,
): Promise<Changed> {
  const json = {
    idempotency_key: keyOf(id, what, String(version ?? 0)),
    order: { location_id, version: version ?? 0, ...changes },
  };
  const path = `/v2/orders/${encodeURIComponent(id)}`;
  const answer = await client.send(session, { method: 'PUT', path, json });
  if (answer.refusal?.status === 404) throw refused(answer.refusal, 'vendor.order_unknown');
  return answer.refusal === undefined ? read(answer.response, isOrderAnswer) : { refusal: answer.refusal };
}

/** Whether somebody else was faster, so that the same may be tried with the order as it is now. */
export function isOvertaken({ status, code }: Refusal): boolean {
  return status === 409 || code === 'VERSION_MISMATCH';
}
