import { createHmac, randomBytes } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Fault, MINUTE, SECOND } from '@poshub-bridge/core';

/** What one address may do within a minute. */
export interface Allowance {
  /** Requests to the pages that anybody may open. */
  readonly requestsPerMinute: number;
  /** Requests that are refused because they don't prove who sends them, or can't be read. */
  readonly refusalsPerMinute: number;
}

/**
 * What strangers may ask of the host. Whoever proves who they are, by a signature, a token or a session, is not counted:
 * an attacker behind the same address, or behind the same proxy, can't keep POS Hub's webhooks out.
 */
export interface RequestLimits {
  /** Counts a visit to a page that anybody may open. @throws Fault `request.too_many` */
  visit(address: string): Promise<void>;
  /** Counts a request that is refused with a fault, and gives what it is answered with: after too many, `request.too_many`. */
  refuse(address: string, fault: Fault): Promise<Fault>;
}

/** What a stranger can be refused for, again and again. */
const COUNTED = new Set([
  'request.unauthenticated',
  'request.unreadable',
  'request.too_large',
  'request.unsupported_type',
]);

export function createRequestLimits({ requestsPerMinute, refusalsPerMinute }: Allowance): RequestLimits {
  const [visits, refusals] = [new Tally(requestsPerMinute), new Tally(refusalsPerMinute)];
  return {
    visit: async (address) => {
      const wait = await visits.count(address);
      if (wait !== undefined) throw tooMany(wait);
    },
    refuse: async (address, fault) => {
      if (!COUNTED.has(fault.code)) return fault;
      const wait = await refusals.count(address);
      return wait === undefined ? fault : tooMany(wait);
    },
  };
}

function tooMany(retryAfterMs: number): Fault {
  return new Fault('request.too_many', { retryAfterMs });
}

/** The addresses share as many places, so that no number of them takes more memory than about 5 MB. */
const PLACES = 16_384;

/** Counts what each address does within a minute. */
export class Tally {
  readonly #salt = randomBytes(16);
  readonly #limiter: RateLimiterMemory;

  constructor(mostPerMinute: number) {
    this.#limiter = new RateLimiterMemory({ points: mostPerMinute, duration: MINUTE / SECOND });
  }

  /** Counts one more; gives how long to wait, in milliseconds, where it is one too many. */
  async count(address: string): Promise<number | undefined> {
    try {
      await this.#limiter.consume(this.#placeOf(address));
      return undefined;
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.max(1, error.msBeforeNext);
      throw error;
    }
  }

  async forget(address: string): Promise<void> {
    await this.#limiter.delete(this.#placeOf(address));
  }

  /** Which addresses share a place can't be known outside, so nobody can choose to be in another's. */
  #placeOf(address: string): number {
    return createHmac('sha256', this.#salt).update(callerOf(address)).digest().readUInt16BE() % PLACES;
  }
}

/** Who calls, as far as an address tells: IPv4 as it is, of IPv6 the network of 64 bits that one customer is given. */
export function callerOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
