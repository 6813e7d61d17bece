import {
  addMoney,
  asFault,
  Fault,
  reportFault,
  showMoney,
  timesMoney,
  type Money,
  type StoreSession,
  type SubmitOutcome,
  type Ticket,
} from '@poshub-bridge/core';
import { moneyOf } from '../catalog/presence.js';
import { read, refused, wordsOf, type Refusal, type SquareAnswer, type SquareClient } from '../client.js';
import type { SquareSettings } from '../manifest.js';
import { isPaid } from '../news/status.js';
import { endOrder } from './cancel.js';
import { isForLater } from './fulfilment.js';
import { demandReferences, findKnown } from './known-items.js';
import { changeOrder, getOrder, isOvertaken } from './orders.js';
import { dropPayments, payOrder, type Bill } from './pay.js';
import { isAboutLocation, isReused, rejectionOf } from './refusal.js';
import { isOrderAnswer, type WireOrder } from './wire-order.js';
import { writeDifference, writeOrder, type WrittenOrder } from './write-order.js';

/**
 * Makes the order and records its payment, which shows it at the till. Both have keys of the ticket's, so what broke off
 * between them is finished by sending the ticket again. An order whose payment is refused is cancelled: the till never
 * shows half of one.
 * @param now milliseconds since 1970; what was wanted before it is wanted as soon as possible
 * @throws Fault `vendor.refused`, `store.unknown`; once the order is made, `vendor.no_answer` for what may pass
 */
export async function submitTicket(
  client: SquareClient,
  settings: SquareSettings,
  session: StoreSession,
  ticket: Ticket,
  now: number,
): Promise<SubmitOutcome> {
  if (settings.unknownItems === 'reject') demandReferences(ticket);
  const begun = await begin(client, settings, session, ticket, now);
  if (begun.refusal !== undefined) return reject(begun.refusal);
  const order = read(begun.response, isOrderAnswer).order;
  try {
    return await finish(client, settings, session, ticket, begun.written, order);
  } catch (error) {
    throw inDoubt(asFault(error));
  }
}

type Begun = SquareAnswer & { readonly written: WrittenOrder };

/**
 * Sends the order as the ticket has it, and only where Square refuses that, what its catalog lacks by name and price: what
 * is sent must not depend on a menu that changes between two attempts. A time that passes between them may, because an
 * order that was made with the time's other form is found by its key.
 */
async function begin(
  client: SquareClient,
  settings: SquareSettings,
  session: StoreSession,
  ticket: Ticket,
  now: number,
): Promise<Begun> {
  const { ref: location, timezone } = session.store;
  const sendAs = async (isKnown: (ref: string) => boolean, isLate: boolean): Promise<Begun> => {
    const written = writeOrder(ticket, { location, timezone, settings, isKnown, isLate });
    const json = { idempotency_key: ticket.idempotencyKey, order: written.order };
    return { ...(await client.send(session, { method: 'POST', path: '/v2/orders', json })), written };
  };
  const hasTime = isForLater(ticket);
  const isLate = hasTime && (ticket.scheduledFor ?? 0) <= now;
  const sendWith = async (isKnown: (ref: string) => boolean): Promise<Begun> => {
    const begun = await sendAs(isKnown, isLate);
    const isOther = hasTime && begun.refusal !== undefined && isReused(begun.refusal);
    return isOther ? sendAs(isKnown, !isLate) : begun;
  };
  const begun = await sendWith(() => true);
  if (begun.refusal === undefined || settings.unknownItems === 'reject') return begun;
  return sendWith(await findKnown(client, session, ticket));
}

async function finish(
  client: SquareClient,
  settings: SquareSettings,
  session: StoreSession,
  ticket: Ticket,
  { expected, tip }: WrittenOrder,
  made: WireOrder,
): Promise<SubmitOutcome> {
  const order = await withTotal(client, settings, session, made, expected);
  const due = totalOf(order);
  if (settings.totalDifference === 'reject' && due.amount !== expected.amount) {
    await endOrder(client, session, await getOrder(client, session, order.id), 'other');
    const detail = `Square makes ${showMoney(due)} of the order, POS Hub ${showMoney(expected)}`;
    return { kind: 'rejected', fault: reportFault(new Fault('vendor.refused', { detail })) };
  }
  const total = addMoney(due, tip);
  if (isPaid(order)) return { kind: 'accepted', ticket: order.id, total };
  const bill: Bill = { due, tip, source: settings.sourceName };
  const refusal = await payOrder(client, session, order, ticket, bill);
  if (refusal !== undefined)
    await takeBack(client, session, order, refusal, () => dropPayments(client, session, order, ticket, bill));
  return { kind: 'accepted', ticket: order.id, total };
}

/** The order with a line for what POS Hub's total is more or less, where the settings want that. */
async function withTotal(
  client: SquareClient,
  { totalDifference }: SquareSettings,
  session: StoreSession,
  order: WireOrder,
  expected: Money,
): Promise<WireOrder> {
  const difference = addMoney(expected, timesMoney(totalOf(order), -1));
  if (difference.amount === 0 || totalDifference !== 'adjust' || isPaid(order)) return order;
  const changed = await changeOrder(client, session, order, 'difference', writeDifference(difference));
  if (changed.order !== undefined) return changed.order;
  // Where somebody was faster, the order is another now; where Square does not want the line, its total has to do.
  return isOvertaken(changed.refusal) ? getOrder(client, session, order.id) : order;
}

/** What an order costs without its tip. @throws Fault `vendor.unreadable` */
function totalOf({ total_money, total_tip_money }: WireOrder): Money {
  const total = moneyOf(total_money);
  if (total === undefined) throw new Fault('vendor.unreadable', { detail: 'an order has no total' });
  return { ...total, amount: total.amount - (total_tip_money?.amount ?? 0) };
}

/** Square makes nothing of an order that it refuses. @throws Fault `store.unknown`, `vendor.refused` */
function reject(refusal: Refusal): SubmitOutcome {
  const fault = rejectionOf(refusal);
  if (fault !== undefined) return { kind: 'rejected', fault };
  if (isAboutLocation(refusal)) throw new Fault('store.unknown', { detail: wordsOf(refusal) });
  throw refused(refusal);
}

/**
 * Its payment is refused: either it was paid by an earlier attempt, or it must not stay.
 * @throws Fault `vendor.refused` once it is cancelled
 */
async function takeBack(
  client: SquareClient,
  session: StoreSession,
  { id }: WireOrder,
  refusal: Refusal,
  drop: () => Promise<void>,
): Promise<void> {
  const current = await getOrder(client, session, id);
  if (isPaid(current) || current.state === 'COMPLETED') return;
  const isGone = current.state === 'CANCELED';
  await drop();
  if (!isGone) await endOrder(client, session, current, 'other');
  const what = isGone ? 'the order was cancelled before it was paid' : 'the payment was refused, so it is cancelled';
  throw new Fault('vendor.refused', { detail: `${what}: ${wordsOf(refusal)}` });
}

/** The order is made, so a failure that may pass leaves it open whether the till will show it. */
function inDoubt(fault: Fault): Fault {
  const mayPass = fault.retry === 'later' && fault.side === 'vendor';
  if (!mayPass) return fault;
  const { retryAfterMs } = fault;
  return new Fault('vendor.no_answer', {
    detail: `the order was made, its payment not yet: ${fault.code}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    cause: fault,
  });
}
