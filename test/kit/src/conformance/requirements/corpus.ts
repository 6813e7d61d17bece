import {
  isIdle,
  planSync,
  type Catalog,
  type Choice,
  type Fault,
  type FaultReport,
  type ModifierGroup,
  type Order,
  type Selection,
} from '@poshub-bridge/core';
import { isUnnamed, type Bench } from '../bench.js';
import { differences } from '../compare.js';
import { CATALOG_CASES, ORDER_CASES, STANDARD_MENU } from '../corpus/index.js';
import type { CatalogCase, ExpectedSelection, Menu, OrderCase } from '../corpus/types.js';
import type { Requirement } from '../requirement.js';
import { refusedLater } from '../ending.js';
import { Shelf } from '../shelf.js';
import { come, demand, show, showFault, Unmet } from '../verdict.js';

interface No {
  readonly fault: Fault | FaultReport;
  /** The till said no after submit had come back: some say why in words for people alone. */
  readonly isLate: boolean;
}

/** Gives an order to the till; why it was refused, where it was. */
async function play(bench: Bench, order: Order, timezone: string, currency?: string): Promise<No | undefined> {
  const session = await bench.session(currency);
  const came = await come('submit', async () => {
    const ticket = bench.ticket(order, 0, timezone);
    return { ticket, outcome: await bench.system.submit(session, ticket) };
  });
  if (came.fault !== undefined) return { fault: came.fault, isLate: false };
  const { ticket, outcome } = came.value;
  if (outcome.kind === 'rejected') return { fault: outcome.fault, isLate: false };
  if (!isUnnamed(outcome) || (await bench.tickets(currency)).length > 0) return undefined;
  const fault = await refusedLater(bench, ticket);
  demand(fault !== undefined, 'a ticket, or an event that the order is rejected', 'there is neither');
  return { fault, isLate: true };
}

async function playOrder(bench: Bench, one: OrderCase): Promise<void> {
  const { menu = STANDARD_MENU, currency } = one;
  const { ticket, refusals } = one.given?.(bench.orders) ?? one;
  const { timezone } = bench.store(currency);
  const shelf = await bench.sell(menu, currency);
  for (const change of one.changes ?? []) await bench.fake.change(bench.store(currency).ref, change);
  const refusal = await play(bench, shelf.place(one.order), timezone, currency);
  if (refusal !== undefined) {
    const { fault, isLate } = refusal;
    const isUnsaid = isLate && fault.code === 'vendor.refused';
    demand(
      refusals !== undefined && (isUnsaid || refusals.includes(fault.code)),
      refusals === undefined ? 'a ticket' : `a ticket, or a refusal with ${refusals.join(' or ')}`,
      `the order was refused with ${showFault(fault)}`,
    );
    const { length } = await bench.tickets(currency);
    demand(length === 0, 'no ticket of an order that was refused', `the till has ${length}`);
    return;
  }
  demand(ticket !== undefined, `a refusal with ${refusals?.join(' or ') ?? ''}`, 'the order was taken');
  const wrong = differences(ticket, await bench.only(currency), bench.orders, (key) => shelf.name(key), timezone);
  if (wrong.length > 0) throw new Unmet('the ticket to say what was ordered', wrong.join('; '));
}

function orderRequirement(one: OrderCase): Requirement {
  return {
    id: `order:${one.name}`,
    title: `brings the order “${one.name.replaceAll('-', ' ')}” to the till as it was ordered`,
    why: one.why,
    run: (bench) => playOrder(bench, one),
  };
}

function catalogRequirement(one: CatalogCase): Requirement {
  return {
    id: `catalog:${one.name}`,
    title: `reads the menu “${one.name.replaceAll('-', ' ')}” to the last choice and price`,
    why: one.why,
    run: (bench) => playCatalog(bench, one),
  };
}

