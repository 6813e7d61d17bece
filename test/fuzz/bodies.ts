import type { Random } from './random.js';

/** Values that parsers and those who trust them stumble over. */
const WEIRD: readonly string[] = [
  ...['null', 'true', '0', '-0', '-1', '1e999', '-1e999', '1e-999', '9007199254740993', '0.1', '1'.repeat(400)],
  ...[
    '""',
    '[]',
    '{}',
    '[[]]',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\ufeff"',
    '"__proto__"',
    '"constructor"',
  ],
  ...[
    '"../../etc/passwd"',
    '"%00"',
    '"\\r\\nSet-Cookie: a=b"',
    '"<script>"',
    '"2026-13-45T99:99:99Z"',
    '"0000-00-00T00:00Z"',
  ],
  ...[
    `"${'x'.repeat(5_000)}"`,
    '{"__proto__":{"polluted":1}}',
    '{"toString":1,"valueOf":1,"then":1}',
    '{"length":1e9}',
  ],
  ...['[0,[1,[2,[3,[4,[5]]]]]]', 'NaN', 'undefined', "'single'", '0x10', '01', '1.', '.5', '+1', '/*c*/1', '1,'],
];

const RAW: readonly Buffer[] = [
  ...[
    [0xff],
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0xe2, 0x82],
    [0xef, 0xbb, 0xbf],
    [0xff, 0xfe],
    [0],
  ],
].map((bytes) => Buffer.from(bytes));

const KEYS = [
  '"__proto__":{"polluted":1},',
  '"constructor":{"prototype":{"polluted":1}},',
  '"eventId":"x",',
  '"id":null,',
  '"":0,',
];

type Change = (random: Random, body: Buffer) => Buffer;

const flip: Change = (random, body) => {
  const changed = Buffer.from(body);
  for (let count = 1 + random.below(8); count > 0 && changed.length > 0; count -= 1) {
    const place = random.below(changed.length);
    changed[place] = (changed[place] ?? 0) ^ (1 << random.below(8));
  }
  return changed;
};
const cut: Change = (random, body) => body.subarray(0, random.below(body.length + 1));
const behead: Change = (random, body) => body.subarray(random.below(body.length + 1));
const repeat: Change = (random, body) => {
  const [from, length] = [random.below(body.length + 1), random.below(200)];
  const piece = body.subarray(from, from + length);
  return splice(body, from, 0, Buffer.concat(Array.from({ length: 1 + random.below(20) }, () => piece)));
};
const insert: Change = (random, body) => splice(body, random.below(body.length + 1), 0, random.pick(RAW));
const noise: Change = (random, body) =>
  splice(body, random.below(body.length + 1), random.below(20), random.bytes(1 + random.below(40)));
const begin: Change = (random, body) => Buffer.concat([random.pick(RAW), body]);
const end: Change = (random, body) => Buffer.concat([body, random.chance(0.5) ? random.pick(RAW) : body]);

/** Puts something else in the place of a value of JSON, found by the colon before it. */
const another: Change = (random, body) => {
  const from = body.indexOf(':', random.below(body.length + 1)) + 1;
  if (from === 0) return body;
  const ends = [',', '}', ']'].map((sign) => body.indexOf(sign, from)).filter((place) => place !== -1);
  return splice(body, from, Math.max(0, Math.min(...ends, body.length) - from), Buffer.from(random.pick(WEIRD)));
};
/** Puts a key into an object of JSON, perhaps one that is there already. */
const key: Change = (random, body) => {
  const from = body.indexOf('{', random.below(body.length + 1)) + 1;
  return from === 0 ? body : splice(body, from, 0, Buffer.from(random.pick(KEYS)));
};
const nest: Change = (random, body) => {
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"b":', '}]'],
  ] as const);
  const depth = random.pick([5, 100, 199, 201, 1_000, 10_000]);
  const inner = random.chance(0.5) ? body : Buffer.from('1');
  const nested = Buffer.concat([Buffer.from(open.repeat(depth)), inner, Buffer.from(close.repeat(depth))]);
  return random.chance(0.5)
    ? nested
    : splice(body, body.indexOf(':') + 1, 0, Buffer.concat([nested, Buffer.from(',')]));
};
const many: Change = (random, body) => {
  const keys = Array.from({ length: random.pick([50, 5_000, 20_000]) }, (_, index) => `"k${index}":0,`).join('');
  return splice(body, body.indexOf('{') + 1, 0, Buffer.from(keys));
};
const swap: Change = (random) => Buffer.from(random.pick(WEIRD));

/** What is done often comes more often. */
const CHANGES: readonly Change[] = [
  ...[flip, flip, cut, behead, repeat, insert, insert, noise, begin, end, swap],
  ...[another, another, another, another, key, key],
];
const COSTLY: readonly Change[] = [nest, many];

/** A body that was right, changed in one place or several. */
export function spoil(random: Random, body: Buffer): Buffer {
  let changed = body;
  for (let count = 1 + random.below(3); count > 0; count -= 1)
    changed = random.pick(random.chance(0.03) ? COSTLY : CHANGES)(random, changed);
  return changed;
}

function splice(body: Buffer, from: number, less: number, more: Buffer): Buffer {
  return Buffer.concat([body.subarray(0, from), more, body.subarray(from + less)]);
}
