import { catalogOf } from '../build.js';
import type { CatalogCase, Menu, MenuProduct } from '../types.js';
import { categoryNames, planned, productOf, unless } from './look.js';

const many = (count: number, one: (index: number) => MenuProduct): Menu => ({
  products: Array.from({ length: count }, (_, index) => one(index)),
});

const THOUSANDS = many(10_000, (index) => ({ key: `dish-${index}`, name: `Dish no. ${index}.`, price: index % 2_000 }));

const VARIANTS: Menu = {
  products: [
    {
      ...{ key: 'shirt', name: 'Shirt' },
      variants: Array.from({ length: 250 }, (_, index) => ({
        ...{ key: `shirt-${index}`, name: `size ${index}.`, price: 1_000 + index },
      })),
    },
  ],
};

const NESTED: Menu = {
  categories: [
    { key: 'food', name: 'All food' },
    { key: 'hot', name: 'Hot dishes', parent: 'food' },
    { key: 'soups', name: 'Soups', parent: 'hot' },
  ],
  products: [{ key: 'soup', name: 'Onion soup', price: 650, category: 'soups' }],
};

const THREE: Menu = {
  categories: [
    { key: 'lunch', name: 'Lunch' },
    { key: 'vegan', name: 'Vegan' },
    { key: 'new', name: 'New here' },
    { key: 'empty', name: 'Nothing in it' },
  ],
  products: [
    { key: 'salad', name: 'Salad', price: 900, category: 'lunch', alsoIn: ['vegan', 'new'] },
    { key: 'stray', name: 'In no category', price: 100 },
  ],
};

const PICTURES: Menu = {
  products: [
    { key: 'shown', name: 'With a picture', price: 500, image: 'https://images.example.com/shown.jpg' },
    { key: 'unseen', name: 'Without one', price: 500 },
  ],
};

const NAMESAKES: Menu = {
  products: [
    { key: 'lunch-soup', name: 'Soup of the day', price: 500 },
    { key: 'dinner-soup', name: 'Soup of the day', price: 700 },
  ],
};

const NAMELESS: Menu = {
  products: [
    { key: 'bread', name: 'Bread', price: 300 },
    { key: 'nameless', name: '', price: 100 },
  ],
};

const LONG = `Pizza ${'mit allem und scharf '.repeat(9)}`.slice(0, 195).trim();
const ODD: Menu = {
  products: [
    { key: 'long', name: LONG, price: 1 },
    { key: 'emoji', name: '👨‍🍳 Chef’s 🌶️🌶️', price: 2 },
    { key: 'arabic', name: 'فلافل', price: 3 },
    { key: 'markup', name: '<b>Fish</b> & "chips"', price: 4 },
    { key: 'accents', name: 'Phở bo\u0300 Nu\u0301ñez', price: 5 },
  ],
};

const PRICES: Menu = {
  products: [
    { key: 'free', name: 'Tap water', price: 0 },
    { key: 'cheap', name: 'Sugar', price: 1 },
    { key: 'round', name: 'Set menu', price: 10_000 },
    { key: 'dearest', name: 'The whole bar', price: 999_999_999 },
  ],
};

const HIDDEN: Menu = {
  products: [
    { key: 'bread', name: 'Bread', price: 300 },
    { key: 'staff', name: 'Staff meal', price: 0, hidden: true },
  ],
};

