import { flag, integer, oneOf, closed, text } from './schemas/parts.js';
import { ajv, checker } from './validate.js';

/** How the simulator behaves. Each can be given at the start and changed while it runs (`PATCH /admin/settings`). */
export interface Settings {
  /** Multiplies the webhook schedule (30 s, 10 minutes): 0.001 makes it 30 ms and 0.6 s. */
  timeScale: number;
  /** Milliseconds that one webhook attempt may take, not scaled. */
  webhookTimeoutMs: number;
  /** Attempts under way at once. */
  webhookConcurrency: number;
  signatureAlgorithm: 'sha256' | 'sha1' | 'sha512';
  signatureEncoding: 'hex' | 'HEX' | 'base64';
  /** What stands before the signature, for example `sha256=`. */
  signaturePrefix: string;
  /** An application is told of its own PATCHes too. */
  echo: boolean;
  /** Seconds that an access token lives. */
  expiresIn: number;
  /** Leaves `expires_in` out of the token's answer. */
  omitExpiresIn: boolean;
  /** A client_credentials answer carries a refresh token. */
  refreshTokens: boolean;
  /** Seconds that an authorization code lives. */
  codeLifetime: number;
  /** No consent page: authorize redirects at once. */
  autoConsent: boolean;
  /** A location is open to client_credentials only once the code of its installation was exchanged. */
  exchangeRequired: boolean;
  /** How the redirect's keys are spelled: `mixed` is `account_id`, `location_id`, `applicationId`, `connectionId`. */
  redirectSpelling: 'mixed' | 'camelCase' | 'snake_case';
  /** The redirect carries `state` back. */
  echoState: boolean;
  /** Orders are announced to connections that are COMPLETED only. */
  requireCompleted: boolean;
  /** An import forgets what it doesn't name, or keeps it. */
  importMode: 'replace' | 'upsert';
  /** The pull call carries a signature. */
  signPull: boolean;
  /** Milliseconds that the application may take to answer a pull. */
  pullTimeoutMs: number;
  /** The status in which a new order reaches the till. */
  initialStatus: 'PLACED' | 'NEW';
  /** Prices of items and options on the wire are for one, or for the whole line. */
  prices: 'unit' | 'line';
  /** `forward`: an unfinished order may not go back to an earlier status. */
  transitions: 'free' | 'forward';
  /** Orders carry the keys that the live platform grew after 1.8.9.5 (`friendlyId`, `currency`, `timezone` …). */
  laterFields: boolean;
}

export const defaults: Readonly<Settings> = {
  timeScale: 1,
  webhookTimeoutMs: 10_000,
  webhookConcurrency: 32,
  signatureAlgorithm: 'sha256',
  signatureEncoding: 'hex',
  signaturePrefix: '',
  echo: false,
  expiresIn: 3600,
  omitExpiresIn: false,
  refreshTokens: true,
  codeLifetime: 60,
  autoConsent: false,
  exchangeRequired: true,
  redirectSpelling: 'mixed',
  echoState: true,
  requireCompleted: false,
  importMode: 'replace',
  signPull: false,
  pullTimeoutMs: 30_000,
  initialStatus: 'PLACED',
  prices: 'unit',
  transitions: 'forward',
  laterFields: false,
};

const positive = { type: 'integer', minimum: 1 };

/** Reads a change of settings; refuses (400) an unknown key or a value out of range. */
export const readSettings = checker(
  ajv.compile<Partial<Settings>>(
    closed({
      timeScale: { type: 'number', exclusiveMinimum: 0, maximum: 1000 },
      webhookTimeoutMs: positive,
      webhookConcurrency: positive,
      signatureAlgorithm: oneOf('sha256', 'sha1', 'sha512'),
      signatureEncoding: oneOf('hex', 'HEX', 'base64'),
      signaturePrefix: text,
      echo: flag,
      expiresIn: { ...integer, minimum: 0 },
      omitExpiresIn: flag,
      refreshTokens: flag,
      codeLifetime: { ...integer, minimum: 0 },
      autoConsent: flag,
      exchangeRequired: flag,
      redirectSpelling: oneOf('mixed', 'camelCase', 'snake_case'),
      echoState: flag,
      requireCompleted: flag,
      importMode: oneOf('replace', 'upsert'),
      signPull: flag,
      pullTimeoutMs: positive,
      initialStatus: oneOf('PLACED', 'NEW'),
      prices: oneOf('unit', 'line'),
      transitions: oneOf('free', 'forward'),
      laterFields: flag,
    }),
  ),
);
