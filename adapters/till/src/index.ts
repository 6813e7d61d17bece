import { defineAdapter, Fault } from '@poshub-bridge/core';
import { manifest, type TillSettings } from './manifest.js';
import { createTill } from './till.js';

/** The adapter of the local till (docs/till.md), and the example for all others; docs/adapter-contract.md says what it keeps to. */
export default defineAdapter<TillSettings>({
  manifest,
  hosts: ({ baseUrl }) => {
    if (!URL.canParse(baseUrl)) throw new Fault('config.invalid', { detail: 'adapter.settings.baseUrl is no address' });
    return [new URL(baseUrl).host];
  },
  create: createTill,
});

export type { TillCredentials, TillSettings } from './manifest.js';
