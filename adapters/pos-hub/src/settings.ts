import type { JsonSchema } from '@poshub-bridge/core';

export const LOCATION_PARTS = ['posReference', 'name', 'timezone', 'currency', 'businessHours', 'taxRates'] as const;
/** A field of a location that the bridge can write. */
export type LocationPart = (typeof LOCATION_PARTS)[number];

/** The configuration's section `hub`, with its defaults filled in. What each is for: docs/pos-hub.md. */
export interface HubSettings {
  /** Without a slash at its end or with one. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What a sync call that carries no signature must show; checked by the host. */
  readonly catalogToken?: string;
  readonly scope?: string;
  readonly redirectUri?: string;
  readonly tokenEncoding: 'form' | 'json';
  readonly tokenLifeSeconds: number;
  readonly codeExchange: 'bound' | 'required' | 'optional';
  readonly timeoutMs: number;
  readonly importTimeoutMs: number;
  readonly attempts: number;
  readonly patienceMs: number;
  readonly signature: {
    /** Lower case. */
    readonly header: string;
    readonly algorithm: 'sha256' | 'sha1' | 'sha512';
    readonly encoding: 'any' | 'hex' | 'base64';
    /** Empty: the client secret. */
    readonly secrets: readonly string[];
  };
  readonly orders: {
    readonly prices: 'unit' | 'line';
    readonly optionQuantities: 'each' | 'line';
    readonly taxes: 'auto' | 'added' | 'included';
  };
  readonly catalog: {
    readonly taxScale: 10_000 | 1_000;
    readonly groupModifiers: 'posReference' | 'none';
    readonly variantParent: 'posReference' | 'none';
  };
  readonly location: { readonly send: readonly LocationPart[] };
}

const text = (description: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  minLength: 1,
  description,
  ...more,
});
const choice = (description: string, first: string | number, ...others: readonly (string | number)[]): JsonSchema => ({
  enum: [first, ...others],
  default: first,
  description,
});
const whole = (description: string, minimum: number, maximum: number, preset: number): JsonSchema => ({
  type: 'integer',
  minimum,
  maximum,
  default: preset,
  description,
});
const section = (description: string, properties: JsonSchema): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  default: {},
  description,
  properties,
});

const signature = section('How POS Hub signs what it sends.', {
  header: text('The header that carries the signature, in lower case.', {
    pattern: '^[a-z0-9-]+$',
    default: 'x-webhook-signature',
  }),
  algorithm: choice('The hash of the HMAC over the raw body.', 'sha256', 'sha1', 'sha512'),
  encoding: choice('How the signature is written; `any` takes hex in either case and base64.', 'any', 'hex', 'base64'),
  secrets: {
    type: 'array',
    items: text('A key of the HMAC.'),
    maxItems: 5,
    default: [],
    description: 'The keys that a signature may be made with, several while one is replaced. Empty: the client secret.',
  },
});

const orders = section('How orders are read.', {
  prices: choice(
    'Whether the price of an item or option is for one, or all that it adds to the order.',
    'unit',
    'line',
  ),
  optionQuantities: choice(
    'Whether an option’s quantity is for each one of what it belongs to, or for the whole line.',
    'each',
    'line',
  ),
  taxes: choice(
    'Whether taxes come on top of the prices or are within them; `auto`: within where the total is right without them.',
    'auto',
    'added',
    'included',
  ),
});

const catalog = section('How catalogs are written.', {
  taxScale: choice('What a tax rate of 1 % is on the wire.', 10_000, 1_000),
  groupModifiers: choice(
    'What names a modifier in its modifier group: its reference at the till; or leave the groups’ lists empty.',
    'posReference',
    'none',
  ),
  variantParent: choice(
    'What names the product of a variant: its reference at the till; or leave it out.',
    'posReference',
    'none',
  ),
});

const location = section('What the bridge writes of a location.', {
  send: {
    type: 'array',
    items: { enum: [...LOCATION_PARTS] },
    uniqueItems: true,
    default: ['posReference', 'businessHours', 'taxRates'],
    description: 'The fields that the till owns. Each that is named replaces what the merchant entered in POS Hub.',
  },
});

/** The JSON Schema of the configuration's section `hub`; made for ajv's `useDefaults`. */
export const hubSettingsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['clientId', 'clientSecret'],
  description: 'The application in POS Hub.',
  properties: {
    baseUrl: text('Where POS Hub’s API is. Staging: https://api-sit-dr.stage.tryposhub.com', {
      pattern: '^https?://[^\\s?#]+$',
      default: 'https://api.tryposhub.com',
    }),
    clientId: text('The application’s client id.'),
    clientSecret: text('The application’s client secret.'),
    catalogToken: text('The secret that a sync call must show where it carries no signature.', { minLength: 16 }),
    scope: text('The scopes to ask for, with spaces between them; all of the application’s where absent.'),
    redirectUri: text('Sent with the code of an installation, where POS Hub wants the redirect URL repeated.'),
    tokenEncoding: choice('How the body of a token request is written.', 'form', 'json'),
    tokenLifeSeconds: whole('How long a token is used of which POS Hub does not say when it ends.', 60, 86_400, 3_600),
    codeExchange: choice(
      'What an installation must prove: that POS Hub accepts its code and the code’s token reads this very connection, ' +
        'that POS Hub accepts its code, or neither.',
      'bound',
      'required',
      'optional',
    ),
    timeoutMs: whole('How long one call may take, in milliseconds.', 100, 120_000, 15_000),
    importTimeoutMs: whole('How long the import of a catalog may take, in milliseconds.', 100, 600_000, 60_000),
    attempts: whole('How often a call is made before its failure is told.', 1, 10, 3),
    patienceMs: whole('How long a call may be repeated, in milliseconds from its beginning.', 0, 60_000, 10_000),
    signature,
    orders,
    catalog,
    location,
  },
};
