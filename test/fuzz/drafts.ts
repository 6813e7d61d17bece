import { createHmac } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { IDS } from '../unit/pos-hub/support/orders.js';
import { spoil } from './bodies.js';
import { hubEvent, idIn, tillEvent, wish } from './corpus.js';
import type { Random } from './random.js';
import type { Route } from './routes.js';
import { SECRETS, type Known } from './secrets.js';
import type { Draft } from './wire.js';

/** What requests are made of. */
export interface Making {
  readonly routes: readonly Route[];
  readonly known: Known;
  /** The largest body that the host takes, in bytes. */
  readonly bodyBytes: number;
}

const ZEROS = Buffer.alloc(20_000_000);
const BOMBS: readonly (readonly [string, Buffer])[] = [
  ...[
    ['gzip', gzipSync(ZEROS)],
    ['deflate', deflateSync(ZEROS)],
    ['br', brotliCompressSync(ZEROS.subarray(0, 1_000_000))],
  ],
  ...[
    ['gzip', Buffer.from('no gzip')],
    ['gzip, gzip', Buffer.alloc(10)],
    ['zstd', Buffer.alloc(10)],
    ['', Buffer.alloc(10)],
  ],
].map(([name, body]) => [String(name), Buffer.from(body ?? '')] as const);

/** One request, right or with something odd about it that HTTP allows. */
export function makeDraft(random: Random, making: Making): Draft {
  const fate = random.next();
  const draft =
    fate < 0.4 ? hubWebhook(random, making) : fate < 0.5 ? tillWebhook(random, making) : anyRoute(random, making);
  const headers = [...draft.headers, ...oddHeaders(random)];
  if (!random.chance(0.01)) return { ...draft, headers };
  const [encoding, body] = random.pick(BOMBS);
  return { ...draft, headers: [...headers, ['Content-Encoding', encoding]], body: body.subarray(0, making.bodyBytes) };
}

function hubWebhook(random: Random, { bodyBytes }: Making): Draft {
  const told = hubEvent(random);
  const body = sized(random, random.chance(0.1) ? told : spoil(random, told), bodyBytes);
  const right = createHmac('sha256', SECRETS.client).update(body).digest('hex');
  const type = random.chance(0.95)
    ? 'application/json'
    : random.pick(['', 'text/plain', 'application/jsonx', 'application/json; charset=utf-7']);
  const signature: Draft['headers'] = random.chance(0.7)
    ? [['X-Webhook-Signature', right]]
    : wrongSignatures(random, right).map((text) => ['X-Webhook-Signature', text]);
  return { method: 'POST', target: '/poshub/webhooks', headers: [['Content-Type', type], ...signature], body };
}

/** A signature in forms that are none, or twice, or right in another spelling. */
function wrongSignatures(random: Random, right: string): readonly string[] {
  const base64 = Buffer.from(right, 'hex').toString('base64');
  return random.pick([
    ...[
      [],
      [''],
      ['0'.repeat(64)],
      [right.slice(1)],
      [`${right}0`],
      [right.toUpperCase()],
      [`sha256=${right}`],
      [base64],
    ],
    ...[
      [`sha256=${base64}`],
      [`sha1=${right}`],
      [right, right],
      [right, 'x'],
      ['x', right],
      [`${right}, ${right}`],
      [`"${right}"`],
    ],
    ...[['é'.repeat(32)], ['x'.repeat(5_000)], ['=='], ['sha256='], ['[object Object]'], [`v1,${base64}`], ['\u0001']],
  ]);
}

function tillWebhook(random: Random, { bodyBytes }: Making): Draft {
  const told = tillEvent(random);
  const body = sized(random, random.chance(0.1) ? told : spoil(random, told), bodyBytes);
  const time = Math.floor(Date.now() / 1_000) - (random.chance(0.9) ? 0 : random.pick([10_000, -10_000, 1e12]));
  const right = createHmac('sha256', SECRETS.webhook).update(`${time}.`).update(body).digest('hex');
  const text = random.chance(0.7)
    ? `t=${time},v1=${right}`
    : random.pick([
        '',
        't=,v1=',
        `t=${time}`,
        `v1=${right}`,
        `t=${time},v1=${right.slice(2)}`,
        `t=-1,v1=${right}`,
        `t=1e9,v1=${right}`,
      ]);
  return { method: 'POST', target: '/vendor/webhooks', headers: [['Till-Signature', text]], body };
}

/** Seldom as long as may be, or longer. */
function sized(random: Random, body: Buffer, most: number): Buffer {
  if (!random.chance(0.002)) return body;
  return Buffer.concat([body, Buffer.alloc(random.pick([most - body.length, most, most + 1, most * 3]), 0x20)]);
}

function anyRoute(random: Random, making: Making): Draft {
  const route = random.pick(making.routes);
  const path = route.path.replaceAll(/:\w+/g, () => idIn(random, route.path));
  const method = random.chance(0.9)
    ? route.method
    : random.pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD', 'TRACE', 'PROPFIND']);
  const [headers, body] = method === 'POST' ? posted(random, making, path) : [[], Buffer.alloc(0)];
  return { method, target: oddTarget(random, path), headers: [...headers, ...credentials(random, making, path)], body };
}

