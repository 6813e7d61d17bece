import { asOrdered, line, ordered, orderOf } from '../build.js';
import type { ExpectedLine, OrderCase } from '../types.js';

const BREAD: ExpectedLine = { item: 'bread', quantity: 1, price: 495, options: [] };

const emoji = orderOf([line('bread', 495, { notes: '👨‍👩‍👧‍👦 family table, 🌶️🌶️ hot, 🏴󠁧󠁢󠁳󠁣󠁴󠁿 flag' })], {
  notes: '🥜🚫 NO NUTS 🥜🚫',
});

const backwards = orderOf([line('bread', 495, { notes: 'بدون بصل من فضلك (2)' })], {
  notes: 'אלרגיה לבוטנים! קומה 3, דירה 12',
  customer: { firstName: 'נועה', lastName: 'كريم' },
});

const combining = orderOf([line('bread', 495, { notes: 'Cafe\u0301 cre\u0300me, pha\u0309i \u0111u\u0301ng' })], {
  notes: 'क्षत्रिय ภาษาไทย ก็ดี Z\u0351\u036b\u0343a\u0328lgo',
});

const halved = orderOf([line('bread', 495, { notes: 'no sesame \ud83e' })], { notes: '\udd57 and no mustard' });

const control = orderOf([line('bread', 495, { notes: 'no\u0007 sesame\u001b[2J\r\nnor egg' })], {
  notes: 'No peanuts\u0000\r\n\r\n\tno soy\u2028no celery\u000b\ufeff',
});

const markup = orderOf([line('bread', 495, { notes: '<script>alert(1)</script> & <br/> "quoted" \'single\'' })], {
  notes: '</ticket><cancel/> &lt;b&gt; <!-- no nuts -->',
  customer: { firstName: '<b>Ada</b>', lastName: 'O’Brien & Sons' },
});

const code = orderOf([line('bread', 495, { notes: '=SUM(A1:A9) {{7*7}} ${total} %s %00 \\u0041 {"a":1}' })], {
  notes: "Robert'); DROP TABLE orders;--",
  customer: { firstName: 'Null', lastName: 'undefined' },
});

const allergy = orderOf(
  [
    line('pizza', 1350, { notes: 'ALLERGY on this one: sesame' }),
    line('bread', 495),
    line('cola', 320, { notes: 'no ice' }),
  ],
  { notes: 'ALLERGENS: peanuts, gluten (coeliac!). Please call before you swap anything.' },
);

const eachLine = orderOf(
  ['rare', 'well done', 'rare', 'no salt', 'cut in half'].map((notes) => line('bread', 495, { notes })),
);

const filling = (length: number, end: string): string =>
  `Begin ${'a very long wish '.repeat(Math.ceil(length / 17))}`.slice(0, length - end.length) + end;

const TWO_THOUSAND = filling(2_000, ' ALLERGY: CELERY');
const long = orderOf([line('bread', 495)], { notes: TWO_THOUSAND });
const longLine = orderOf([line('bread', 495, { notes: TWO_THOUSAND }), line('cola', 320, { notes: 'short' })]);
const tooLong = orderOf([line('bread', 495)], { notes: filling(20_000, ' ALLERGY: CELERY') });

const blank = orderOf([line('bread', 495, { notes: '' }), line('cola', 320, { notes: ' \n ' })], { notes: '   ' });

const yes = orderOf([line('bread', 495)], { utensils: true });
const no = orderOf([line('bread', 495)], { utensils: false, notes: 'We have our own plates' });

