import { Fault } from '@poshub-bridge/core';
import { runFakeLightspeed } from './lightspeed-k/index.js';
import { omit } from './hub/omit.js';
import { runFakeSquare } from './square/index.js';

/** How a fake of a vendor's system starts. What is absent it chooses itself. */
export interface FakeOptions {
  /** The address to listen on. */
  readonly host?: string;
  readonly port?: number;
  readonly adminPort?: number;
  /** The application that merchants connect, and its secret. */
  readonly applicationId?: string;
  readonly applicationSecret?: string;
  /** Where merchants are sent after consent. */
  readonly redirectUrl?: string;
  /** Where the application takes webhooks, and what signs them. */
  readonly webhookUrl?: string;
  readonly signatureKey?: string;
  readonly adminToken?: string;
  /** The vendor's own description of its API: every call and answer is held against it. */
  readonly describe?: string;
}

const FAKES: Readonly<Record<string, (options: FakeOptions) => Promise<void>>> = {
  square: runFakeSquare,
  'lightspeed-k': ({ applicationId, applicationSecret, ...options }) =>
    runFakeLightspeed({
      ...omit(options, 'webhookUrl', 'signatureKey'),
      ...(applicationId === undefined ? {} : { clientId: applicationId }),
      ...(applicationSecret === undefined ? {} : { clientSecret: applicationSecret }),
    }),
};

/** Runs the fake of a vendor until SIGTERM or SIGINT. @throws Fault `config.invalid` where there is none */
export async function runFake(vendor: string, options: FakeOptions): Promise<void> {
  const run = Object.hasOwn(FAKES, vendor) ? FAKES[vendor] : undefined;
  if (run !== undefined) return run(options);
  throw new Fault('config.invalid', { detail: `there is a fake of ${Object.keys(FAKES).join(', ')}` });
}
