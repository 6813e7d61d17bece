import type { Random } from './random.js';

/** A request before it is bytes. */
export interface Draft {
  readonly method: string;
  /** The path and the query as they stand in the first line. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** A request as it should be written. */
export function write(random: Random, draft: Draft): Buffer {
  const { body } = draft;
  if (body.length === 0 && draft.method !== 'POST') return assemble(draft, [], body);
  if (!random.chance(0.1)) return assemble(draft, [['Content-Length', String(body.length)]], body);
  return assemble(draft, [['Transfer-Encoding', 'chunked']], chunked(random, body));
}

function assemble({ method, target, headers }: Draft, more: Draft['headers'], body: Buffer): Buffer {
  const lines = [['Host', '127.0.0.1'], ...headers, ...more].map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), body]);
}

function chunked(random: Random, body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let from = 0; from < body.length;) {
    const chunk = body.subarray(from, from + 1 + random.below(body.length));
    const extension = random.chance(0.1) ? ';name="value"' : '';
    chunks.push(Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`), chunk, Buffer.from('\r\n'));
    from += chunk.length;
  }
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}

type Break = (random: Random, draft: Draft) => Buffer;

/** A header too much, or one that says something else about the body than there is. */
const framing: Break = (random, draft) => {
  const { length } = draft.body;
  const more = random.pick<Draft['headers']>([
    ...[-1, 1, 1_000, 1e9, 1e21].map((by) => [['Content-Length', String(length + by)]] as const),
    ...['-1', '+5', '0x10', '1e3', '', ' ', '5, 5', '5;5', '99999999999999999999', '٣'].map(
      (text) => [['Content-Length', text]] as const,
    ),
    [
      ['Content-Length', String(length)],
      ['Content-Length', String(length)],
    ],
    [
      ['Content-Length', String(length)],
      ['Content-Length', String(length + 1)],
    ],
    [
      ['Content-Length', String(length)],
      ['Transfer-Encoding', 'chunked'],
    ],
    [
      ['Transfer-Encoding', 'chunked'],
      ['Transfer-Encoding', 'identity'],
    ],
    ...[
      'chunked, chunked',
      'gzip, chunked',
      'xchunked',
      ' chunked',
      'chunked\t',
      'CHUNKED',
      'identity',
      '"chunked"',
    ].map((text) => [['Transfer-Encoding', text]] as const),
    [['Transfer-Encoding ', 'chunked']],
    [['Transfer-Encoding', 'chunked\r\n x']],
  ]);
  return assemble(draft, more, draft.body);
};

const chunks: Break = (random, draft) => {
  const size = random.pick([
    'fffffffffffffffff',
    '-1',
    '0x5',
    '',
    'g',
    '5 ',
    '5;',
    `5;${'x'.repeat(20_000)}`,
    '00000005',
    '7fffffff',
  ]);
  const trailer = random.pick(['0\r\n\r\n', '0\r\nContent-Length: 5\r\n\r\n', '0\r\n', '0\r\nx\r\n\r\n', '']);
  const body = Buffer.concat([Buffer.from(`${size}\r\n`), draft.body.subarray(0, 5), Buffer.from(`\r\n${trailer}`)]);
  return assemble(draft, [['Transfer-Encoding', 'chunked']], body);
};

/** Lines that are no headers, or too many, or too long. */
const headers: Break = (random, draft) => {
  const line = random.pick([
    ...[
      'no colon',
      ': no name',
      'na me: x',
      'x\u0000y: z',
      'x: a\u0000b',
      'x : y',
      ' folded: x',
      'x: y\r\n\tfolded',
      'x: y\rz: w',
    ],
    ...[
      'X: y\nA: b',
      'Host: other',
      'Host:',
      'Expect: 100-continue',
      'Expect: 200-ok',
      'Upgrade: websocket\r\nConnection: Upgrade',
    ],
    ...[
      'Connection: close, close',
      'Connection: keep-alive, x',
      'TE: trailers',
      'é: ü',
      'x: \u007f',
      `x: ${'y'.repeat(20_000)}`,
    ],
    Array.from({ length: 150 }, (_, index) => `x-${index}: y`).join('\r\n'),
    Array.from({ length: 3_000 }, () => 'a: b').join('\r\n'),
  ]);
  const body = draft.body.subarray(0, 2_000);
  const text = `${draft.method} ${draft.target} HTTP/1.1\r\nHost: x\r\n${line}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(text, 'latin1'), body]);
};

const firstLine: Break = (random, { method, target }) => {
  const line = random.pick([
    ...[
      `${method} ${target}`,
      `${method} ${target} HTTP/9.9`,
      `${method} ${target} HTTP/1.0`,
      `${method} ${target} HTTP/2.0`,
    ],
    ...[
      `${method}  ${target} HTTP/1.1`,
      `${method} HTTP/1.1`,
      ` ${method} ${target} HTTP/1.1`,
      `${method} ${target} http/1.1`,
    ],
    ...['PRI * HTTP/2.0', 'GET * HTTP/1.1', 'OPTIONS * HTTP/1.1', 'CONNECT a:1 HTTP/1.1', 'GET http://[::1 HTTP/1.1'],
    ...['GET //a/../b HTTP/1.1', 'GET http://evil.example/health/live HTTP/1.1', 'get / HTTP/1.1', 'FOO / HTTP/1.1'],
    ...[
      `GET /${'a'.repeat(20_000)} HTTP/1.1`,
      'GET /\u0000 HTTP/1.1',
      'GET /\u00ff HTTP/1.1',
      'GET ? HTTP/1.1',
      'GET #x HTTP/1.1',
    ],
    '\u0016\u0003\u0001\u0002\u0000\u0001',
  ]);
  return Buffer.from(`${line}\r\nHost: x\r\n\r\n`, 'latin1');
};

const noise: Break = (random, draft) => {
  const bytes = write(random, draft);
  for (let count = 1 + random.below(4); count > 0; count -= 1)
    bytes[random.below(Math.min(bytes.length, 400))] = random.below(256);
  return bytes;
};

/** A request that breaks the rules of HTTP itself; the server may answer once, several times or not at all. */
export function breakUp(random: Random, draft: Draft): Buffer {
  const named = draft.method === 'HEAD' ? { ...draft, method: 'GET' } : draft;
  return random.pick([framing, chunks, headers, firstLine, noise])(random, named);
}
