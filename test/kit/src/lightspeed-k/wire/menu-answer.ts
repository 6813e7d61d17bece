import type { CatalogBook } from '../state/catalog.js';
import type { Group, Instructions, Item, Menu, Selection, Tax } from './menu.js';
import { decimalOf, includedIn, shareOf } from './money.js';

/** How a menu is asked for. */
export interface MenuQuery {
  /** The order profile's code; '' for the usual prices. */
  profile: string;
  rich: boolean;
}

/** The answer of `menu/load`. */
export function menuAnswer(book: CatalogBook, menu: Menu, query: MenuQuery): object {
  const writer = new MenuWriter(book, query);
  return {
    ...{ menuName: menu.name, ikentooMenuId: menu.id, richDataMissing: !query.rich, conditionalTaxRules: false },
    menuEntryGroups: menu.groups.map((group) => writer.group(group)),
  };
}

/** A group of production instructions, as menus and `menu/modifiers` show it. */
export const instructionsAnswer = ({ id, name, multi, list }: Instructions): object => ({
  ...{ multiSelectionPermitted: multi, productionInstructionGroupName: name, productionIntructionGroupId: id },
  productionInstructionList: list.map((one) => ({ instruction: one.text, ikentooModifierId: one.id })),
});

class MenuWriter {
  constructor(
    private readonly book: CatalogBook,
    private readonly query: MenuQuery,
  ) {}

  group({ id, name, color = '#37474F', entries }: Group): object {
    const menuEntry = entries.flatMap((entry) => {
      if (typeof entry !== 'string') return [this.group(entry)];
      const item = this.book.items.get(entry);
      return item ? [this.item(item)] : [];
    });
    return { '@type': 'group', id, name, color, menuEntry };
  }

  item(item: Item): object {
    const instructions = {
      productionInstructionList: this.book.instructionsOf(item.instructions).map(instructionsAnswer),
    };
    if (item.kind === 'modifier') return { '@type': 'menuProductModifier', ...this.#parent(item), ...instructions };
    if (item.kind === 'item')
      return {
        ...{ '@type': 'menuItem', ...this.#parent(item), asSubItem: item.asSubItem ?? false, ...instructions },
        menuModifierGroups: this.book.selectionsOf(item.modifierGroups).map((one) => ({
          ...selection(one),
          productModifiers: this.#items(one.skus),
        })),
      };
    return {
      ...{ '@type': 'menuDeal', ...this.#parent(item), items: this.#items(item.included ?? []) },
      menuDealGroups: this.book.selectionsOf(item.dealGroups).map((one) => ({
        ...selection(one),
        items: this.#items(one.skus),
      })),
    };
  }

  #items(skus: string[]): object[] {
    return skus.flatMap((sku) => {
      const item = this.book.items.get(sku);
      return item ? [this.item(item)] : [];
    });
  }

  #parent(item: Item): object {
    const { sku, name, extraPrice, pricing = 'PRICE_CANNOT_BE_CUSTOMIZED', customName = false, rich } = item;
    const price = item.profilePrices?.[this.query.profile] ?? item.price;
    return {
      ...{ sku, productName: name, productPrice: decimalOf(price), color: item.color ?? '#FFFFFF' },
      ...(extraPrice === undefined ? {} : { extraPrice: decimalOf(extraPrice) }),
      ...{ pricingStrategy: pricing, customItemNameEnabled: customName, conditionalTaxRules: false },
      ...taxesOf(item.tax, price),
      ...(this.query.rich && rich ? { itemRichData: rich } : {}),
    };
  }
}

function taxesOf(tax: Tax | undefined, price: number): object {
  if (tax === undefined) return { defaultTaxPercentage: 0, defaultTaxAmount: 0, taxIncludedInPrice: true, taxes: [] };
  const { description, percentage, included } = tax;
  const amount = decimalOf((included ? includedIn : shareOf)(price, percentage));
  return {
    ...{ defaultTaxPercentage: percentage, defaultTaxAmount: amount, taxIncludedInPrice: included },
    taxes: [{ description, percentage, amount }],
  };
}

const selection = (one: Selection): object => ({
  ...{ description: one.description, sku: one.key, mustSelectAnItem: one.mustSelectAnItem },
  multiSelectionPermitted: one.multiSelectionPermitted,
  ...(one.minimumSelection === undefined ? {} : { minimumSelection: one.minimumSelection }),
  ...(one.maximumSelection === undefined ? {} : { maximumSelection: one.maximumSelection }),
});
