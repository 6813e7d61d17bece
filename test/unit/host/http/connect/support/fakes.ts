import { createHash } from 'node:crypto';
import {
  Fault,
  type AdapterManifest,
  type CatalogPart,
  type Credentials,
  type HubConnection,
  type HubIds,
  type HubLocation,
  type InstallRequest,
  type JsonSchema,
  type OAuthOnboarding,
  type PosHub,
  type PosSystem,
  type Session,
  type Store,
  type StoreSession,
} from '@poshub-bridge/core';

export const SOHO: Store = {
  ref: 'str_soho',
  name: 'Soho',
  currency: 'GBP',
  timezone: 'Europe/London',
  address: '1 Frith Street, London',
};
export const LEEDS: Store = { ref: 'str_leeds', name: 'Leeds', currency: 'GBP', timezone: 'Europe/London' };

/** A merchant who comes from POS Hub. */
export const MERCHANT: InstallRequest = {
  connectionId: '5b1e2e5e-5d1b-4f7f-9a53-0f6a5f1c0001',
  accountId: '5b1e2e5e-5d1b-4f7f-9a53-0f6a5f1c0002',
  locationId: '5b1e2e5e-5d1b-4f7f-9a53-0f6a5f1c0003',
  code: 'code-1',
};
export const OTHER_MERCHANT: InstallRequest = {
  ...MERCHANT,
  connectionId: '5b1e2e5e-5d1b-4f7f-9a53-0f6a5f1c0009',
  locationId: '5b1e2e5e-5d1b-4f7f-9a53-0f6a5f1c0008',
  code: 'code-2',
};

export const CREDENTIALS = {
  type: 'object',
  additionalProperties: false,
  required: ['region', 'account', 'key'],
  properties: {
    region: { type: 'string', enum: ['eu', 'us'], title: 'Region', default: 'eu' },
    account: { type: 'string', title: 'Account number', pattern: '^[0-9]+$', description: 'Digits only.' },
    key: {
      ...{ type: 'string', title: 'API key', format: 'password', minLength: 8 },
      description: 'You find it in the back office under Settings.',
    },
    training: { type: 'boolean', title: 'Training mode' },
  },
} as const;

const ability = {
  lineNoteLength: 2000,
  adHocLines: false,
  optionDepth: 3,
  optionQuantities: true,
  prices: true,
  charges: true,
  tips: true,
} as const;

/** A till that can everything, connected in the given way. */
export function manifestOf(onboarding: 'form' | 'oauth', credentials: object = CREDENTIALS): AdapterManifest {
  return {
    id: 'demo',
    name: 'Demo Till',
    version: '1.0.0',
    contract: '^1.0.0',
    settings: { type: 'object' },
    credentials: { ...credentials },
    onboarding,
    capabilities: {
      orders: {
        ...{ ...ability, discounts: true, taxes: true, unpaid: true, scheduled: true, customer: true, address: true },
        ...{
          fulfilments: ['pickup'],
          noteLength: 500,
          cancel: true,
          idempotent: true,
          find: true,
          status: true,
          read: true,
        },
      },
      catalog: { stock: true, images: true, hours: true, changes: false },
      webhooks: true,
      polling: true,
    },
  };
}

function unasked(): never {
  throw new Error('nobody should ask for this here');
}

/** POS Hub as it is asked while a merchant connects: a code is good once. */
export class FakeHub implements PosHub {
  readonly completed: InstallRequest[] = [];
  /** Thrown instead of an answer, where set. */
  refusal: Fault | undefined;
  location = (): Promise<HubLocation> => Promise.resolve({ name: 'Kitchen Nº 4' });

  completeInstall(request: InstallRequest): Promise<void> {
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    if (this.completed.some(({ code }) => code === request.code))
      return Promise.reject(new Fault('hub.refused', { detail: 'invalid_grant' }));
    this.completed.push(request);
    return Promise.resolve();
  }

  connection({ connectionId, accountId, locationId }: HubIds): Promise<HubConnection> {
    return Promise.resolve({ connectionId, accountId, locationId, status: 'PENDING' });
  }

  setConnection = unasked;
  setLocation = unasked;
  importCatalog = unasked;
  changeOffer = unasked;
  orders = unasked;
  order = unasked;
  report = unasked;
}

const KEY = 'right-key';

/** Credentials that the fake till takes. */
export const RIGHT: Credentials = { region: 'eu', account: '12', key: KEY, training: false };

/** A till that knows one key, and, over OAuth, codes that are good once and only with their verifier. */
export class FakeTill implements PosSystem {
  readonly asked: Credentials[] = [];
  readonly attached: StoreSession[] = [];
  readonly exchanged: string[] = [];
  /** What came with each code, to be compared with what was sent away. */
  readonly trades: { readonly redirectUri: string; readonly codeVerifier: string }[] = [];
  found: readonly Store[] = [SOHO];
  /** Thrown instead of an answer, where set. */
  trouble: Fault | undefined;
  attachTrouble: Fault | undefined;
  /** What it asks about a store. */
  asks: JsonSchema | undefined;
  vendorUrl = 'https://login.demo-till.example';
  #codes = new Map<string, string>();
  readonly oauth?: OAuthOnboarding;

  constructor(onboarding: 'form' | 'oauth') {
    if (onboarding === 'form') return;
    this.oauth = {
      authorizeUrl: ({ state, redirectUri, codeChallenge }) =>
        `${this.vendorUrl}/authorize?${new URLSearchParams({ state, redirect_uri: redirectUri, code_challenge: codeChallenge }).toString()}`,
      exchange: ({ code, redirectUri, codeVerifier }) => {
        this.exchanged.push(code);
        this.trades.push({ redirectUri, codeVerifier });
        const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
        if (this.#codes.get(code) !== challenge || codeVerifier.length < 43)
          return Promise.reject(new Fault('credentials.invalid', { detail: 'invalid_grant' }));
        this.#codes.delete(code);
        return Promise.resolve({ ...RIGHT });
      },
    };
  }

  /** What the vendor's page gives when the merchant agrees there. */
  agree(authorizeUrl: string): { readonly code: string; readonly state: string } {
    const query = new URL(authorizeUrl).searchParams;
    const code = `vendor-code-${this.#codes.size + this.exchanged.length + 1}`;
    this.#codes.set(code, query.get('code_challenge') ?? '');
    return { code, state: query.get('state') ?? '' };
  }

  stores({ credentials }: Session): Promise<{ merchant: string; stores: readonly Store[] }> {
    this.asked.push(credentials);
    if (this.trouble !== undefined) return Promise.reject(this.trouble);
    if (credentials['key'] !== KEY) return Promise.reject(new Fault('credentials.invalid', { detail: 'wrong key' }));
    return Promise.resolve({ merchant: 'merchant-1', stores: this.found });
  }

  choices(): Promise<JsonSchema | undefined> {
    return Promise.resolve(this.asks);
  }

  attach(session: StoreSession): Promise<void> {
    if (this.attachTrouble !== undefined) return Promise.reject(this.attachTrouble);
    this.attached.push(session);
    return Promise.resolve();
  }

  catalog(): AsyncIterable<CatalogPart> {
    return unasked();
  }
  submit = unasked;
  find = unasked;
  read = unasked;
  cancel = unasked;
  receive = unasked;
  poll = unasked;
}
