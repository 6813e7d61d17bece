import type { AdapterManifest } from '@poshub-bridge/core';

/** What the deployer sets in `adapter.settings`. */
export interface TillSettings {
  /** Where the till listens, without a slash at its end. */
  readonly baseUrl: string;
  /** What the till signs its webhooks with. */
  readonly webhookSecret: string;
}

/** What the merchant enters. */
export interface TillCredentials {
  readonly apiKey: string;
}

/** Every claim below is one that the tests prove against the running till. */
export const manifest: AdapterManifest = {
  id: 'till',
  name: 'Local till',
  version: '0.1.0',
  contract: '^1.0.0',
  onboarding: 'form',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['baseUrl', 'webhookSecret'],
    properties: {
      baseUrl: {
        type: 'string',
        pattern: '^https?://[^\\s?#@]+$',
        description: 'the address that the till prints when it starts, such as http://127.0.0.1:7070',
      },
      webhookSecret: {
        type: 'string',
        minLength: 16,
        maxLength: 200,
        writeOnly: true,
        description: 'a secret of your own choice; the bridge gives it to the till, which signs its webhooks with it',
      },
    },
  },
  credentials: {
    type: 'object',
    additionalProperties: false,
    required: ['apiKey'],
    properties: {
      apiKey: {
        type: 'string',
        title: 'API key',
        description: 'The till prints it when it starts; an administrator of the till can make another.',
        format: 'password',
        minLength: 1,
        maxLength: 200,
        // What an HTTP header can carry.
        pattern: '^[!-~]+$',
      },
    },
  },
  capabilities: {
    orders: {
      lineNoteLength: 2000,
      adHocLines: false,
      optionDepth: 30,
      optionQuantities: true,
      prices: true,
      charges: true,
      tips: true,
      discounts: true,
      taxes: true,
      unpaid: true,
      scheduled: true,
      customer: true,
      address: true,
      fulfilments: ['pickup', 'in-store', 'waiting', 'dine-in', 'delivery'],
      noteLength: 2000,
      cancel: true,
      idempotent: true,
      find: true,
      status: true,
      read: true,
    },
    catalog: { stock: true, images: true, hours: true, changes: false },
    webhooks: true,
    polling: true,
  },
};
