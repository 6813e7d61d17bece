import type { Settings } from './settings.js';

/**
 * How the simulator starts. Everything has a default: one application, one account and two locations are there at once,
 * and nothing is reachable from another machine.
 */
export interface HubOptions extends Partial<Settings> {
  /** The address to listen on; 127.0.0.1 unless given. */
  host?: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** The address that others use, where it is not the one it listens on. No slash at its end. */
  publicUrl?: string;
  /** Opens `/admin` and the page. Random unless given; 16 characters at least. */
  adminToken?: string;
  /** The seeded application's OAuth client id, a uuid. */
  clientId?: string;
  /** Its secret, which also signs webhooks. Random unless given; 16 characters at least. */
  clientSecret?: string;
  /** Where the merchant's browser is sent after consent; the first one is used for installs started here. */
  redirectUris?: string[];
  /** Where the seeded application takes webhooks. */
  webhookEndpoint?: string;
  /** Where it answers pulls of its catalog. */
  catalogSyncUrl?: string;
  /** The seeded locations' currency (ISO 4217) and time zone (IANA); GBP and Europe/London unless given. */
  currency?: string;
  timezone?: string;
  /** The application is installed at both seeded locations from the start, without a browser. */
  installed?: boolean;
  /** Bytes of received bodies that are kept to be read by an admin; 256 MiB unless given. */
  recordBytes?: number;
}

/** A running simulator. */
export interface StartedHub {
  /** The base address of the API, the OAuth endpoints, `/admin` and the page; no slash at its end. */
  url: string;
  clientId: string;
  clientSecret: string;
  adminToken: string;
  accountId: string;
  locationIds: readonly string[];
  /** Stops it: nothing is sent any more, open connections are cut. */
  close(): Promise<void>;
}
