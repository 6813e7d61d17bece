import { asOrdered, line, minor, option, ordered, orderOf } from '../build.js';
import type { ExpectedTicket, OrderCase } from '../types.js';

const [pizza, cola, olives] = [line('pizza', 1350), line('cola', 320), option('olives', 120)];

const unlinked = orderOf([pizza, { name: 'Cake of the day', quantity: 1, price: minor(450), options: [] }]);
const unlinkedOption = orderOf([
  { ...pizza, options: [olives, { name: 'Gold leaf', quantity: 1, price: minor(900), options: [] }] },
]);
const stranger = orderOf([pizza, line('never-sold-here', 450)]);
const strangeOption = orderOf([{ ...pizza, options: [olives, option('never-offered-here', 45)] }]);
const deleted = orderOf([line('bread', 495), cola]);
const soldOut = orderOf([pizza, cola]);
const soldOutOption = orderOf([{ ...pizza, options: [olives] }]);
const moved = orderOf([line('bread', 495), cola]);
const nothing = { ...orderOf([cola]), lines: [] };
const foreign = inCurrency('CHF');

/** An order in another currency than the store's: no till may take 3.20 CHF for 3.20 of its own. */
function inCurrency(currency: string): ReturnType<typeof orderOf> {
  const total = { amount: 320, currency };
  return {
    ...orderOf([]),
    lines: [{ ...cola, price: total }],
    tenders: [{ kind: 'card', amount: total }],
    subtotal: total,
    total,
  };
}

/** What can't be made of the menu that the store has now. Where a till takes it all the same, then whole. */
export const REFUSAL_ORDERS: readonly OrderCase[] = [
  {
    name: 'a-line-without-a-reference',
    why: 'A menu item that is linked to nothing was dropped from the order, and the rest of it cooked.',
    order: unlinked,
    given: ({ adHocLines }) => unreferenced(adHocLines, unlinked),
  },
  {
    name: 'an-option-without-a-reference',
    why: 'The same, an option down.',
    order: unlinkedOption,
    // A till without options has them in its note, where nobody needs a reference.
    given: ({ adHocLines, optionDepth }) => unreferenced(adHocLines || optionDepth === 0, unlinkedOption),
  },
  {
    name: 'a-reference-that-nobody-knows',
    why: 'The menu was published from another store; the till’s answer must come back as a reason to read.',
    order: stranger,
    given: ({ adHocLines }) => unknown(adHocLines, stranger),
  },
  {
    name: 'an-option-that-nobody-knows',
    why: 'The same, an option down: the dish without it is not what was ordered.',
    order: strangeOption,
    given: ({ adHocLines, optionDepth }) => unknown(adHocLines || optionDepth === 0, strangeOption),
  },
  {
    name: 'an-item-that-was-deleted',
    why: 'Menus stay published for minutes after something is taken off: no ticket, or the whole order.',
    order: deleted,
    changes: [{ type: 'remove', key: 'bread' }],
    given: ({ adHocLines }) => ({
      ticket: adHocLines ? withFirst(deleted, 'Garlic bread') : asOrdered(deleted),
      refusals: ['menu.item_unknown', 'menu.item_unavailable'],
    }),
  },
  {
    name: 'an-item-that-is-sold-out',
    why: 'It ran out while the guest chose: no ticket, or the whole order; never one without it.',
    order: soldOut,
    changes: [{ type: 'stock', key: 'cola', available: false }],
    ticket: asOrdered(soldOut),
    refusals: ['menu.item_unavailable'],
  },
  {
    name: 'an-option-that-is-sold-out',
    why: 'The same, an option down.',
    order: soldOutOption,
    changes: [{ type: 'stock', key: 'olives', available: false }],
    ticket: asOrdered(soldOutOption),
    refusals: ['menu.item_unavailable'],
  },
  {
    ...ordered(
      'renamed-and-dearer-since',
      'The till has another name and price by now; reference and price of the order count.',
      moved,
      {
        lines: [
          { item: 'bread', quantity: 1, price: 495, options: [] },
          { item: 'cola', quantity: 1, price: 320, options: [] },
        ],
        total: 815,
      },
    ),
    changes: [
      { type: 'rename', key: 'bread', name: 'Flatbread' },
      { type: 'price', key: 'bread', price: 625 },
    ],
  },
  {
    name: 'no-lines',
    why: 'An empty ticket was printed, and the kitchen waited for its end.',
    order: nothing,
    refusals: ['order.unreadable'],
  },
  {
    name: 'another-currency-than-the-store',
    why: 'Amounts without their currency were taken for the store’s own.',
    order: foreign,
    refusals: ['money.not_exact', 'store.currency_differs', 'vendor.refused', 'order.unreadable'],
  },
];

function unreferenced(adHocLines: boolean, order: OrderCase['order']): Pick<OrderCase, 'ticket' | 'refusals'> {
  return { refusals: ['menu.item_unreferenced'], ...(adHocLines ? { ticket: asOrdered(order) } : {}) };
}

function unknown(adHocLines: boolean, order: OrderCase['order']): Pick<OrderCase, 'ticket' | 'refusals'> {
  return { refusals: ['menu.item_unknown'], ...(adHocLines ? { ticket: asOrdered(order) } : {}) };
}

/** The first line by its name: what is gone has nothing else at a till that takes lines of any name. */
function withFirst(order: OrderCase['order'], item: string): ExpectedTicket {
  const ticket = asOrdered(order);
  return { ...ticket, lines: ticket.lines.map((one, index) => (index === 0 ? { ...one, item } : one)) };
}
