import { Fault } from '@poshub-bridge/core';
import { startLightspeedVendor } from './lightspeed-k.js';
import { startSquareVendor } from './square.js';
import { startTillVendor } from './till.js';
import type { Launch, Vendor } from './vendor.js';

const VENDORS: Readonly<Record<string, (launch: Launch) => Promise<Vendor>>> = {
  till: startTillVendor,
  square: startSquareVendor,
  'lightspeed-k': startLightspeedVendor,
};

/** What starts the system that an adapter is tried against. @throws Fault `config.invalid` where there is none */
export function vendorOf(adapter: string): (launch: Launch) => Promise<Vendor> {
  const start = Object.hasOwn(VENDORS, adapter) ? VENDORS[adapter] : undefined;
  if (start !== undefined) return start;
  throw new Fault('config.invalid', {
    detail: `there is nothing here to try the adapter ${adapter} against; there is for ${Object.keys(VENDORS).join(', ')}`,
  });
}
