import { line, minor, ordered, orderOf } from '../build.js';
import type { OrderCase } from '../types.js';

const twice = orderOf([line('cola', 320), line('cola', 320)]);

const ninetyNine = orderOf([line('cola', 320, { quantity: 99 })]);

const fifty = orderOf(
  Array.from({ length: 50 }, (_, index) =>
    line(index % 2 === 0 ? 'bread' : 'cola', 100 + index, { notes: `for seat ${index + 1}.` }),
  ),
);

const nothing = orderOf([line('water', 0)], { tenders: [] });

const penny = orderOf([line('cola', 1)]);

const wedding = orderOf([line('pizza', 9_999_999, { quantity: 9 })]);

const beyond = {
  ...orderOf([line('cola', 1)]),
  lines: [line('cola', Number.MAX_SAFE_INTEGER, { quantity: 2 })],
  total: minor(Number.MAX_SAFE_INTEGER),
};

/** How much and how many. */
export const SIZE_ORDERS: readonly OrderCase[] = [
  ordered('two-identical-lines', 'Two guests order the same; merged by reference, one of them got nothing.', twice, {
    lines: [
      { item: 'cola', quantity: 1, price: 320, options: [] },
      { item: 'cola', quantity: 1, price: 320, options: [] },
    ],
    total: 640,
  }),
  ordered('ninety-nine-of-one', 'A field of one digit, or a limit of 10 a line, made 9 of 99.', ninetyNine, {
    lines: [{ item: 'cola', quantity: 99, price: 320, options: [] }],
    total: 31_680,
    paid: 31_680,
  }),
  ordered('fifty-lines', 'An office lunch is longer than a page; the second page was not sent.', fifty, {
    total: 50 * 100 + (49 * 50) / 2,
    paid: 6225,
  }),
  ordered(
    'an-order-for-nothing',
    'Tap water for a regular: a total of 0 has nothing to pay, and must reach the kitchen all the same.',
    nothing,
    { lines: [{ item: 'water', quantity: 1, price: 0, options: [] }], total: 0, paid: 0 },
  ),
  ordered('one-penny', 'The smallest amount there is was rounded to 0.', penny, { total: 1, paid: 1 }),
  ordered('a-wedding', 'Amounts beyond six digits were cut by a field, or sent as 8.9999991e7.', wedding, {
    total: 89_999_991,
    paid: 89_999_991,
  }),
  {
    name: 'more-money-than-numbers-hold',
    why: 'Beyond 2^53 amounts are rounded in silence: such an order is a mistake of somebody and no ticket.',
    order: beyond,
    refusals: ['money.not_exact'],
  },
];
