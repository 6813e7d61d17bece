import type { Dice } from './dice.js';
import type { StorePlan } from './stores.js';

/* What guests order: references of the till's sample menus, options with their groups, as POS Hub's orders name them. */

type Options = readonly object[];

const option = (group: string, modifier: string, more: object = {}): object => ({
  ...{ posReference: modifier, parentPosReference: group },
  ...more,
});

function crust(dice: Dice): Options {
  const kind = dice.pick(['classic', 'thin', 'stuffed']);
  const chosen = [option('grp_crust', `mod_crust_${kind}`)];
  if (kind !== 'stuffed') return chosen;
  const within = (parent: string): object => ({ parentModifierPosReference: parent });
  if (dice.happens(0.5))
    return [...chosen, option('grp_filling', 'mod_filling_mozzarella', within('mod_crust_stuffed'))];
  return [
    ...chosen,
    option('grp_filling', 'mod_filling_nduja', within('mod_crust_stuffed')),
    option('grp_heat', dice.pick(['mod_heat_mild', 'mod_heat_hot']), within('mod_filling_nduja')),
  ];
}

function several(dice: Dice, group: string, modifiers: readonly string[], least: number, most: number): Options {
  return dice.some(modifiers, dice.between(least, most)).map((modifier) => option(group, modifier));
}

const TOPPINGS = ['olives', 'mushrooms', 'anchovies', 'burrata', 'rocket'].map((name) => `mod_top_${name}`);
const SCOOPS = ['pistachio', 'vanilla', 'lemon'].map((name) => `mod_scoop_${name}`);
const SAUCES = ['scharf', 'knoblauch', 'erdnuss'].map((name) => `mod_sauce_${name}`);
const WITHOUT = ['mod_ohne_zwiebeln', 'mod_ohne_kohl'];

type Dish = readonly [refs: readonly string[], options: (dice: Dice) => Options];

const none = (): Options => [];

const MENUS: Readonly<Record<StorePlan['like'], readonly Dish[]>> = {
  str_soho: [
    [
      [...['9', '12', '16'].map((size) => `prd_margherita/var_margherita_${size}`), ...['prd_diavola', 'prd_marinara']],
      (dice) => [...crust(dice), ...several(dice, 'grp_toppings', TOPPINGS, 0, 4)],
    ],
    [['prd_garlic_bread', 'prd_caesar', 'prd_tiramisu', 'prd_water'], none],
    [['prd_gelato'], (dice) => several(dice, 'grp_scoops', SCOOPS, 1, 3)],
    [['prd_cola'], (dice) => several(dice, 'grp_ice', ['mod_no_ice', 'mod_slice'], 0, 2)],
  ],
  str_kreuzberg: [
    [
      ['prd_doener'],
      (dice) => [...several(dice, 'grp_sauce', SAUCES, 1, 2), ...several(dice, 'grp_ohne', WITHOUT, 0, 2)],
    ],
    [['prd_falafel'], (dice) => several(dice, 'grp_sauce', SAUCES, 1, 2)],
    [['prd_currywurst', 'prd_pommes/var_pommes_klein', 'prd_pommes/var_pommes_gross', 'prd_ayran', 'prd_pils'], none],
  ],
};

const WISHES = ['no onions please', 'extra crispy', 'für Oma, ganz weich', 'half now, half later'];

/** The lines of one order: mostly few, now and then many. */
export function itemsOf(dice: Dice, like: StorePlan['like'], isUnknown: boolean): readonly object[] {
  const count = dice.happens(0.05) ? dice.between(8, 20) : dice.between(1, 4);
  const items = Array.from({ length: count }, (): object => {
    const [refs, options] = dice.pick(MENUS[like]);
    return {
      posReference: dice.pick(refs),
      quantity: dice.happens(0.2) ? dice.between(2, 6) : 1,
      options: options(dice),
      ...(dice.happens(0.3) ? { customerNotes: dice.pick(WISHES) } : {}),
    };
  });
  if (!isUnknown) return items;
  return [...items, { posReference: 'prd_nobody_knows', name: 'Ghost pepper pie', price: 900, quantity: 1 }];
}
