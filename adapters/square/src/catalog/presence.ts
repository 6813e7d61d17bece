import { Fault, money, type Money } from '@poshub-bridge/core';
import type { WireMoney } from '../wire.js';
import type { Presence } from './wire-catalog.js';

/** Whether an object is to be had at a location: everywhere but at some, or nowhere but at some. */
export function isPresent(object: Presence, location: string): boolean {
  return (object.present_at_all_locations ?? true)
    ? !(object.absent_at_location_ids ?? []).includes(location)
    : (object.present_at_location_ids ?? []).includes(location);
}

/** What holds at one location of those that differ from the rest. */
export function overrideAt<T extends { readonly location_id?: string | null }>(
  overrides: readonly T[] | null | undefined,
  location: string,
): T | undefined {
  return overrides?.find(({ location_id }) => location_id === location);
}

/** The amount, or undefined where none is set. @throws Fault `money.not_exact` */
export function moneyOf(amount: WireMoney | null | undefined): Money | undefined {
  if (typeof amount?.amount !== 'number') return undefined;
  if (typeof amount.currency !== 'string') throw new Fault('money.not_exact', { detail: 'a price has no currency' });
  return money(amount.amount, amount.currency);
}
