/** The durations of the configuration are seconds, as a person writes them. */
const seconds = (description: string, standard: number, minimum: number, maximum: number) =>
  ({ type: 'number', description, default: standard, minimum, maximum }) as const;

/** The configuration of the host. What may stand in `hub` and in `adapter.settings` is for the platform's package and the adapter to say. */
export const hostSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['publicUrl', 'hub', 'adapter', 'secrets'],
  properties: {
    publicUrl: {
      type: 'string',
      format: 'uri',
      pattern: '^https?://[^?#]+[^/?#]$',
      description:
        'Where POS Hub, merchants’ browsers and the till’s system reach this host. https, without a slash at the end.',
    },
    listen: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        host: {
          type: 'string',
          default: '127.0.0.1',
          description: 'The address to listen on; a reverse proxy stands before it.',
        },
        port: { type: 'integer', minimum: 0, maximum: 65_535, default: 8080 },
        trustProxy: {
          type: 'boolean',
          default: false,
          description:
            'Whether the last address of X-Forwarded-For is who calls: true behind a reverse proxy that sets it.',
        },
      },
    },
    hub: { type: 'object', description: 'The application in POS Hub.' },
    adapter: {
      type: 'object',
      additionalProperties: false,
      required: ['use'],
      properties: {
        use: {
          type: 'string',
          minLength: 1,
          description:
            'The till’s adapter: a name of ours, an npm package, or a path that begins with a dot or a slash.',
        },
        settings: { type: 'object', default: {}, description: 'What the adapter’s own page describes.' },
      },
    },
    storage: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        url: {
          type: 'string',
          pattern: '^(sqlite:.+|postgres(ql)?://.+)',
          default: 'sqlite:./data/bridge.db',
          description: 'sqlite: and the path of the file, or the postgres:// of a database that several hosts share.',
        },
        backups: {
          type: 'string',
          minLength: 1,
          description: 'The folder that backups go to; where absent, that of the file. A PostgreSQL has none.',
        },
        keepDays: {
          type: 'number',
          default: 30,
          minimum: 1,
          maximum: 3_650,
          description: 'How many days events, finished orders and sync reports are kept; then they are removed.',
        },
      },
    },
    secrets: {
      type: 'object',
      additionalProperties: false,
      required: ['keys'],
      properties: {
        keys: {
          type: 'array',
          minItems: 1,
          maxItems: 10,
          items: { type: 'string' },
          description:
            'Keys of 32 random bytes in base64 (openssl rand -base64 32). The first encrypts merchants’ credentials, all decrypt.',
        },
      },
    },
    api: {
      type: 'object',
      additionalProperties: false,
      required: ['token'],
      properties: {
        token: {
          type: 'string',
          minLength: 24,
          description: 'Bearer token of /api/v1, and what the console asks for. Without it neither is there.',
        },
      },
    },
    metrics: {
      type: 'object',
      additionalProperties: false,
      required: ['token'],
      properties: {
        token: {
          type: 'string',
          minLength: 24,
          description: 'Bearer token of /metrics. Without it the API’s token opens them; without either they are off.',
        },
      },
    },
    alerts: {
      type: 'object',
      additionalProperties: false,
      required: ['url', 'secret'],
      properties: {
        url: {
          type: 'string',
          format: 'uri',
          pattern: '^https?://',
          description: 'Where a person’s alerts are posted to: https, unless outbound.allowPrivateAddresses.',
        },
        secret: {
          type: 'string',
          pattern: '^(whsec_)?(?=.{16})[A-Za-z0-9+/]+={0,2}$',
          description:
            'What alerts are signed with, in base64, with or without whsec_ before it (openssl rand -base64 32).',
        },
      },
    },
    outbound: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        allowPrivateAddresses: {
          type: 'boolean',
          default: false,
          description:
            'Whether calls may go to private and loopback addresses: true where POS Hub or the till is on your own network.',
        },
        timeoutSeconds: seconds('How long a call may take.', 15, 0.1, 120),
      },
    },
    limits: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        bodyBytes: {
          type: 'integer',
          default: 1_048_576,
          minimum: 1_024,
          maximum: 52_428_800,
          description: 'The largest body that is taken.',
        },
        connections: {
          type: 'integer',
          default: 10_000,
          minimum: 10,
          maximum: 100_000,
          description: 'The most connections that are open at once; for a further one, an idle one is closed.',
        },
        requestsPerMinute: {
          type: 'integer',
          default: 120,
          minimum: 10,
          maximum: 1_000_000,
          description: 'The most requests of one address for the pages that anybody may open.',
        },
        refusalsPerMinute: {
          type: 'integer',
          default: 60,
          minimum: 1,
          maximum: 1_000_000,
          description: 'The most requests of one address that are refused one by one; then it is told to wait.',
        },
      },
    },
    orders: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        deadlineSeconds: seconds(
          'How long an order may take until the till has it; then a person is called.',
          600,
          1,
          86_400,
        ),
        tooOldSeconds: seconds('An order for now that was placed longer ago is held for a person.', 7_200, 60, 604_800),
        checkSeconds: seconds('How often the till is asked about an order that it took for later.', 15, 0.1, 3_600),
      },
    },
    catalog: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        largestRemoval: {
          type: 'number',
          default: 0.3,
          minimum: 0,
          maximum: 1,
          description:
            'The largest share of the products (of ten or more categories, modifiers or modifier groups, too) that a sync may remove unforced.',
        },
        answerSeconds: seconds(
          'How long POS Hub’s sync call waits for the till before the last good catalog is served.',
          20,
          0.1,
          300,
        ),
        refreshSeconds: seconds('How often the catalog is read although nobody asked.', 21_600, 1, 604_800),
      },
    },
    pollSeconds: seconds('How often the till is asked for news; webhooks are faster but get lost.', 60, 0.2, 86_400),
    reconcileSeconds: seconds(
      'How often POS Hub’s orders are listed for ones that no webhook brought.',
      300,
      0.5,
      86_400,
    ),
    log: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        level: { enum: ['error', 'warn', 'info', 'debug'], default: 'info' },
        format: { enum: ['json', 'text'], default: 'json' },
      },
    },
  },
} as const;

/** The configuration after checks and defaults. */
export interface HostConfig {
  readonly publicUrl: string;
  readonly listen: { readonly host: string; readonly port: number; readonly trustProxy: boolean };
  readonly hub: Readonly<Record<string, unknown>>;
  readonly adapter: { readonly use: string; readonly settings: Readonly<Record<string, unknown>> };
  readonly storage: { readonly url: string; readonly backups?: string; readonly keepDays: number };
  readonly secrets: { readonly keys: readonly string[] };
  readonly api?: { readonly token: string };
  readonly metrics?: { readonly token: string };
  readonly alerts?: { readonly url: string; readonly secret: string };
  readonly outbound: { readonly allowPrivateAddresses: boolean; readonly timeoutSeconds: number };
  readonly limits: {
    readonly bodyBytes: number;
    readonly connections: number;
    readonly requestsPerMinute: number;
    readonly refusalsPerMinute: number;
  };
  readonly orders: { readonly deadlineSeconds: number; readonly tooOldSeconds: number; readonly checkSeconds: number };
  readonly catalog: {
    readonly largestRemoval: number;
    readonly answerSeconds: number;
    readonly refreshSeconds: number;
  };
  readonly pollSeconds: number;
  readonly reconcileSeconds: number;
  readonly log: { readonly level: 'error' | 'warn' | 'info' | 'debug'; readonly format: 'json' | 'text' };
}
