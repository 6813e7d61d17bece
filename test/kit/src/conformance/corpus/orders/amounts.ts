import { asOrdered, charge, line, minor, ordered, orderOf } from '../build.js';
import type { ExpectedTicket, OrderCase } from '../types.js';

const off = (name: string, amount: number): { name: string; amount: ReturnType<typeof minor> } => ({
  name,
  amount: minor(amount),
});

// 7 % of 99 is 6.93; of each line 2.31. Receipts say 7 or 6: what counts is what the guest was shown.
const rounded = orderOf([line('cola', 33), line('cola', 33), line('cola', 33)], { taxes: [off('Sales tax 7 %', 7)] });

const taxed = orderOf([line('pizza', 1350), line('cola', 320)], {
  taxes: [off('GST', 84), off('PST', 117), off('Bottle deposit', 10)],
});

const above = orderOf([line('bread', 495)], {
  discounts: [off('Anniversary voucher', 2000)],
  total: minor(0),
  tenders: [],
});

const equal = orderOf([line('bread', 495)], { discounts: [off('On the house', 495)], tenders: [] });

const three = orderOf([line('pizza', 1350, { quantity: 2 })], {
  discounts: [off('Loyalty', 100), off('Loyalty', 100), off('Two for one', 1350)],
});

const tipped = orderOf([line('bread', 495)], { charges: [charge('Tip', 105, 'tip')] });

const tips = orderOf([line('bread', 495)], { charges: [charge('Driver', 150, 'tip'), charge('Kitchen', 50, 'tip')] });

const onlyTip = orderOf([line('bread', 495)], {
  charges: [charge('Driver', 200, 'tip')],
  discounts: [off('On the house', 495)],
});

const charges = orderOf([line('bread', 495)], {
  charges: [
    charge('Delivery', 299, 'delivery'),
    charge('Service', 99, 'service'),
    charge('Bag', 10, 'service'),
    charge('Bag', 10, 'service'),
    charge('Carbon offset', 7, 'other'),
  ],
});

const nameless = orderOf([line('bread', 495)], { charges: [charge('', 50, 'service')], discounts: [off(' ', 20)] });

const apart = orderOf([line('pizza', 1350)], { total: minor(1351) });

const long = orderOf([line('bread', 495)], {
  charges: [charge(`Small order fee, ${'as agreed with the platform, '.repeat(3)}end`, 150)],
  discounts: [off(`Promotion ${'of the winter season '.repeat(4)}end`, 45)],
});

const everyPart = orderOf([line('pizza', 1999, { quantity: 3, notes: 'One of each' }), line('water', 0)], {
  charges: [charge('Delivery', 333, 'delivery'), charge('Driver', 77, 'tip')],
  discounts: [off('Loyalty', 1)],
  taxes: [off('City tax', 3)],
});

const TWO_TIPS = { charges: [], tip: 200, total: 695, paid: 695 };

/** Taxes, discounts, tips, charges: what stands beside the lines. */
export const AMOUNT_ORDERS: readonly OrderCase[] = [
  ordered(
    'a-tax-that-was-rounded',
    'A till that computes the tax anew, by the line, shows 6 or 8: a penny that somebody must explain.',
    rounded,
    { taxes: [{ name: 'Sales tax 7 %', amount: 7 }], total: 106, paid: 106 },
  ),
  ordered('three-taxes', 'The second tax replaced the first.', taxed, {
    taxes: [
      { name: 'GST', amount: 84 },
      { name: 'PST', amount: 117 },
      { name: 'Bottle deposit', amount: 10 },
    ],
    total: 1881,
  }),
  {
    name: 'a-discount-above-the-total',
    why: 'A voucher of 20.00 on 4.95 made a negative total, which the till refused.',
    order: above,
    ticket: { ...asOrdered(above), discounts: [{ name: 'Anniversary voucher', amount: 2000 }], paid: 0 },
  },
  ordered('a-discount-of-the-whole-total', 'Nothing was left to pay, so there was no payment, and no ticket.', equal, {
    discounts: [{ name: 'On the house', amount: 495 }],
    total: 0,
    paid: 0,
  }),
  ordered('three-discounts', 'Two discounts of one name were taken for one.', three, {
    discounts: [
      { name: 'Loyalty', amount: 100 },
      { name: 'Loyalty', amount: 100 },
      { name: 'Two for one', amount: 1350 },
    ],
    total: 1150,
    paid: 1150,
  }),
  ordered('a-tip', 'The tip was booked as turnover, and the driver never saw it.', tipped, {
    charges: [],
    tip: 105,
    total: 600,
    paid: 600,
  }),
  {
    ...ordered('two-tips', 'A till with one field for the tip got the last of two.', tips, TWO_TIPS),
    // Written into a note they are two.
    given: (orders) => ({ ticket: orders.tips ? { ...asOrdered(tips), ...TWO_TIPS } : withoutTip(tips) }),
  },
  ordered(
    'a-tip-where-nothing-else-is-to-pay',
    'The meal was free, the tip was not: it vanished with the payment.',
    onlyTip,
    {
      charges: [],
      tip: 200,
      total: 200,
      paid: 200,
    },
  ),
  ordered('five-charges', 'Two bags cost two fees; a kind of charge that is new must be there by its name.', charges, {
    charges: [
      { name: 'Delivery', amount: 299 },
      { name: 'Service', amount: 99 },
      { name: 'Bag', amount: 10 },
      { name: 'Bag', amount: 10 },
      { name: 'Carbon offset', amount: 7 },
    ],
    total: 920,
    paid: 920,
  }),
  ordered('amounts-without-a-name', 'A fee without a name was refused by the till, or left out.', nameless, {
    charges: [{ name: '', amount: 50 }],
    discounts: [{ name: '', amount: 20 }],
    total: 525,
  }),
  {
    name: 'parts-that-do-not-add-up',
    why: 'A penny of rounding between the parts and the total is no reason to let a guest starve.',
    order: apart,
    ticket: { ...asOrdered(apart), paid: 1351 },
  },
  ordered('amounts-with-long-names', 'A name of 100 characters was refused, or took the amount with it.', long, {
    charges: [{ name: 'Small order fee, as agreed', amount: 150 }],
    discounts: [{ name: 'Promotion of the winter', amount: 45 }],
    total: 600,
  }),
  ordered('odd-amounts-everywhere', 'Floating point made 59.97 of 3 × 19.99 only most of the time.', everyPart, {
    total: 3 * 1999 + 333 + 77 - 1 + 3,
    paid: 6409,
    tip: 77,
  }),
];

/** The tips by their names, where no field can hold their sum: the till’s own total is without them. */
function withoutTip(order: OrderCase['order']): ExpectedTicket {
  const { tip: _tip, total: _total, texts, ...rest } = asOrdered(order);
  return { ...rest, texts: [...texts, ...order.charges.map(({ name }) => name)] };
}
