import { notFound } from '../errors.js';
import type { Catalog, Discount, Instructions, Item, Menu, Selection } from '../wire/menu.js';

/** What the business sells, to be looked up. */
export class CatalogBook {
  items = new Map<string, Item>();
  selections = new Map<string, Selection>();
  instructions = new Map<number, Instructions>();
  menus: Menu[] = [];
  discounts: Discount[] = [];

  constructor(catalog: Catalog) {
    this.fill(catalog);
  }

  /** Sells exactly this from now on. */
  fill(catalog: Catalog): void {
    const { items, selections, instructions, menus, discounts } = structuredClone(catalog);
    this.items = new Map(items.map((one) => [one.sku, one]));
    this.selections = new Map(selections.map((one) => [one.key, one]));
    this.instructions = new Map(instructions.map((one) => [one.id, one]));
    this.menus = menus;
    this.discounts = discounts;
  }

  /** Throws 404. */
  menu(id: number, location: number): Menu {
    const menu = this.menus.find((one) => one.id === id && one.locations.includes(location));
    if (menu) return menu;
    throw notFound(`Menu ${id} not found`);
  }

  selectionsOf(keys: string[] = []): Selection[] {
    return keys.flatMap((key) => this.selections.get(key) ?? []);
  }

  instructionsOf(ids: number[] = []): Instructions[] {
    return ids.flatMap((id) => this.instructions.get(id) ?? []);
  }

  /** The text of a production instruction. */
  instruction(id: string): string | undefined {
    return [...this.instructions.values()].flatMap(({ list }) => list).find((one) => String(one.id) === id)?.text;
  }

  /** The SKUs that may stand below an item. */
  below(item: Item): string[] {
    const groups = [...this.selectionsOf(item.modifierGroups), ...this.selectionsOf(item.dealGroups)];
    return [...groups.flatMap(({ skus }) => skus), ...(item.included ?? [])];
  }

  /** Removes an item, and its place in menus and groups. False when there is none. */
  remove(sku: string): boolean {
    if (!this.items.delete(sku)) return false;
    for (const one of this.selections.values()) one.skus = one.skus.filter((other) => other !== sku);
    const prune = (groups: Menu['groups']): void => {
      for (const group of groups) {
        group.entries = group.entries.filter((entry) => entry !== sku);
        prune(group.entries.flatMap((entry) => (typeof entry === 'string' ? [] : entry)));
      }
    };
    for (const menu of this.menus) prune(menu.groups);
    return true;
  }
}
