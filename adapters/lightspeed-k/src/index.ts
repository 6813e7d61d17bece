import { defineAdapter, Fault } from '@poshub-bridge/core';
import { rootOf } from './client.js';
import { createLightspeed } from './lightspeed.js';
import { manifest, type LightspeedSettings } from './manifest.js';
import { authPlaces } from './onboarding.js';

/** The adapter of Lightspeed Restaurant (K-Series): docs/adapters/lightspeed-k.md says how it is set up. */
export default defineAdapter<LightspeedSettings>({
  manifest,
  hosts: (settings) => {
    const hosts = [rootOf(settings), authPlaces(settings).token].map((address) => {
      if (!URL.canParse(address))
        throw new Fault('config.invalid', { detail: 'adapter.settings.baseUrl or authUrl is no address' });
      return new URL(address).host;
    });
    return [...new Set(hosts)];
  },
  create: createLightspeed,
});

export type { LightspeedCredentials, LightspeedSettings } from './manifest.js';