/** What is sold: names, prices, categories, pictures. */
export const ITEM_CATALOGS: readonly CatalogCase[] = [
  {
    name: 'nested-categories',
    why: 'POS Hub’s categories are flat; what stood in a category of a category stood in none.',
    menu: NESTED,
    products: catalogOf(NESTED),
    also: (reading) =>
      unless(
        categoryNames(reading, 'soup').some((name) => name.includes('Soups')),
        'the soup is not among the soups',
      ),
  },
  {
    name: 'an-item-in-three-categories',
    why: 'The last category won, and the salad was no longer among the vegan dishes.',
    menu: THREE,
    products: catalogOf(THREE),
    also: (reading) => [
      ...unless(
        categoryNames(reading, 'salad').join() === 'Lunch,New here,Vegan',
        `the salad stands in ${categoryNames(reading, 'salad').join() || 'no category'}`,
      ),
      ...unless(categoryNames(reading, 'stray').length === 0, 'what stands in no category stands in one'),
    ],
  },
  {
    name: 'pictures-for-some',
    why: 'A dish without a picture got its neighbour’s, or a broken one that POS Hub refused.',
    menu: PICTURES,
    products: catalogOf(PICTURES),
    also: (reading) => {
      const [shown, unseen] = [productOf(reading, 'shown')?.imageUrl, productOf(reading, 'unseen')?.imageUrl];
      const isRight = !reading.capabilities.catalog.images || shown === 'https://images.example.com/shown.jpg';
      return [
        ...unless(isRight, `the picture is ${shown ?? 'missing'}`),
        ...unless(unseen === undefined, `a picture came from nowhere: ${unseen ?? ''}`),
      ];
    },
  },
  {
    name: 'two-items-of-one-name',
    why: 'A map by name kept one soup of two, at the other’s price.',
    menu: NAMESAKES,
    products: [],
    also: ({ catalog }) => {
      const prices = catalog.products.map(({ price }) => price.amount).sort((a, b) => a - b);
      return unless(
        prices.join() === '500,700',
        `the soups cost ${prices.join(' and ') || 'nothing'}, not 500 and 700`,
      );
    },
  },
  {
    name: 'an-item-without-a-name',
    why: 'POS Hub refuses what has no name, and with it the whole import.',
    menu: NAMELESS,
    products: [{ item: 'bread', name: 'Bread', price: 300, available: true, selections: [] }],
    also: (reading) => [
      ...unless(
        reading.catalog.products.every(({ name }) => name.trim() !== ''),
        'a product without a name is offered',
      ),
      ...(reading.catalog.products.length === 1
        ? unless(reading.warnings.length > 0, 'what has no name is left out without a warning')
        : []),
    ],
  },
  {
    name: 'long-and-odd-names',
    why: 'Names were cut, stripped of what is not ASCII, or escaped for a page that they are not on.',
    menu: ODD,
    products: catalogOf(ODD),
  },
  {
    name: 'from-nothing-to-the-dearest',
    why: 'A price of 0 was taken for none, and 9,999,999.99 written as 1e7.',
    menu: PRICES,
    products: [
      { item: 'free', name: 'Tap water', price: 0, available: true, selections: [] },
      { item: 'cheap', name: 'Sugar', price: 1, available: true, selections: [] },
      { item: 'round', name: 'Set menu', price: 10_000, available: true, selections: [] },
      { item: 'dearest', name: 'The whole bar', price: 999_999_999, available: true, selections: [] },
    ],
  },
  {
    name: 'an-item-for-nobody-to-see',
    why: 'What the till hides from guests was on the menu for everybody.',
    menu: HIDDEN,
    products: [{ item: 'bread', name: 'Bread', price: 300, available: true, selections: [] }],
    also: ({ catalog }) =>
      unless(
        !catalog.products.some(({ name, available }) => name.includes('Staff meal') && available),
        'what is hidden can be ordered',
      ),
  },
  {
    name: 'two-hundred-and-fifty-variants',
    why: 'A list of variants has pages too: sizes beyond the first page could not be ordered.',
    menu: VARIANTS,
    products: catalogOf(VARIANTS),
    also: ({ catalog }) => {
      const forms = catalog.products.filter(({ variantOf }) => variantOf !== undefined).length;
      // Where a till has no variants, each is a product.
      const isEach = forms === 250 || catalog.products.length === 250;
      return unless(isEach, `there are ${forms} variants instead of 250`);
    },
  },
  {
    name: 'ten-thousand-items',
    why: 'A large menu ran out of pages, of memory, or of the time that a sync has.',
    menu: THOUSANDS,
    products: catalogOf(THOUSANDS),
    also: (reading) => [
      ...unless(reading.catalog.products.length === 10_000, `there are ${reading.catalog.products.length} products`),
      ...planned(reading, 0, 0, 0),
    ],
  },
  {
    name: 'nothing-at-all',
    why: 'A store that sells nothing yet is no fault: its menu is empty.',
    menu: { products: [] },
    products: [],
    also: ({ catalog }) => unless(catalog.products.length === 0, `there are ${catalog.products.length} products`),
  },
];
