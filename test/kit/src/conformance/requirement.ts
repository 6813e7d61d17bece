import type { AdapterManifest } from '@poshub-bridge/core';
import type { Bench } from './bench.js';
import type { RigAbility } from './rig.js';

export const THEMES = [
  'manifest',
  'session',
  'orders',
  'idempotency',
  'doubt',
  'faults',
  'cancel',
  'status',
  'catalog',
  'webhooks',
  'polling',
  'dry-run',
  'bridge',
  'order',
] as const;

/** What a manifest must say for a requirement to apply. */
export interface Need {
  /** Why it does not apply otherwise: `orders.cancel is not claimed`. */
  readonly otherwise: string;
  holds(manifest: AdapterManifest): boolean;
}

/** One thing that an adapter must do. Its id begins with its theme: `cancel.twice`. */
export interface Requirement {
  readonly id: string;
  /** A sentence that is true of a good adapter. */
  readonly title: string;
  /** The rule of POS Hub, a vendor or a kitchen behind it. */
  readonly why: string;
  readonly needs?: readonly Need[];
  /** What the fake must be able to do. */
  readonly fake?: readonly RigAbility[];
  /** It starts the host as a process and needs to know how a configuration names the adapter. */
  readonly bridge?: true;
  /** @throws Unmet; Unable where the fake has no place for it */
  run(bench: Bench): Promise<void> | void;
}

type Orders = AdapterManifest['capabilities']['orders'];
type Flag = { [K in keyof Orders]: Orders[K] extends boolean ? K : never }[keyof Orders];
export type Claim =
  `orders.${Flag}` | `catalog.${keyof AdapterManifest['capabilities']['catalog']}` | 'webhooks' | 'polling';

/** The capability is claimed. */
export function claims(claim: Claim): Need {
  return { otherwise: `${claim} is not claimed`, holds: (manifest) => isClaimed(manifest, claim) };
}

/** The capability is not claimed. */
export function lacks(claim: Claim): Need {
  return { otherwise: `${claim} is claimed`, holds: (manifest) => !isClaimed(manifest, claim) };
}

export const byOAuth: Need = {
  otherwise: 'onboarding is not oauth',
  holds: ({ onboarding }) => onboarding === 'oauth',
};

/** Doubt can be cleared: by the key or by a look-up. */
export const canClearDoubt: Need = {
  otherwise: 'neither orders.idempotent nor orders.find is claimed',
  holds: ({ capabilities: { orders } }) => orders.idempotent || orders.find,
};

export function isClaimed({ capabilities }: AdapterManifest, claim: Claim): boolean {
  if (claim === 'webhooks' || claim === 'polling') return capabilities[claim];
  const side: Readonly<Record<string, unknown>> = claim.startsWith('orders.')
    ? { ...capabilities.orders }
    : { ...capabilities.catalog };
  return side[claim.slice(claim.indexOf('.') + 1)] === true;
}
