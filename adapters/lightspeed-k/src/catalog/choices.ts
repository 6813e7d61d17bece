import type { CatalogWarning, Choice, ModifierGroup, Reference, Selection } from '@poshub-bridge/core';
import type { Bounds } from './wire-menu.js';

/** POS Hub's most. */
const MOST_CHOICES = 100;

/** How many may be chosen: where Lightspeed gives no numbers, its two switches say it. */
export function boundsOf(bounds: Bounds, size: number): { readonly minimum: number; readonly maximum: number } {
  const { mustSelectAnItem, multiSelectionPermitted, minimumSelection, maximumSelection } = bounds;
  const least = Math.max(minimumSelection ?? 0, mustSelectAnItem === true ? 1 : 0);
  const most = maximumSelection || (multiSelectionPermitted === true ? Math.max(size, least) : Math.max(1, least));
  const maximum = Math.min(most, MOST_CHOICES);
  return { minimum: Math.min(least, maximum), maximum };
}

/** The modifier groups of all menus. One that stands at several items is one group, with all that it offers anywhere. */
export class Groups {
  readonly #known = new Map<Reference, ModifierGroup>();

  /** What a product or a modifier asks; undefined where there is nothing to choose. */
  select(
    group: { readonly ref: Reference; readonly name: string; readonly bounds: Bounds },
    choices: readonly Choice[],
    warnings: CatalogWarning[],
  ): readonly Selection[] {
    const { ref, name } = group;
    const { minimum, maximum } = boundsOf(group.bounds, choices.length);
    if (choices.length === 0) {
      if (minimum > 0) warnings.push({ ref, message: `“${name}” must be chosen from, but offers nothing; left out` });
      return [];
    }
    const { minimumSelection, maximumSelection } = group.bounds;
    if (maximumSelection && (minimumSelection ?? 0) > maximumSelection)
      warnings.push({ ref, message: `“${name}” wants at least ${minimumSelection} and at most ${maximumSelection}` });
    const known = this.#known.get(ref);
    const modifiers = [...new Set([...(known?.modifiers ?? []), ...choices.map(({ modifier }) => modifier)])];
    this.#known.set(ref, { ref, name, minimum, maximum, ...known, modifiers });
    return [{ group: ref, minimum, maximum, choices }];
  }

  all(): readonly ModifierGroup[] {
    return [...this.#known.values()];
  }
}
