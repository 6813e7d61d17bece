import { planSync, type Catalog, type CatalogPlan, type Product } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import { line, orderOf } from '../corpus/build.js';
import { STANDARD_MENU } from '../corpus/menu.js';
import type { MenuChange } from '../corpus/types.js';
import { claims, type Requirement } from '../requirement.js';
import { come, demand, show, showFault } from '../verdict.js';

/** What the next sync would do after a change at the till. */
async function planAfter(
  bench: Bench,
  ...changes: readonly MenuChange[]
): Promise<{ readonly plan: CatalogPlan; readonly before: Catalog; readonly after: Catalog }> {
  await bench.sell();
  const before = (await bench.read()).catalog;
  for (const change of changes) await bench.fake.change(bench.store().ref, change);
  const after = (await bench.read()).catalog;
  return { plan: planSync(before, after), before, after };
}

function counts({ inserted, updated, deleted }: CatalogPlan): string {
  return `${inserted} inserted, ${updated} updated, ${deleted} deleted`;
}

function mustBe(plan: CatalogPlan, what: string, wanted: string): void {
  demand(counts(plan) === wanted, `${what} to be a sync of ${wanted}`, `it is ${counts(plan)}`);
}

function named(catalog: Catalog, name: string): Product | undefined {
  return (
    catalog.products.find((product) => product.name === name) ??
    catalog.products.find((product) => product.name.includes(name))
  );
}

