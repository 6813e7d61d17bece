import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Fault } from '@poshub-bridge/core';

/** IPv4 addresses in the old spelling of IPv6, which ipaddr.js takes for public: `::127.0.0.1`. */
const COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96');

/** Whether an address is one of the public internet: no loopback, no private network, no cloud's metadata service. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && !(parsed instanceof ipaddr.IPv6 && parsed.match(COMPATIBLE));
}

/**
 * Refuses a host that is written as an address which is not public.
 * @throws Fault `outbound.not_allowed`
 */
export function refuseAddress(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare) && !isPublic(bare)) throw notAllowed(hostname);
}

function notAllowed(name: string): Fault {
  return new Fault('outbound.not_allowed', { detail: `${name} is an address that is not public` });
}

/** Looks up all addresses of a name, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Looks a name up and refuses it if any of its addresses is not public. The check is made on the very addresses that are
 * connected to, so that a name which changes its mind gains nothing.
 */
export function guard(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => !isPublic(address)))
        callback(notAllowed(hostname), '', 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

export const guardedLookup = guard(lookup);
