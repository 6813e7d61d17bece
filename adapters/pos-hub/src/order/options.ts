import { money, type CurrencyCode, type OrderOption } from '@poshub-bridge/core';
import { priceOfOne, quantityForEach } from '../assumptions.js';
import type { HubSettings } from '../settings.js';
import type { WireItem, WireOption } from './wire-order.js';

/** An option in its place: `parent` is the index of the option above it, -1 at the line's top level. */
interface Placed {
  readonly option: WireOption;
  readonly index: number;
  parent: number;
}

/**
 * The tree of an item's flat options. Every option of the wire is one of the tree, in the order of the wire: identical
 * ones stay apart, and one whose parent is not among them stays at the line's top level.
 * @throws Fault `order.unreadable` where the settings for prices and quantities don't go with what was sent
 */
export function optionTree(
  item: WireItem,
  path: string,
  currency: CurrencyCode,
  settings: HubSettings,
): readonly OrderOption[] {
  const placed = (item.options ?? []).map((option, index): Placed => ({ option, index, parent: -1 }));
  for (const one of placed) one.parent = parentOf(one, placed);
  const below = (parent: number, above: number, copies: number): readonly OrderOption[] =>
    placed
      .filter((one) => one.parent === parent)
      .map(({ option, index }) => {
        const place = `${path}.options[${index}]`;
        const quantity = quantityForEach(option.quantity, above, `${place}.quantity`, settings);
        const all = quantity * copies;
        return {
          ...(option.posReference ? { ref: option.posReference } : {}),
          name: option.name,
          quantity,
          price: money(priceOfOne(option.price, all, `${place}.price`, settings), currency),
          options: below(index, option.quantity, all),
        };
      });
  return below(-1, item.quantity, item.quantity);
}

/**
 * Which option another belongs to. Where several could be meant, it is one in the group that is named, then one listed
 * before it, then the one with the fewest of the same kind below it, then the nearest: so that what was listed together,
 * or in equal numbers, comes together.
 */
function parentOf(one: Placed, all: readonly Placed[]): number {
  const candidates = all.filter((other) => isParent(other.option, one.option) && !isBelow(other, one, all));
  const rank = (other: Placed): readonly number[] => [
    inNamedGroup(other.option, one.option) ? 0 : 1,
    other.index < one.index ? 0 : 1,
    all.filter(({ parent, option }) => parent === other.index && isSame(option, one.option)).length,
    Math.abs(one.index - other.index),
  ];
  const [best] = candidates
    .map((other) => ({ index: other.index, rank: rank(other) }))
    .sort((left, right) => compare(left.rank, right.rank));
  return best?.index ?? -1;
}

function isParent(above: WireOption, option: WireOption): boolean {
  if (option.parentModifierPosReference) return option.parentModifierPosReference === above.posReference;
  return Boolean(option.parentMenuModifierId) && option.parentMenuModifierId === above.partnerId;
}

/** Whether `one` is `other` or stands above it: to hang it there would make a ring. */
function isBelow(other: Placed, one: Placed, all: readonly Placed[]): boolean {
  let step: Placed | undefined = other;
  while (step !== undefined && step !== one) step = all[step.parent];
  return step === one;
}

function inNamedGroup(above: WireOption, option: WireOption): boolean {
  return option.parentModifierPosReference
    ? option.parentModifierGroupPosReference === above.parentPosReference
    : option.parentMenuModifierGroupId === above.menuModifierGroupId;
}

function isSame(left: WireOption, right: WireOption): boolean {
  return left.name === right.name && left.posReference === right.posReference && left.partnerId === right.partnerId;
}

function compare(left: readonly number[], right: readonly number[]): number {
  return left.map((value, index) => value - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
