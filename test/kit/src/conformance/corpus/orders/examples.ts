import { asOrdered, charge, line, minor, option, orderOf } from '../build.js';
import type { OrderCase } from '../types.js';

const identical = orderOf([line('pizza', 1350, { options: [option('olives', 120), option('olives', 120)] })]);

const nested = orderOf([
  line('pizza', 1350, {
    quantity: 2,
    notes: 'Well done, please',
    options: [
      option('stuffed', 250, { options: [option('nduja', 120, { quantity: 2, options: [option('hot', 5)] })] }),
      option('no-onions', 0),
    ],
  }),
  line('margherita-12', 1150),
]);

const everything = orderOf([line('pizza', 1350), line('cola', 320, { quantity: 3 })], {
  notes: 'ALLERGY: nuts. Severe.',
  utensils: false,
  customer: { firstName: 'Ada', lastName: 'Sample', phone: '+442079460000', phonePin: '771' },
  fulfilment: {
    kind: 'delivery',
    by: 'store',
    address: { lines: ['221b Baker Street', 'Flat 3'], city: 'London', postalCode: 'NW1 6XE', country: 'GB' },
    instructions: 'Ring twice',
  },
  scheduledFor: Date.UTC(2026, 6, 1, 17, 45),
  charges: [charge('Delivery', 299, 'delivery'), charge('Bag', 10, 'service'), charge('Driver', 150, 'tip')],
  discounts: [{ name: 'Welcome back', amount: minor(100) }],
  taxes: [{ name: 'City tax', amount: minor(37) }],
});

const letters = orderOf([line('bread', 495, { notes: '“Ohne” Knoblauch – ναι, да, 好 👩‍🍳 <b>&amp;</b> \\n "x"' })], {
  notes: 'Zoë O’Brien-Łukasz\nsecond line\ttab',
});

const dearer = orderOf([line('pizza', 1999), line('cola', 1)]);

const wordy = orderOf([line('bread', 495)], { notes: `Begin ${'very long allergy note '.repeat(20)}End` });

/** One of each sort, to start from. */
export const EXAMPLE_ORDERS: readonly OrderCase[] = [
  {
    name: 'identical-options',
    why: 'Two equal options were merged into one, or the second was lost: the guest paid for two.',
    order: identical,
    ticket: asOrdered(identical),
  },
  {
    name: 'options-three-deep',
    why: 'What is chosen within a choice got lost below the first level, or its quantity was multiplied twice.',
    order: nested,
    ticket: asOrdered(nested),
  },
  {
    name: 'everything-at-once',
    why: 'Each part that a till has no field for is a part that is easily forgotten.',
    order: everything,
    ticket: { ...asOrdered(everything), texts: [...asOrdered(everything).texts, 'Cutlery: no'] },
  },
  {
    name: 'letters-of-the-world',
    why: 'Texts were escaped twice, cut at an emoji, or stripped of what is not ASCII.',
    order: letters,
    ticket: { ...asOrdered(letters), texts: ['Zoë O’Brien-Łukasz', 'second line', '👩‍🍳 <b>&amp;</b> \\n "x"'] },
  },
  {
    name: 'another-price-than-the-menu',
    why: 'A promotion or a stale menu is no reason to refuse: the guest has paid that price.',
    order: dearer,
    ticket: asOrdered(dearer),
  },
  {
    name: 'a-note-of-460-letters',
    why: 'A note that was cut in silence lost the allergy at its end.',
    order: wordy,
    given: ({ noteLength }) =>
      noteLength >= 500 ? { ticket: asOrdered(wordy) } : { refusals: ['order.too_long'], ticket: asOrdered(wordy) },
  },
];
