import fc from 'fast-check';
import { ALLERGENS, WEEKDAYS, type Catalog, type Choice, type Money, type Selection } from '@poshub-bridge/core';

/** A small catalog that has one of everything. */
export function sampleCatalog(changes: Partial<Catalog> = {}): Catalog {
  const price = (amount: number): Money => ({ amount, currency: 'GBP' });
  return {
    currency: 'GBP',
    categories: [{ ref: 'C1', name: 'Burgers', available: true, position: 1, imageUrl: 'https://cdn.test/c.jpg' }],
    modifiers: [
      { ref: 'M1', name: 'Cheese', price: price(100), available: true },
      { ref: 'M2', name: 'Rind', price: price(0), available: false },
    ],
    modifierGroups: [
      { ref: 'G1', name: 'Extras', minimum: 0, maximum: 3, modifiers: ['M1'] },
      { ref: 'G2', name: 'Which cheese', minimum: 1, maximum: 1, modifiers: ['M2'], version: '7' },
    ],
    products: [
      {
        ref: 'P1',
        name: 'Burger',
        description: 'With everything.',
        price: price(1000),
        available: true,
        imageUrl: '/images/burger.png',
        containsAlcohol: false,
        nutrition: {
          allergens: ['none', 'sulphur-dioxide-sulphites', 'milk', 'milk'],
          diet: 'vegetarian',
          spiciness: 'very-hot',
          calories: { from: 500, to: 600 },
        },
        categories: ['C1'],
        selections: [
          {
            group: 'G1',
            minimum: 0,
            maximum: 3,
            choices: [
              {
                modifier: 'M1',
                price: price(90),
                selections: [{ group: 'G2', minimum: 1, maximum: 1, choices: [{ modifier: 'M2', selections: [] }] }],
              },
            ],
          },
        ],
        hours: [
          { day: 'sunday', from: '12:00', to: '16:00' },
          { day: 'monday', from: '09:00', to: '11:30' },
          { day: 'sunday', from: '18:00', to: '23:59' },
        ],
      },
      {
        ref: 'P2',
        name: 'Large burger',
        price: price(1200),
        available: true,
        variantOf: 'P1',
        categories: [],
        selections: [],
      },
    ],
    taxRates: [{ ref: 'T1', name: 'VAT', millionths: 200_000, inclusive: true, isDefault: true }],
    hours: [{ day: 'friday', from: '00:00', to: '23:59' }],
    ...changes,
  };
}

const texts = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => /\S/.test(text));
const refs = fc.uniqueArray(texts, { minLength: 1, maxLength: 4 });
const money = fc.integer({ min: 0, max: 999_999_999 }).map((amount): Money => ({ amount, currency: 'GBP' }));
const clock = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours = fc.array(fc.record({ day: fc.constantFrom(...WEEKDAYS), from: clock, to: clock }), { maxLength: 9 });
const nutrition = fc.record(
  {
    allergens: fc.array(fc.constantFrom(...ALLERGENS), { maxLength: 6 }),
    diet: fc.constantFrom('vegan' as const, 'vegetarian' as const),
    spiciness: fc.constantFrom('mild' as const, 'medium' as const, 'hot' as const, 'very-hot' as const),
    calories: fc.record({ from: fc.nat(500), to: fc.nat(900) }),
  },
  { requiredKeys: [] },
);
const limits = { minimum: fc.nat(100), maximum: fc.nat(100) };
const links = fc.oneof(
  fc.webUrl(),
  texts,
  fc.constantFrom('', '//cdn.test/x.png', 'ftp://cdn.test/x', 'data:image/png;,'),
);
const described = { name: texts, description: fc.string(), position: fc.nat(99), version: fc.string() };
const offer = {
  ...{ ...described, price: money, available: fc.boolean(), imageUrl: links, nutrition },
  ...{ containsAlcohol: fc.boolean(), containsTobacco: fc.boolean() },
};

function each<T>(
  refsOfAll: readonly string[],
  make: (ref: fc.Arbitrary<string>) => fc.Arbitrary<T>,
): fc.Arbitrary<T[]> {
  return fc.tuple(...refsOfAll.map((ref) => make(fc.constant(ref))));
}

function selections(groups: readonly string[], modifiers: readonly string[]): fc.Arbitrary<Selection[]> {
  const { list } = fc.letrec<{ list: Selection[]; choice: Choice }>((tie) => ({
    list: fc.oneof(
      { maxDepth: 3 },
      fc.constant<Selection[]>([]),
      fc.array(
        fc.record({ group: fc.constantFrom(...groups), ...limits, choices: fc.array(tie('choice'), { maxLength: 3 }) }),
        { maxLength: 3 },
      ),
    ),
    choice: fc.record(
      { modifier: fc.constantFrom(...modifiers), price: money, selections: tie('list') },
      { requiredKeys: ['modifier', 'selections'] },
    ),
  }));
  return list;
}

const taxRates = fc.array(
  fc.record({
    ...{ ref: texts, name: texts, millionths: fc.integer({ min: 0, max: 1_000_000 }) },
    ...{ inclusive: fc.boolean(), isDefault: fc.boolean() },
  }),
  { maxLength: 3 },
);

/** Whole catalogs of every kind that the domain allows. */
export const catalogs: fc.Arbitrary<Catalog> = fc.tuple(refs, refs, refs, refs).chain(([cats, mods, groups, prods]) => {
  const some = (all: readonly string[]): fc.Arbitrary<string[]> => fc.array(fc.constantFrom(...all), { maxLength: 3 });
  return fc.record(
    {
      currency: fc.constant('GBP'),
      categories: each(cats, (ref) =>
        fc.record(
          { ref, ...described, available: fc.boolean(), imageUrl: links },
          { requiredKeys: ['ref', 'name', 'available'] },
        ),
      ),
      modifiers: each(mods, (ref) =>
        fc.record({ ref, ...offer }, { requiredKeys: ['ref', 'name', 'price', 'available'] }),
      ),
      modifierGroups: each(groups, (ref) =>
        fc.record(
          { ref, ...described, ...limits, modifiers: some(mods) },
          { requiredKeys: ['ref', 'name', 'minimum', 'maximum', 'modifiers'] },
        ),
      ),
      products: each(prods, (ref) =>
        fc.record(
          {
            ...{ ref, ...offer, categories: some(cats), selections: selections(groups, mods), hours },
            variantOf: fc.constantFrom(...prods),
          },
          { requiredKeys: ['ref', 'name', 'price', 'available', 'categories', 'selections'] },
        ),
      ),
      taxRates,
      hours,
    },
    { requiredKeys: ['currency', 'categories', 'modifiers', 'modifierGroups', 'products', 'taxRates'] },
  );
});
