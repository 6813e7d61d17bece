import { byReference } from '../catalog/references.js';
import type { Catalog, Modifier, ModifierGroup, Product, Selection } from '../catalog/types.js';
import { HubError } from '../http/errors.js';
import { omit } from '../omit.js';
import type { ItemDraft, OptionDraft, OrderItem, OrderOption } from './types.js';

/** A line as a customer chose it, priced from the catalog where the draft gives no price of its own (minor units). */
export function priceItem(catalog: Catalog | undefined, draft: ItemDraft): OrderItem {
  const product = lookUp(catalog?.products, draft.posReference);
  const { name, price } = naming(product, draft);
  const category = catalog?.categories.get(product?.categories[0] ?? '')?.posReference;
  const options = draft.options ?? [];
  return {
    quantity: 1,
    ...(category === undefined ? {} : { parentPosReference: category }),
    ...omit(draft, 'options'),
    ...{ name, price },
    options: options.map((option) => priceOption(catalog, product, option, options)),
  };
}

function priceOption(
  catalog: Catalog | undefined,
  product: Product | undefined,
  draft: OptionDraft,
  all: readonly OptionDraft[],
): OrderOption {
  const modifier = lookUp(catalog?.modifiers, draft.posReference);
  const place = catalog === undefined || modifier === undefined ? {} : placeOf(catalog, product, modifier, draft, all);
  return { quantity: 1, ...place, ...draft, ...naming(modifier, { ...place, ...draft }) };
}

function lookUp<E extends { posReference: string }>(
  entities: ReadonlyMap<string, E> | undefined,
  posReference: string | undefined,
): E | undefined {
  return entities === undefined || posReference === undefined ? undefined : byReference(entities, posReference);
}

function naming(
  entity: { name: string; price: number } | undefined,
  draft: { name?: string; price?: number; posReference?: string },
): { name: string; price: number } {
  const { name = entity?.name, price = entity?.price, posReference = '' } = draft;
  if (name !== undefined && price !== undefined) return { name, price };
  throw new HubError(400, `"${posReference}" is not in the catalog: import it first, or give name and price`);
}

/** The group in which the modifier is offered here, its price there, and for a nested one the group of its parent. */
function placeOf(
  catalog: Catalog,
  product: Product | undefined,
  modifier: Modifier,
  draft: OptionDraft,
  all: readonly OptionDraft[],
): Partial<OrderOption> {
  const parent = lookUp(catalog.modifiers, draft.parentModifierPosReference);
  const link = linkOf(product, modifier, parent);
  const group = catalog.modifierGroups.get(link?.groupId ?? '') ?? groupOf(catalog, product, modifier);
  const member = group?.modifiers.find(({ id }) => id === modifier.id);
  return {
    price: link?.price ?? member?.price ?? modifier.price,
    ...(group === undefined ? {} : { parentPosReference: group.posReference }),
    ...parentPlace(catalog, product, parent, all),
  };
}

function parentPlace(
  catalog: Catalog,
  product: Product | undefined,
  parent: Modifier | undefined,
  all: readonly OptionDraft[],
): Partial<OrderOption> {
  if (parent === undefined) return {};
  const upper = all.find((option) => option.posReference === parent.posReference);
  const group = upper?.parentPosReference ?? groupOf(catalog, product, parent)?.posReference;
  return group === undefined ? {} : { parentModifierGroupPosReference: group };
}

/** The group that offers a modifier: one of the product's own if possible, else the first of the catalog. */
function groupOf(catalog: Catalog, product: Product | undefined, modifier: Modifier): ModifierGroup | undefined {
  const own = (product?.modifierGroups ?? []).map((id) => catalog.modifierGroups.get(id));
  return [...own, ...catalog.modifierGroups.values()].find((group) =>
    group?.modifiers.some(({ id }) => id === modifier.id),
  );
}

interface Link {
  groupId: string;
  modifierId: string;
  parentId: string | undefined;
  price: number | undefined;
}

function linkOf(product: Product | undefined, modifier: Modifier, parent: Modifier | undefined): Link | undefined {
  for (const link of linksOf(product?.selections ?? [], undefined))
    if (link.modifierId === modifier.id && link.parentId === parent?.id) return link;
  return undefined;
}

function* linksOf(selections: readonly Selection[], parentId: string | undefined): Generator<Link> {
  for (const { catalogModifierGroupId: groupId, modifiers = [] } of selections) {
    for (const { catalogModifierId: modifierId, price, selections: nested = [] } of modifiers) {
      yield { groupId, modifierId, parentId, price };
      yield* linksOf(nested, modifierId);
    }
  }
}
