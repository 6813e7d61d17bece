import type { AdapterManifest } from '@poshub-bridge/core';

/** What the deployer sets in `adapter.settings`, with the defaults of the manifest filled in. */
export interface SquareSettings {
  readonly environment: 'sandbox' | 'production';
  readonly applicationId: string;
  readonly applicationSecret: string;
  readonly webhookSignatureKey: string;
  /** Another address than Square's own, for everything. */
  readonly baseUrl?: string;
  readonly pkce: boolean;
  readonly delivery: 'pickup' | 'delivery' | 'shipment';
  readonly unknownItems: 'reject' | 'ad-hoc';
  readonly totalDifference: 'adjust' | 'accept' | 'reject';
  readonly sourceName: string;
  readonly prepMinutes: number;
}

/** What is stored of a merchant's consent. */
export interface SquareCredentials {
  readonly merchantId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Milliseconds since 1970. */
  readonly obtainedAt: number;
  readonly expiresAt: number;
  /** Whether the tokens came by PKCE: then they are renewed without the application's secret, each refresh token once. */
  readonly pkce: boolean;
}

/** The longest texts that Square takes, in characters; where one is too short, the text goes on elsewhere. */
export const LIMITS = {
  ticketName: 30,
  lineNote: 2000,
  lineName: 512,
  chargeName: 512,
  modifierName: 255,
  discountName: 255,
  pickupNote: 500,
  shipmentNote: 500,
  deliveryNote: 550,
  recipient: 255,
  reference: 40,
  metadata: 255,
} as const;

const token = { type: 'string', minLength: 1, maxLength: 2048 };

/** Every claim below is one that the tests prove against a Square that misbehaves. */
export const manifest: AdapterManifest = {
  id: 'square',
  name: 'Square',
  version: '0.1.0',
  contract: '^1.0.0',
  onboarding: 'oauth',
  callsPerSecond: 10,
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['environment', 'applicationId', 'applicationSecret', 'webhookSignatureKey'],
    properties: {
      environment: { enum: ['sandbox', 'production'], description: 'which Square the application belongs to' },
      applicationId: { type: 'string', minLength: 1, maxLength: 191, description: 'of the OAuth page' },
      applicationSecret: {
        type: 'string',
        pattern: '^[!-~]{2,1024}$',
        writeOnly: true,
        description: 'of the OAuth page',
      },
      webhookSignatureKey: {
        type: 'string',
        minLength: 1,
        maxLength: 200,
        writeOnly: true,
        description: 'of the webhook subscription',
      },
      baseUrl: {
        type: 'string',
        pattern: '^https?://[^\\s?#@]+$',
        description: 'where Square is, if not at its own address: a proxy, a stand-in',
      },
      pkce: { type: 'boolean', default: false, description: 'ask for consent by PKCE instead of the secret' },
      delivery: {
        enum: ['pickup', 'delivery', 'shipment'],
        default: 'pickup',
        description: 'what a delivery becomes: a pickup with the address in its note, or a fulfilment of its own',
      },
      unknownItems: {
        enum: ['reject', 'ad-hoc'],
        default: 'reject',
        description: 'an item that the catalog lacks: the order is rejected, or its line has just name and price',
      },
      totalDifference: {
        enum: ['adjust', 'accept', 'reject'],
        default: 'adjust',
        description: 'when Square makes another total: a line for the difference, Square’s total, or no order',
      },
      sourceName: {
        type: 'string',
        minLength: 1,
        maxLength: 60,
        default: 'POS Hub',
        description: 'who took order and payment, as the till shows it',
      },
      prepMinutes: {
        type: 'integer',
        minimum: 0,
        maximum: 1440,
        default: 15,
        description: 'how long an order takes to make, where no time was asked for',
      },
    },
  },
  credentials: {
    type: 'object',
    additionalProperties: false,
    required: ['merchantId', 'accessToken', 'refreshToken', 'obtainedAt', 'expiresAt', 'pkce'],
    properties: {
      merchantId: { type: 'string' },
      accessToken: { ...token, pattern: '^[!-~]+$' },
      refreshToken: token,
      obtainedAt: { type: 'integer' },
      expiresAt: { type: 'integer' },
      pkce: { type: 'boolean' },
    },
  },
  capabilities: {
    orders: {
      lineNoteLength: LIMITS.lineNote,
      adHocLines: true,
      optionDepth: 1,
      optionQuantities: true,
      prices: true,
      charges: true,
      tips: true,
      discounts: true,
      taxes: true,
      unpaid: false,
      scheduled: true,
      customer: true,
      address: true,
      fulfilments: ['pickup', 'in-store', 'waiting', 'dine-in', 'delivery'],
      noteLength: 2 * LIMITS.lineNote,
      cancel: true,
      idempotent: true,
      find: false,
      status: true,
      read: true,
    },
    catalog: { stock: true, images: true, hours: true, changes: true },
    webhooks: true,
    polling: true,
  },
};
