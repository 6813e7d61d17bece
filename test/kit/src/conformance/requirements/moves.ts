import type { OrderStatus } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import { isUnable, Unable } from '../rig.js';
import { present } from '../verdict.js';

/** The way of a ticket that goes well. */
const COURSE = ['preparing', 'ready', 'delivering', 'completed'] as const satisfies readonly OrderStatus[];

/** Has staff move a ticket along every status that the fake has, and calls back after each. @throws Unable where it has none */
export async function walk(
  bench: Bench,
  ticket: string,
  then: (status: OrderStatus) => Promise<void> | void = () => undefined,
): Promise<void> {
  let moved = 0;
  for (const status of COURSE) {
    if (!(await isMoved(bench, ticket, status))) continue;
    moved += 1;
    await then(status);
  }
  if (moved === 0) throw new Unable('it moves tickets nowhere');
}

/** Has staff take the first step that the fake has. @throws Unable where it has none */
export async function step(bench: Bench, ticket: string): Promise<OrderStatus> {
  for (const status of COURSE) if (await isMoved(bench, ticket, status)) return status;
  throw new Unable('it moves tickets nowhere');
}

/** Has staff do what polling must tell: a step where tickets can be read, otherwise all of them, as the end is known then. */
export async function stepToPoll(bench: Bench, ticket: string): Promise<OrderStatus> {
  if (bench.orders.read) return step(bench, ticket);
  let last: OrderStatus | undefined;
  await walk(bench, ticket, (status) => {
    last = status;
  });
  return present(last, 'a ticket to be moved', 'it was not');
}

async function isMoved(bench: Bench, ticket: string, status: OrderStatus): Promise<boolean> {
  try {
    await bench.fake.move?.(ticket, status);
    return true;
  } catch (error) {
    if (isUnable(error)) return false;
    throw error;
  }
}
