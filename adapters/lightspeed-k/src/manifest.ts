import type { AdapterManifest } from '@poshub-bridge/core';
import { capabilities } from './capabilities.js';

/** What the deployer sets in `adapter.settings`, with the defaults of the manifest filled in. */
export interface LightspeedSettings {
  readonly environment: 'trial' | 'production';
  /** The generation of the OAuth client: 2 for those made since November 2025. */
  readonly authVersion: 1 | 2;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Another address than Lightspeed's own API; with `authVersion: 1` also for consent and tokens. */
  readonly baseUrl?: string;
  /** Another address than Lightspeed's own for consent and tokens. */
  readonly authUrl?: string;
  readonly deliveryChargeSku?: string;
  readonly serviceChargeSku?: string;
  readonly otherChargeSku?: string;
  readonly chargeNames: boolean;
  readonly discountCode?: string;
  /** Whether what was paid is booked on the check. Where Lightspeed's prices are lower, it fails the order. */
  readonly recordPayment: boolean;
  readonly paymentMethod: string;
  readonly deliverMinutes: number;
  readonly holdMinutes?: number;
  readonly menuPollMinutes: number;
}

/** What is stored of a merchant's consent. */
export interface LightspeedCredentials {
  readonly accessToken: string;
  /** Good once: renewing makes another. */
  readonly refreshToken: string;
  /** When to renew: a while before either token ends. Milliseconds since 1970. */
  readonly renewAt: number;
}

/** What Lightspeed takes, in characters where nothing else is said; the notes' lengths are the bridge's own. */
export const LIMITS = {
  reference: 48,
  firstName: 128,
  sku: 25,
  collectionCode: 8,
  /** The name of an item for a charge; a longer one stands in the note. */
  itemName: 255,
  /** What guests and core write. */
  guestNote: 2500,
  /** All that is written into an order's note. */
  note: 4000,
  /** SKUs that one question about stock may name. */
  stockSkus: 50,
} as const;

const token = { type: 'string', minLength: 1, maxLength: 8192, pattern: '^[!-~]+$' };
const sku = { type: 'string', minLength: 1, maxLength: LIMITS.sku };
const address = { type: 'string', pattern: '^https?://[^\\s?#@]+$' };

/** Every claim below is one that the tests prove against a Lightspeed that misbehaves. */
export const manifest: AdapterManifest = {
  id: 'lightspeed-k',
  name: 'Lightspeed Restaurant',
  version: '0.1.0',
  contract: '^1.0.0',
  onboarding: 'oauth',
  callsPerSecond: 5,
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['environment', 'clientId', 'clientSecret'],
    properties: {
      environment: { enum: ['trial', 'production'], description: 'which Lightspeed the client belongs to' },
      authVersion: {
        enum: [2, 1],
        default: 2,
        description: 'the generation of the client: 2 where its id begins with devp-v2-',
      },
      clientId: { type: 'string', pattern: '^[!-~]{1,200}$', description: 'of the developer portal' },
      clientSecret: {
        type: 'string',
        pattern: '^[!-~]{2,1024}$',
        writeOnly: true,
        description: 'of the developer portal',
      },
      baseUrl: { ...address, description: 'where the API is, if not at Lightspeed’s own address' },
      authUrl: { ...address, description: 'where consent and tokens are, if not at Lightspeed’s own address' },
      deliveryChargeSku: { ...sku, description: 'the item, of a price that may be set, for delivery charges' },
      serviceChargeSku: { ...sku, description: 'the same for service charges' },
      otherChargeSku: { ...sku, description: 'the same for all other charges' },
      chargeNames: {
        type: 'boolean',
        default: false,
        description: 'whether the items for charges may be given a name as well',
      },
      discountCode: {
        type: 'string',
        minLength: 1,
        maxLength: 60,
        description: 'the code of a discount whose amount is set by hand; without it discounts stand in the note',
      },
      recordPayment: {
        type: 'boolean',
        default: false,
        description:
          'whether what was paid is booked as a payment, or stands in the note; Lightspeed fails an order whose payment is ' +
          'more than its own prices come to',
      },
      paymentMethod: {
        type: 'string',
        minLength: 1,
        maxLength: 50,
        default: 'OOPAYMENT',
        description: 'the code of the payment method for what was paid online, where payments are recorded',
      },
      deliverMinutes: {
        type: 'integer',
        minimum: 1,
        maximum: 1440,
        default: 5,
        description: 'how long Lightspeed tries to bring an order to the point of sale',
      },
      holdMinutes: {
        type: 'integer',
        minimum: 1,
        maximum: 1440,
        description: 'give an order for later to the kitchen this long before its time; at once where it is not set',
      },
      menuPollMinutes: {
        type: 'integer',
        minimum: 0,
        maximum: 1440,
        default: 10,
        description: 'how often menus and stock are looked through for changes that no webhook told; 0: at each poll',
      },
    },
  },
  credentials: {
    type: 'object',
    additionalProperties: false,
    required: ['accessToken', 'refreshToken', 'renewAt'],
    properties: { accessToken: token, refreshToken: token, renewAt: { type: 'integer' } },
  },
  capabilities: capabilities(LIMITS.guestNote),
};
