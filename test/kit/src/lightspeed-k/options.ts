import type { CourierOptions } from '../fake/courier.js';
import type { Seed } from './seed/seed.js';
import type { Lives } from './state/tokens.js';

/** How the fake starts. Everything has a default. */
export interface FakeLightspeedOptions {
  /** The address to listen on; 127.0.0.1 unless given. */
  host?: string;
  /** The port of the API; 0, the default, takes a free one. */
  port?: number;
  /** The port of the second generation's host of OAuth; a free one unless given. */
  authPort?: number;
  /** The port of the admin routes, always on 127.0.0.1; a free one unless given. */
  adminPort?: number;
  /** The secret of the admin routes; made at each start unless given. */
  adminToken?: string;
  /** The generation of OAuth that the client was made for; 2 unless given. The other one does not know it. */
  authVersion?: 1 | 2;
  /** The one client that merchants connect, as its developer registered it. */
  clientId?: string;
  clientSecret?: string;
  /** OAuth of the second generation is at the API's host too, for who can stand before one host only. */
  oneHost?: boolean;
  /** Where merchants are sent after consent. Without it: wherever the request says. */
  redirectUrl?: string;
  /** How webhooks are tried again. */
  webhooks?: Partial<CourierOptions>;
  /** How long codes and tokens live. */
  lives?: Partial<Lives>;
  /** What the merchant has. */
  seed?: Seed;
  /** The file of Lightspeed's OpenAPI document; each call, answer and event is held against it then. */
  describe?: string;
}

/** A fake that runs. */
export interface RunningFakeLightspeed {
  /** The base address of the API, and of OAuth in its first generation; no slash at its end. */
  url: string;
  /** The base address of OAuth in its second generation. */
  authUrl: string;
  adminUrl: string;
  adminToken: string;
  clientId: string;
  clientSecret: string;
  businessId: number;
  businessLocationIds: number[];
  close(): Promise<void>;
}
