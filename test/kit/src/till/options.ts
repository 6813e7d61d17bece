import type { WebhookPolicy } from './webhooks/dispatcher.js';

export interface TillOptions {
  /** Path of the state file; made with a sample merchant where there is none. */
  state: string;
  /** Where clients and the page are served. Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** The port of the admin routes, always on 127.0.0.1. Default 0: any free port. */
  adminPort?: number;
  /** An API key that shall be valid. Without it a new one is made at each start; earlier ones stay valid. */
  apiKey?: string;
  /** The secret of the admin routes and of the page. Without it a new one is made at each start. */
  adminToken?: string;
  /** How webhooks are tried again. */
  webhooks?: Partial<WebhookPolicy>;
}

/** A till that runs. */
export interface RunningTill {
  /** Where clients call and where the page is. */
  url: string;
  adminUrl: string;
  apiKey: string;
  adminToken: string;
  close(): Promise<void>;
}
