import type { Seed } from './seed/seed.js';
import type { Lives } from './state/tokens.js';
import type { CourierOptions } from '../fake/courier.js';

/** How the fake starts. Everything has a default. */
export interface FakeSquareOptions {
  /** The address to listen on; 127.0.0.1 unless given. */
  host?: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** The port of the admin routes, always on 127.0.0.1; a free one unless given. */
  adminPort?: number;
  /** The secret of the admin routes; made at each start unless given. */
  adminToken?: string;
  /** The one application that merchants connect, as its developer registered it. */
  applicationId?: string;
  applicationSecret?: string;
  /** The application's own access token, for its webhook subscriptions. */
  applicationToken?: string;
  /** Where merchants are sent after consent. Without it: wherever the request says. */
  redirectUrl?: string;
  /** A subscription to every event, there from the start, and the key that signs it. */
  webhookUrl?: string;
  signatureKey?: string;
  /** How webhooks are tried again. */
  webhooks?: Partial<CourierOptions>;
  /** How long codes and tokens live. */
  lives?: Partial<Lives>;
  /** What the merchant has. */
  seed?: Seed;
  /** The file of Square's OpenAPI document; each call, answer and event is held against it then. */
  describe?: string;
}

/** A fake that runs. */
export interface RunningFakeSquare {
  /** The base address of the API and of OAuth; no slash at its end. */
  url: string;
  adminUrl: string;
  adminToken: string;
  applicationId: string;
  applicationSecret: string;
  applicationToken: string;
  signatureKey: string;
  merchantId: string;
  locationIds: string[];
  close(): Promise<void>;
}
