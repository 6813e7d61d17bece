import { defineAdapter, Fault } from '@poshub-bridge/core';
import { rootOf } from './client.js';
import { manifest, type SquareSettings } from './manifest.js';
import { createSquare } from './square.js';

/** The adapter of Square: docs/adapters/square.md says how it is set up, and what is shown where. */
export default defineAdapter<SquareSettings>({
  manifest,
  hosts: (settings) => {
    const root = rootOf(settings);
    if (!URL.canParse(root)) throw new Fault('config.invalid', { detail: 'adapter.settings.baseUrl is no address' });
    return [new URL(root).host];
  },
  create: createSquare,
});

export type { SquareCredentials, SquareSettings } from './manifest.js';