export const CATALOG: readonly Requirement[] = [
  {
    id: 'catalog.twice',
    title: 'reads the same catalog twice as the same',
    why: 'A sync of what did not change must change nothing in POS Hub.',
    run: async (bench) => {
      const { plan } = await planAfter(bench);
      mustBe(plan, 'a second reading', '0 inserted, 0 updated, 0 deleted');
    },
  },
  {
    id: 'catalog.delete-one',
    title: 'sees one deletion as one deletion',
    why: 'More deletions than there were take other products off every channel.',
    run: async (bench) => {
      const { plan, before, after } = await planAfter(bench, { type: 'remove', key: 'bread' });
      const gone = before.products.filter(({ ref }) => !after.products.some((one) => one.ref === ref));
      demand(
        gone.length === 1 && gone[0]?.name.includes('Garlic bread') === true,
        'the product “Garlic bread” to be gone, and no other',
        `gone is ${gone.map(({ name }) => name).join(', ') || 'none'}`,
      );
      mustBe(plan, 'one deletion', '0 inserted, 0 updated, 1 deleted');
    },
  },
  {
    id: 'catalog.add-one',
    title: 'sees one new product as one',
    why: 'What is new at the till is to be sold today.',
    run: async (bench) => {
      const product = { key: 'pie', name: 'Apple pie', price: 600, category: 'food' };
      const { plan, after } = await planAfter(bench, { type: 'add', product });
      demand(
        named(after, 'Apple pie')?.price.amount === 600,
        'a product “Apple pie” for 600',
        show(named(after, 'Apple pie')),
      );
      mustBe(plan, 'one new product', '1 inserted, 0 updated, 0 deleted');
    },
  },
  {
    id: 'catalog.price',
    title: 'sees a new price as a change of that price alone',
    why: 'Small changes go out as single calls; the rest of the menu must not be sent again.',
    run: async (bench) => {
      const { plan, after } = await planAfter(bench, { type: 'price', key: 'cola', price: 345 });
      demand(named(after, 'Cola')?.price.amount === 345, 'Cola for 345', show(named(after, 'Cola')?.price));
      const offers = show(plan.offers?.map(({ price }) => price?.amount));
      demand(offers === '[345]', 'one single change, of the price to 345', `they are ${offers}`);
    },
  },
  {
    id: 'catalog.rename',
    title: 'keeps the reference of what is renamed',
    why: 'Orders name references: a reference made of a name breaks every menu that is published.',
    run: async (bench) => {
      const { before, after } = await planAfter(bench, { type: 'rename', key: 'bread', name: 'Flatbread' });
      const [old, now] = [named(before, 'Garlic bread')?.ref, named(after, 'Flatbread')?.ref];
      demand(
        old !== undefined && old === now,
        `“Flatbread” to keep the reference ${old ?? ''}`,
        `it is ${now ?? 'gone'}`,
      );
    },
  },
  {
    id: 'catalog.stock',
    title: 'shows what is sold out as not available, and back again',
    why: 'What can’t be cooked must not be ordered.',
    needs: [claims('catalog.stock')],
    fake: ['stock'],
    run: async (bench) => {
      for (const key of ['cola', 'olives', 'margherita-9']) {
        const shelf = await bench.sell();
        for (const available of [false, true]) {
          await bench.fake.change(bench.store().ref, { type: 'stock', key, available });
          const { products, modifiers } = (await bench.read()).catalog;
          const found = [...products, ...modifiers].find(({ ref }) => ref === shelf.ref(key));
          demand(found?.available === available, `${key} to be ${available ? 'available' : 'sold out'}`, show(found));
        }
      }
    },
  },
  {
    id: 'catalog.orderable',
    title: 'gives references that say all that an order needs',
    why: 'An order comes back with the reference and nothing else.',
    run: async (bench) => {
      const shelf = await bench.sell();
      const sold = STANDARD_MENU.products.flatMap(({ key, price, variants = [] }) => [
        ...(price === undefined ? [] : [{ key, price }]),
        ...variants,
      ]);
      const order = shelf.place(orderOf(sold.map(({ key, price }) => line(key, price))));
      const outcome = await bench.system.submit(await bench.session(), bench.ticket(order));
      demand(outcome.kind !== 'rejected', 'everything that is on the menu to be ordered', show(outcome));
      const seen = (await bench.only()).lines.map(({ item, name }) => item ?? name).join(', ');
      const wanted = sold.map(({ key }) => key).join(', ');
      demand(seen === wanted, `lines for ${wanted}`, `they are for ${seen}`);
    },
  },
  {
    id: 'catalog.changed-while-read',
    title: 'never mixes two versions of a menu that changes while it is read',
    why: 'Half of the old menu and half of the new one is a menu that nobody has.',
    run: async (bench) => {
      await bench.fake.seed(bench.store().ref, largeMenu());
      const whole = (await bench.read()).catalog.products.length;
      const calls = (await bench.during(() => bench.read())).length;
      for (let call = 1; call < calls; call += 1) {
        const removed = `item-${call}`;
        bench.gate.rule(async (_request, index) => {
          if (index === call) await bench.fake.change(bench.store().ref, { type: 'remove', key: removed });
          return undefined;
        });
        const came = await come('catalog', () => bench.read());
        bench.gate.rule();
        if (came.fault !== undefined) {
          const { fault } = came;
          demand(
            fault.retry !== 'never',
            'a menu that changes to be read again later',
            `catalog threw ${showFault(fault)}`,
          );
          continue;
        }
        const { length } = came.value.catalog.products;
        const right = [whole - call, whole - call + 1];
        demand(right.includes(length), `${right.join(' or ')} products, or an error`, `there are ${length}`);
      }
    },
  },
  {
    id: 'catalog.order-while-published',
    title: 'takes an order while the menu changes',
    why: 'A publish in the middle of an order must not lose the order, nor make two of it.',
    run: async (bench) => {
      const { shelf, seen: first } = await bench.taken();
      const ticket = bench.ticket(bench.order(shelf));
      const session = await bench.session();
      bench.gate.rule(async (_request, index) => {
        await bench.fake.change(bench.store().ref, { type: 'price', key: 'pizza', price: 1_400 + index });
        await bench.fake.change(bench.store().ref, { type: 'rename', key: 'cola', name: 'Cola (new)' });
        return undefined;
      });
      const outcome = await bench.system.submit(session, ticket);
      bench.gate.rule();
      demand(outcome.kind !== 'rejected', 'the order to be taken', show(outcome));
      const made = (await bench.tickets()).filter(({ ref }) => ref !== first.ref);
      demand(made.length === 1, 'one ticket', `there are ${made.length}`);
      if (!bench.orders.prices) return;
      const prices = made.map(({ lines }) => lines.map(({ price }) => price).join()).join(' and ');
      demand(prices === '1350,320', 'the guest’s prices, 1350,320', `they are ${prices}`);
    },
  },
];

/** Enough to fill more than one page of any vendor's list. */
export function largeMenu(): typeof STANDARD_MENU {
  const products = Array.from({ length: 130 }, (_, index) => ({
    ...{ key: `item-${index}`, name: `Dish number ${index}`, price: 100 + index },
    ...(index % 10 === 0 ? { groups: ['toppings'] } : {}),
  }));
  return { groups: (STANDARD_MENU.groups ?? []).filter(({ key }) => key === 'toppings'), products };
}
