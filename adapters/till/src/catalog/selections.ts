import type { CatalogWarning, Choice, Selection } from '@poshub-bridge/core';
import type { Modifier, ModifierGroup, OfferedGroup } from './wire-catalog.js';

/** Unfolds modifier groups into what a product offers: groups within groups, as deep as the till has them. */
export class Selections {
  readonly #groups = new Map<string, ModifierGroup>();
  readonly #modifiers = new Map<string, Modifier>();
  /** Each group is unfolded once and shared: a menu of many levels stays as small as it is at the till. */
  readonly #unfolded = new Map<string, readonly Choice[]>();
  readonly #unfolding = new Set<string>();

  constructor(private readonly warnings: CatalogWarning[]) {}

  addGroup(group: ModifierGroup): void {
    this.#groups.set(group.id, group);
  }

  addModifier(modifier: Modifier): void {
    this.#modifiers.set(modifier.id, modifier);
  }

  /** A group that the catalog lacks stays in, for core to warn of. */
  of(offered: readonly OfferedGroup[]): readonly Selection[] {
    return offered.map(({ id, min, max }) => {
      const group = this.#groups.get(id);
      const minimum = min ?? group?.min ?? 0;
      return { group: id, minimum, maximum: max ?? group?.max ?? minimum, choices: this.#choices(id) };
    });
  }

  #choices(groupId: string): readonly Choice[] {
    const known = this.#unfolded.get(groupId);
    if (known !== undefined) return known;
    this.#unfolding.add(groupId);
    const choices = (this.#groups.get(groupId)?.modifier_ids ?? []).map((modifier) => ({
      modifier,
      selections: this.of(this.#opened(modifier)),
    }));
    this.#unfolding.delete(groupId);
    this.#unfolded.set(groupId, choices);
    return choices;
  }

  /** The groups that a modifier opens, but none that it stands in itself: that has no end. */
  #opened(modifierId: string): readonly OfferedGroup[] {
    const ids = this.#modifiers.get(modifierId)?.modifier_group_ids ?? [];
    return ids.flatMap((id) => {
      if (!this.#unfolding.has(id)) return [{ id }];
      this.warnings.push({ ref: modifierId, message: `opens the modifier group ${id} that it stands in; left out` });
      return [];
    });
  }
}
