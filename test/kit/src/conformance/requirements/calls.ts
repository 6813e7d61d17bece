import type { PosSystem, Reference, StoreSession } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import type { Mischief, Policy } from '../gate.js';

/** One method of an adapter with arguments that are right. */
export interface Call {
  readonly name: string;
  readonly mutating: boolean;
  readonly run: (system: PosSystem) => Promise<unknown>;
}

/** Reads a catalog to its end. */
export async function readAll(system: PosSystem, session: StoreSession, since?: string): Promise<number> {
  let count = 0;
  for await (const part of system.catalog(session, since)) count += (part.products ?? []).length;
  return count;
}

/** Every method that calls the vendor and that the manifest claims, about a ticket that the till has. */
export async function prepareCalls(
  bench: Bench,
): Promise<{ readonly calls: readonly Call[]; readonly ref: Reference; readonly session: StoreSession }> {
  const { ref, ticket, shelf } = await bench.taken();
  const session = await bench.session();
  const { orders, polling } = bench.adapter.manifest.capabilities;
  const cursor = polling ? (await bench.system.poll(session, undefined)).cursor : undefined;
  const call = (name: string, mutating: boolean, run: Call['run']): Call => ({ name, mutating, run });
  const calls = [
    call('stores', false, (system) => system.stores(session)),
    call('catalog', false, (system) => readAll(system, session)),
    ...(orders.read ? [call('read', false, (system) => system.read(session, ref))] : []),
    ...(orders.find ? [call('find', false, (system) => system.find(session, ticket.orderId))] : []),
    ...(polling ? [call('poll', false, (system) => system.poll(session, cursor))] : []),
    call('submit', true, (system) => system.submit(session, bench.ticket(bench.order(shelf)))),
    ...(orders.cancel ? [call('cancel', true, (system) => system.cancel(session, ref, 'other'))] : []),
  ];
  return { calls, ref, session };
}

/** The n-th request (from 0) goes wrong, the others pass. */
export function only(index: number, mischief: Mischief): Policy {
  return (_request, at) => (at === index ? mischief : undefined);
}

/** Every request goes wrong. */
export function always(mischief: Mischief): Policy {
  return () => mischief;
}

export function label(mischief: Mischief): string {
  const { kind } = mischief;
  const what = 'status' in mischief ? `${kind} ${mischief.status}` : kind;
  return 'when' in mischief ? `${what} ${mischief.when} it took effect` : what;
}