async function playCatalog(bench: Bench, { menu, changes = [], products, currency, also }: CatalogCase): Promise<void> {
  const store = bench.store(currency).ref;
  await bench.fake.seed(store, menu);
  const before = (await bench.read(currency)).catalog;
  const shelf = Shelf.of(menu, before);
  for (const change of changes) await bench.fake.change(store, change);
  const read = await bench.read(currency);
  const { catalog } = read;
  const { capabilities } = bench.adapter.manifest;
  const optionDepth = Math.min(bench.orders.optionDepth, bench.fake.menuDepth ?? Infinity);
  const wrong = products.flatMap(({ item, name, price, available, selections }) => {
    const found = catalog.products.find(({ ref }) => ref === shelf.ref(item));
    if (found === undefined) return [`${item} is missing`];
    const stock = capabilities.catalog.stock ? available : found.available;
    return [
      ...(found.name.includes(name) ? [] : [`${item} is called “${found.name}” instead of “${name}”`]),
      ...(price === undefined || found.price.amount === price
        ? []
        : [`${item} costs ${found.price.amount} instead of ${price}`]),
      ...(found.available === stock ? [] : [`${item} is ${found.available ? 'available' : 'not available'}`]),
      ...selectionsOf(item, selections, found.selections, { catalog, shelf, menu }, optionDepth),
    ];
  });
  const plan = planSync(before, catalog);
  const able = { ...capabilities, orders: { ...capabilities.orders, optionDepth } };
  wrong.push(...(also?.({ ...read, plan, capabilities: able, ref: (key) => shelf.ref(key) }) ?? []));
  const again = planSync(catalog, (await bench.read(currency)).catalog);
  if (!isIdle(again)) wrong.push(`reading it once more changes ${show(again)}`);
  if (wrong.length > 0) throw new Unmet('the catalog to say what the till sells', wrong.join('; '));
}

interface Surroundings {
  readonly catalog: Catalog;
  readonly shelf: Shelf;
  readonly menu: Menu;
}

function selectionsOf(
  at: string,
  expected: readonly ExpectedSelection[],
  seen: readonly Selection[],
  around: Surroundings,
  depth: number,
): readonly string[] {
  // A vendor that can't nest so deep offers the inner groups beside; which, is its rig's affair.
  if (depth === 0) return [];
  return expected.flatMap(({ group, min, max, choices }) => {
    const name = around.menu.groups?.find(({ key }) => key === group)?.name ?? group;
    const isNamed = ({ ref }: ModifierGroup): boolean => seen.some((selection) => selection.group === ref);
    const known = around.catalog.modifierGroups.find((one) => isNamed(one) && one.name.includes(name));
    const found = seen.find((selection) => selection.group === known?.ref);
    if (found === undefined) return [`${at} does not offer “${name}”`];
    const place = `${at} > ${group}`;
    const bounds = `${found.minimum} to ${found.maximum}`;
    return [
      ...(bounds === `${min} to ${max}` ? [] : [`${place} asks for ${bounds} choices instead of ${min} to ${max}`]),
      ...(found.choices.length === choices.length
        ? []
        : [`${place} has ${found.choices.length} choices instead of ${choices.length}`]),
      ...choices.flatMap((choice) => {
        const other = found.choices.find(({ modifier }) => modifier === around.shelf.ref(choice.item));
        if (other === undefined) return [`${place} lacks ${choice.item}`];
        return [
          ...priceOf(`${place} > ${choice.item}`, choice.price, other, around.catalog),
          ...selectionsOf(`${place} > ${choice.item}`, choice.selections, other.selections, around, depth - 1),
        ];
      }),
    ];
  });
}

function priceOf(
  at: string,
  price: number,
  { modifier, price: own }: Choice,
  { modifiers }: Catalog,
): readonly string[] {
  const seen = own ?? modifiers.find(({ ref }) => ref === modifier)?.price;
  return seen?.amount === price ? [] : [`${at} costs ${show(seen?.amount)} instead of ${price}`];
}

export const CORPUS: readonly Requirement[] = [
  ...CATALOG_CASES.map(catalogRequirement),
  ...ORDER_CASES.map(orderRequirement),
];
