import { expect } from 'chai';
import type { CatalogPart, PosAdapter, Product, Ticket, TicketLine, TicketOption } from '@poshub-bridge/core';
import { examine, REQUIREMENTS, tillRig, type Result } from '@poshub-bridge/testkit';
import { broken, lined, ticketed, untouched } from '../support/breaking.js';

/** Changes each part of the catalog before it is given on. */
function read(change: (part: CatalogPart) => CatalogPart): PosAdapter {
  return broken((system) => ({
    async *catalog(session, mark) {
      for await (const part of system.catalog(session, mark)) yield change(part);
    },
  }));
}

function productwise(change: (product: Product) => Product): PosAdapter {
  return read(({ products = [], ...part }) => ({ ...part, products: products.map(change) }));
}

const isPriced = ({ price }: TicketOption): boolean => price.amount > 0;
const twoLevels = ({ options }: TicketLine): readonly TicketOption[] =>
  options.map((one) => ({ ...one, options: one.options.map((inner) => ({ ...inner, options: [] })) }));
const merged = ({ lines }: Ticket): readonly TicketLine[] => [...new Map(lines.map((one) => [one.ref, one])).values()];
const textwise = (change: (text: string) => string): PosAdapter =>
  ticketed((ticket) => ({ ...ticket, note: change(ticket.note) }));

const MISTAKES: readonly (readonly [mistake: string, id: string, adapter: PosAdapter])[] = [
  ['merges lines of one item', 'order:two-identical-lines', ticketed((one) => ({ ...one, lines: merged(one) }))],
  [
    'merges them though their options differ',
    'order:one-dish-four-ways',
    ticketed((one) => ({ ...one, lines: merged(one) })),
  ],
  ['knows two levels of options', 'order:options-six-deep', lined((one) => ({ ...one, options: twoLevels(one) }))],
  [
    'drops options for nothing',
    'order:options-for-nothing',
    lined((one) => ({ ...one, options: one.options.filter(isPriced) })),
  ],
  [
    'has two digits of quantity in mind, and one in use',
    'order:ninety-nine-of-one',
    lined((one) => ({ ...one, quantity: Math.min(one.quantity, 9) })),
  ],
  ['sends a first page of lines', 'order:fifty-lines', ticketed((one) => ({ ...one, lines: one.lines.slice(0, 25) }))],
  ['cuts a note at its limit', 'order:a-note-of-2000-characters', textwise((note) => note.slice(0, 1_000))],
  ['escapes for a page', 'order:markup', textwise((note) => note.replaceAll('<', '&lt;'))],
  [
    'composes letters',
    'order:combining-characters',
    lined(({ notes = '', ...one }) => ({ ...one, notes: notes.normalize('NFC') })),
  ],
  ['reads left to right', 'order:right-to-left', textwise((note) => Array.from(note).reverse().join(''))],
  [
    'counts discounts by their names',
    'order:three-discounts',
    ticketed((one) => ({ ...one, discounts: [...new Map(one.discounts.map((off) => [off.name, off])).values()] })),
  ],
  ['has one tax', 'order:three-taxes', ticketed((one) => ({ ...one, taxes: one.taxes.slice(-1) }))],
  [
    'takes cash for paid',
    'order:cash-at-the-door',
    ticketed((one) => ({ ...one, tenders: one.tenders.map((paid) => ({ ...paid, kind: 'card' })) })),
  ],
  [
    'takes what is to be paid by card for paid',
    'order:card-at-the-door',
    ticketed((one) => ({ ...one, tenders: [{ kind: 'card', amount: one.total }] })),
  ],
  ['has one payment', 'order:card-and-cash', ticketed((one) => ({ ...one, tenders: one.tenders.slice(1) }))],
  [
    'is an hour early in the second half past one',
    'order:the-second-half-past-one',
    ticketed((one) => ({ ...one, scheduledFor: (one.scheduledFor ?? 0) - 3_600_000 })),
  ],
  [
    'takes a partner’s delivery for its own',
    'order:delivery-by-a-partner',
    ticketed((one) => ({ ...one, fulfilment: { kind: 'delivery', by: 'store' } })),
  ],
  [
    'has room for two lines of an address',
    'order:an-address-of-five-lines',
    ticketed((one) =>
      one.fulfilment.kind === 'delivery'
        ? {
            ...one,
            fulfilment: { ...one.fulfilment, address: { lines: one.fulfilment.address?.lines.slice(0, 2) ?? [] } },
          }
        : one,
    ),
  ],
  [
    'drops lines that it can’t find',
    'order:a-reference-that-nobody-knows',
    ticketed((one) => ({ ...one, lines: one.lines.slice(0, 1) })),
  ],
  [
    'makes references of names',
    'catalog:renamed-between-two-readings',
    productwise((one) => ({ ...one, ref: one.name })),
  ],
  [
    'has one category for each product',
    'catalog:an-item-in-three-categories',
    productwise((one) => ({ ...one, categories: one.categories.slice(0, 1) })),
  ],
  [
    'reads groups’ own limits alone',
    'catalog:one-group-with-three-limits',
    productwise((one) => ({
      ...one,
      selections: one.selections.map((asked) => ({ ...asked, minimum: 0, maximum: 3 })),
    })),
  ],
  [
    'leaves out what costs nothing',
    'catalog:from-nothing-to-the-dearest',
    read((part) => ({ ...part, products: (part.products ?? []).filter(({ price }) => price.amount > 0) })),
  ],
  [
    'has fifty variants at most',
    'catalog:two-hundred-and-fifty-variants',
    read((part) => ({ ...part, products: (part.products ?? []).slice(0, 51) })),
  ],
  [
    'knows products by their names',
    'catalog:two-items-of-one-name',
    read((part) => ({ ...part, products: [...new Map((part.products ?? []).map((one) => [one.name, one])).values()] })),
  ],
  [
    'opens backwards',
    'catalog:hours-past-midnight-and-a-closed-day',
    read((part) => ({
      ...part,
      ...(part.hours === undefined ? {} : { hours: part.hours.filter(({ from }) => from !== '00:00') }),
    })),
  ],
  [
    'adds taxes that prices contain',
    'catalog:taxes-within-and-on-top',
    read((part) => ({ ...part, taxRates: (part.taxRates ?? []).map((rate) => ({ ...rate, inclusive: false })) })),
  ],
];

async function tried(id: string, adapter: PosAdapter): Promise<Result> {
  const requirement = REQUIREMENTS.find((one) => one.id === id);
  if (requirement === undefined) throw new Error(`there is no requirement ${id}`);
  return examine(requirement, adapter, tillRig);
}

describe('The corpus finds an adapter that', () => {
  for (const [mistake, id, adapter] of MISTAKES)
    it(mistake, async () => {
      const { outcome, seen = '' } = await tried(id, adapter);
      expect(outcome).to.equal('failed');
      expect(seen).not.to.match(/Error/);
      expect((await tried(id, untouched)).outcome).to.equal('passed');
    });
});