/** What people write. */
export const TEXT_ORDERS: readonly OrderCase[] = [
  ordered(
    'emoji-of-many-parts',
    'A family of four was cut into strangers, a flag into letters, “no” into nothing.',
    emoji,
    {
      lines: [{ ...BREAD, note: '👨‍👩‍👧‍👦 family table, 🌶️🌶️ hot, 🏴󠁧󠁢󠁳󠁣󠁴󠁿 flag' }],
      texts: ['🥜🚫 NO NUTS 🥜🚫'],
    },
  ),
  ordered('right-to-left', 'Hebrew and Arabic were reversed, or turned into question marks.', backwards, {
    texts: ['אלרגיה לבוטנים! קומה 3, דירה 12', 'נועה', 'كريم', 'بدون بصل من فضلك (2)'],
  }),
  ordered('combining-characters', 'Marks that stand on letters were counted, cut or moved onto others.', combining, {
    texts: ['क्षत्रिय ภาษาไทย ก็ดี', 'Cafe\u0301 cre\u0300me'],
  }),
  {
    name: 'half-an-emoji',
    why: 'An app cut the note in the middle of an emoji; the encoder threw, and the order was lost with it.',
    order: halved,
    ticket: { ...asOrdered(halved), lines: [{ ...BREAD, note: 'no sesame' }], texts: ['and no mustard', 'Ada', '42'] },
  },
  {
    name: 'control-characters',
    why: 'A printer rang its bell, cleared its page, and stopped at a zero byte before the allergy.',
    order: control,
    ticket: {
      ...asOrdered(control),
      lines: [BREAD],
      texts: ['No peanuts', 'no soy', 'no celery', 'sesame', 'nor egg'],
    },
  },
  ordered('markup', 'A note became part of the page or the ticket’s XML, or came out as &amp;amp;.', markup, {
    texts: ['</ticket><cancel/> &lt;b&gt; <!-- no nuts -->', '<b>Ada</b>', 'O’Brien & Sons'],
  }),
  ordered('texts-that-look-like-code', 'A guest called Null had no name, and a note was run as a formula.', code, {
    texts: [
      'Null',
      'undefined',
      "Robert'); DROP TABLE orders;--",
      '=SUM(A1:A9) {{7*7}} ${total} %s %00 \\u0041 {"a":1}',
    ],
  }),
  ordered(
    'allergies-in-notes',
    'An allergy that stands only in a program’s field is one that the cook does not read.',
    allergy,
    {
      texts: ['peanuts, gluten (coeliac!)', 'ALLERGY on this one: sesame'],
    },
  ),
  ordered('a-note-on-each-line', 'Notes were put to the wrong lines, or all to the first.', eachLine, {
    lines: ['rare', 'well done', 'rare', 'no salt', 'cut in half'].map((note) => ({ ...BREAD, note })),
    total: 2475,
  }),
  {
    ...ordered('a-note-of-2000-characters', 'A note that was cut in silence lost the allergy at its end.', long),
    given: ({ noteLength }) => heldOrWhole(noteLength, 2_000, long),
  },
  {
    ...ordered('a-line-note-of-2000-characters', 'The same, at the line.', longLine),
    given: ({ noteLength, lineNoteLength }) => heldOrWhole(Math.max(noteLength, lineNoteLength), 2_100, longLine),
  },
  {
    name: 'a-note-of-20000-characters',
    why: 'Somebody pasted a whole page: a person must decide what of it counts.',
    order: tooLong,
    given: ({ noteLength }) =>
      noteLength < 20_000
        ? { refusals: ['order.too_long'] }
        : { ticket: asOrdered(tooLong), refusals: ['order.too_long'] },
  },
  ordered('notes-of-nothing', 'Empty texts were refused by the till as too short, and orders with them.', blank, {
    lines: [BREAD, { item: 'cola', quantity: 1, price: 320, options: [] }],
    total: 815,
  }),
  ordered('cutlery-yes', 'A guest in the office had soup and no spoon.', yes, { texts: ['Cutlery: yes'] }),
  ordered('cutlery-no', 'Cutlery that nobody asked for is thrown away.', no, {
    texts: ['Cutlery: no', 'We have our own plates'],
  }),
];

/** A note that just fits may still meet what else stands in the note; one that fits twice over must arrive. */
function heldOrWhole(room: number, length: number, order: OrderCase['order']): Pick<OrderCase, 'ticket' | 'refusals'> {
  const ticket = asOrdered(order);
  if (room < length) return { refusals: ['order.too_long'], ticket };
  return room >= 2 * length - 200 ? { ticket } : { ticket, refusals: ['order.too_long'] };
}
