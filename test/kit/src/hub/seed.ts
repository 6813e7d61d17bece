import { randomUUID } from 'node:crypto';
import type { Account, HubState, Location } from './state.js';

/** The ids that are there from the start; they stay the same from run to run, so that what points to them stays right. */
export const seeded = {
  clientId: '5eed0000-0000-4000-8000-000000000001',
  accountId: '5eed0000-0000-4000-8000-000000000002',
  locationIds: ['5eed0000-0000-4000-8000-000000000011', '5eed0000-0000-4000-8000-000000000012'],
  /** Of the connections that are there with `installed`. */
  connectionIds: ['5eed0000-0000-4000-8000-000000000021', '5eed0000-0000-4000-8000-000000000022'],
} as const;

const resellerId = '5eed0000-0000-4000-8000-000000000003';

/** The scopes of a POS application. */
export const scopes = [
  ...['provisioning', 'connections.read', 'connections.write', 'catalogs.read', 'catalogs.write'],
  ...['orders.read', 'orders.write', 'locations.read', 'locations.write', 'applications.write'],
] as const;

export function newAccount(
  facts: { name?: string; currency?: string; countryCode?: string; timezone?: string },
  id: string = randomUUID(),
): Account {
  const now = new Date().toISOString();
  return {
    id,
    ...{ name: 'Sample restaurants', currency: 'GBP', countryCode: 'GB', timezone: 'Europe/London', ...facts },
    ...{
      ownerId: resellerId,
      resellerId,
      address: { address: '1 High Street, London' },
      createdAt: now,
      updatedAt: now,
    },
  };
}

export function newLocation(
  account: Account,
  facts: { name?: string; currency?: string; timezone?: string; phoneNumber?: string },
  id: string = randomUUID(),
): Location {
  const { currency, countryCode, timezone, address } = account;
  const now = new Date().toISOString();
  return {
    ...{ id, accountId: account.id, resellerId: account.resellerId },
    ...{ name: 'Sample location', phoneNumber: '+442079460001', currency, countryCode, timezone, address },
    ...facts,
    ...{ createdAt: now, updatedAt: now },
  };
}

/** Registers one account with two locations, unless they are there. */
export function plant(state: HubState, facts: { currency?: string; timezone?: string }): void {
  if (state.accounts.has(seeded.accountId)) return;
  const account = newAccount(facts, seeded.accountId);
  state.accounts.set(account.id, account);
  for (const [index, id] of seeded.locationIds.entries())
    state.locations.set(id, newLocation(account, { name: index === 0 ? 'High Street' : 'Station Road' }, id));
}
