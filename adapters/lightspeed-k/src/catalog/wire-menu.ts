import {
  decimal,
  flag,
  guard,
  having,
  identity,
  listOf,
  object,
  text,
  whole,
  type Schema,
  type Typed,
} from '../guard.js';

/*
 * Lightspeed's menus, as far as the adapter reads them. They are trees: what stands below an entry is any object here, and
 * is checked when it is come to.
 */

export const isMenuList = guard(listOf(having({ ikentooMenuId: identity }, { menuName: text })));

const menu = having(
  {},
  { menuName: text, richDataMissing: flag, conditionalTaxRules: flag, menuEntryGroups: listOf(object) },
);
export const isMenu = guard(menu);

const group = having({}, { id: text, name: text, menuEntry: listOf(object) });
export const isGroup = guard(group);

export const isEntry = guard(having({ '@type': text }));

const instructions = having(
  { productionIntructionGroupId: identity },
  {
    multiSelectionPermitted: flag,
    productionInstructionGroupName: text,
    productionInstructionList: listOf(having({ ikentooModifierId: identity }, { instruction: text })),
  },
);
export type Instructions = Typed<typeof instructions>;

const count: Schema<number> = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const selection = {
  description: text,
  sku: text,
  mustSelectAnItem: flag,
  multiSelectionPermitted: flag,
  minimumSelection: count,
  maximumSelection: count,
};
const modifierGroup = having({}, { ...selection, productModifiers: listOf(object) });
const dealGroup = having({}, { ...selection, items: listOf(object) });

const rich = having(
  {},
  {
    squareImageUrl: text,
    rawImageUrl: text,
    previewImageUrl: text,
    containsAlcohol: flag,
    allergenCodes: listOf(text),
    texts: listOf(having({}, { friendlyDisplayName: text, description: text })),
  },
);
export type Rich = Typed<typeof rich>;

const tax = having({}, { description: text, percentage: decimal });

/** Whatever has a SKU: an item, a combo, a modifier. */
const offer = having(
  {},
  {
    sku: text,
    productName: text,
    productPrice: decimal,
    extraPrice: decimal,
    pricingStrategy: text,
    itemRichData: rich,
    taxIncludedInPrice: flag,
    conditionalTaxRules: flag,
    taxes: listOf(tax),
    productionInstructionList: listOf(instructions),
    menuModifierGroups: listOf(modifierGroup),
    menuDealGroups: listOf(dealGroup),
  },
);
export type Offer = Typed<typeof offer>;
export const isOffer = guard(offer);

/** What a group to choose from is called, and how many may be chosen, as Lightspeed says it. */
export interface Bounds {
  readonly sku?: string | null;
  readonly description?: string | null;
  readonly mustSelectAnItem?: boolean | null;
  readonly multiSelectionPermitted?: boolean | null;
  readonly minimumSelection?: number | null;
  readonly maximumSelection?: number | null;
}

export const isStockPage = guard(
  having({ data: listOf(having({ sku: text }, { count: whole })) }, { metadata: having({}, { totalPages: count }) }),
);
