import type { FaultCode } from '../domain/fault.js';
import type { Instant } from '../domain/time.js';

/** A call to the till or to POS Hub that an order caused. Its bodies hold no secrets and no text that people wrote. */
export interface Exchange {
  readonly at: Instant;
  readonly target: 'till' | 'hub';
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** Of the answer, where there was one. */
  readonly status?: number;
  /** Why there was none. */
  readonly fault?: FaultCode;
  readonly milliseconds: number;
  readonly request?: unknown;
  readonly response?: unknown;
}

export interface OrderExchange {
  readonly orderId: string;
  readonly exchange: Exchange;
}
