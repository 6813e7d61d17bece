import { CatalogAssembly, type Catalog, type PosSystem, type StoreSession } from '@poshub-bridge/core';
import adapter, { type SquareSettings } from '@poshub-bridge/adapter-square';
import { createHttpClient } from '#host/outbound/http-client.js';
import { packed, unpacked, type PackedCatalog } from '#host/storage/schema/packed-catalog.js';
import { realClock } from '../../support/clock.js';
import { CollectedLog } from '../../support/log.js';

/** Where the fake Square is, and who asks it. */
export interface Shop {
  readonly url: string;
  readonly token: string;
}

const SETTINGS: SquareSettings = {
  ...{ environment: 'sandbox', applicationId: 'bench', applicationSecret: 'bench', webhookSignatureKey: 'bench' },
  ...{ pkce: false, delivery: 'pickup', unknownItems: 'reject', totalDifference: 'adjust' },
  ...{ sourceName: 'POS Hub', prepMinutes: 15 },
};

/** Square as the host sees it: the adapter over the host's own client, at full speed. */
export function systemOf({ url }: Shop): PosSystem {
  const http = createHttpClient({ hosts: [new URL(url).host], allowPrivateAddresses: true, timeoutMs: 30_000 });
  const settings = { ...SETTINGS, baseUrl: url };
  const [clock, log, webhookUrl] = [realClock, new CollectedLog(), 'https://bridge.example/vendor/webhooks'];
  return adapter.create({ settings, http, clock, log, webhookUrl });
}

export function sessionOf({ token }: Shop): StoreSession {
  const credentials = {
    ...{ merchantId: 'bench', accessToken: token, refreshToken: 'none', pkce: false },
    ...{ obtainedAt: 0, expiresAt: 8_640_000_000_000_000 },
  };
  return { connectionId: 'bench', credentials, store: { ref: 'L_SOHO', currency: 'GBP', timezone: 'Europe/London' } };
}

/** Reads as a sync does: everything, or what changed since a mark of the catalog from before. */
export async function assembled(shop: Shop, before?: Catalog, since?: string): Promise<CatalogAssembly> {
  const session = sessionOf(shop);
  const assembly = new CatalogAssembly(session.store.currency, before);
  for await (const part of systemOf(shop).catalog(session, since)) assembly.add(part);
  return assembly;
}

/** A catalog as the storage keeps it. */
export function textOf(catalog: Catalog): string {
  return JSON.stringify(packed(catalog));
}

/** A catalog as the storage gives it, which shares nothing with any other. */
export function catalogFrom(text: string): Catalog {
  const value: unknown = JSON.parse(text);
  if (isPacked(value)) return unpacked(value);
  throw new Error('that is no catalog');
}

function isPacked(value: unknown): value is PackedCatalog {
  return typeof value === 'object' && value !== null && 'products' in value && 'selections' in value;
}

/** The same with another description of every hundredth product: too much for single changes. */
export function slightlyChanged(catalog: Catalog): Catalog {
  const products = catalog.products.map((product, index) =>
    index % 100 === 0 ? { ...product, description: 'as it was before' } : product,
  );
  return { ...catalog, products };
}