function oddTarget(random: Random, path: string): string {
  const fate = random.next();
  const odd =
    fate < 0.04
      ? random.pick([
          `/${path}`,
          `${path}/`,
          path.replace('/', '/./'),
          `${path}%00`,
          path.toUpperCase(),
          `${path}/..`,
          `/x${path}`,
          `${path};a=b`,
        ])
      : path;
  return fate < 0.5 ? odd : `${odd}?${queryOf(random, path)}`;
}

const NAMES = [
  'limit',
  'nextPageKey',
  'connectionId',
  'locationId',
  'orderId',
  'from',
  'to',
  'status',
  'phase',
  'handled',
  'code',
  'state',
  'error',
  'account_id',
  'location_id',
  'after',
  'told',
  'connection',
  '__proto__',
  '',
  'a[b]',
];
const VALUES = [
  '1',
  '100',
  '101',
  '-1',
  '1e9',
  '0',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  'x',
  '%00',
  '%',
  '%ff',
  '%ed%a0%80',
  'true',
  'connected',
  'attention',
  'access_denied',
  'eyJhIjoxfQ',
  'bnVsbA',
  'W10',
  '__proto__',
  IDS.connectionId,
  IDS.locationId,
];

function queryOf(random: Random, path: string): string {
  const pairs = Array.from(
    { length: random.below(6) },
    () => `${random.pick(NAMES)}=${random.pick([...VALUES, random.pick(VALUES).repeat(random.below(50))])}`,
  );
  if (path === '/poshub/catalog' && random.chance(0.3)) pairs.push(`token=${SECRETS.catalog}`);
  if (path === '/poshub/install' && random.chance(0.3))
    pairs.push(
      `code=c${random.below(1e6)}&account_id=${IDS.accountId}&location_id=${IDS.locationId}&connectionId=${IDS.connectionId}`,
    );
  return pairs.join(random.pick(['&', '&', '&', ';', '&&']));
}

function posted(random: Random, { known, bodyBytes }: Making, path: string): readonly [Draft['headers'], Buffer] {
  if (!/^\/(connect|console)/.test(path))
    return [
      [['Content-Type', 'application/json']],
      sized(random, random.chance(0.2) ? wish(random) : spoil(random, wish(random)), bodyBytes),
    ];
  const { csrf } = path.startsWith('/console') ? known.operator : known.merchant;
  // Whoever signs out would be out for all that comes after.
  const isOut = path.includes('sign-out');
  const fields = new URLSearchParams({
    csrf: random.chance(0.7) && !isOut ? csrf : 'x',
    step: random.pick(['store', 'choices', 'credentials', 'x']),
  });
  for (const name of ['apiKey', 'store', 'action', 'from', 'round', 'to', 'token'])
    if (random.chance(0.4))
      fields.append(name, random.pick(['', 'retry', 'str_soho', 'orders', '1', '/orders', random.text(30)]));
  const body = Buffer.from(fields.toString());
  const isKept = isOut || random.chance(0.5);
  return [[['Content-Type', 'application/x-www-form-urlencoded']], isKept ? body : spoil(random, body)];
}

function credentials(random: Random, { known }: Making, path: string): Draft['headers'] {
  const isRight = random.chance(0.7);
  if (path.startsWith('/console'))
    return isRight && !path.includes('sign-')
      ? [['Cookie', known.operator.cookie]]
      : [['Cookie', random.pick(COOKIES)]];
  if (path.startsWith('/connect'))
    return isRight ? [['Cookie', known.merchant.cookie]] : [['Cookie', random.pick(COOKIES)]];
  const token = path === '/metrics' ? SECRETS.metrics : path === '/poshub/catalog' ? SECRETS.catalog : SECRETS.api;
  return [['Authorization', isRight ? `Bearer ${token}` : random.pick(TOKENS)]];
}

const COOKIES = [
  '',
  '=',
  'console',
  'console=',
  `console=${'A'.repeat(43)}`,
  `connect=${'A'.repeat(43)}`,
  'console=x; console=y',
  'connect="',
  'a=b; '.repeat(500),
  '__proto__=x',
  'connected=%ff',
  ';;;',
];
const TOKENS = [
  '',
  'Bearer',
  'Bearer ',
  'Bearer x',
  'bearer x',
  'Basic eDp5',
  `Bearer ${'x'.repeat(9_000)}`,
  'Bearer a b',
  'Bearer é',
  'Token x',
  'Bearer\tx',
];

function oddHeaders(random: Random): Draft['headers'] {
  if (!random.chance(0.1)) return [];
  return [
    random.pick<readonly [string, string]>(
      [
        ...[
          ['X-Forwarded-For', '1.2.3.4, ::1'],
          ['X-Forwarded-Host', 'evil.example'],
          ['X-HTTP-Method-Override', 'DELETE'],
        ],
        ...[
          ['Origin', 'null'],
          ['Origin', 'https://evil.example'],
          ['Sec-Fetch-Site', 'cross-site'],
          ['Range', 'bytes=0-'],
        ],
        ...[
          ['If-None-Match', '*'],
          ['Accept', 'x/y'],
          ['Accept-Encoding', 'gzip;q=nan'],
          ['X-Request-Id', 'a b'],
          ['Connection', 'close'],
        ],
        ...[
          ['__proto__', 'x'],
          ['constructor', 'x'],
          ['Te', 'trailers'],
          ['Content-MD5', 'x'],
          ['Forwarded', 'for="_x"'],
        ],
      ].map(([name = '', value = '']) => [name, value] as const),
    ),
  ];
}
