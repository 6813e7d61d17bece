import {
  money,
  type CatalogWarning,
  type Modifier as CoreModifier,
  type ModifierGroup,
  type Money,
  type Selection,
} from '@poshub-bridge/core';
import { isPresent, moneyOf, overrideAt } from './presence.js';
import type { ListInfo, Modifier, ModifierList } from './wire-catalog.js';

/** What of the rest of the catalog is needed to say what an entry is. */
export interface Place {
  readonly location: string;
  readonly currency: string;
  /** The addresses of images by their ids. */
  readonly images: ReadonlyMap<string, string>;
  /** The categories that are none for guests, as they come. */
  readonly kitchens: Set<string>;
  /** Where to note what can't be said. */
  readonly warnings: CatalogWarning[];
}

/** More than this can't be chosen in POS Hub. */
const MOST_CHOICES = 100;
/** Square's word for "not set". */
const NOT_SET = -1;

interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

interface Known {
  readonly bounds: Pick<ListInfo, 'min_selected_modifiers' | 'max_selected_modifiers'>;
  readonly quantities: boolean;
  /** Those at the location, in their order. */
  readonly modifiers: readonly { readonly id: string; readonly isHidden: boolean }[];
  /** What items without overrides made of it, by what they ask for. */
  readonly selections: Map<string, Selection>;
}

/** The modifier lists of one location; small, so that items can be read page by page. */
export class ModifierLists {
  readonly #known = new Map<string, Known>();
  /** What items without overrides made of all their lists, by what they ask for. */
  readonly #selections = new Map<string, readonly Selection[]>();

  constructor(private readonly place: Place) {}

  /** Takes a list in, and gives it with its modifiers; undefined where nothing can be chosen from it. */
  add(list: ModifierList): { readonly group: ModifierGroup; readonly modifiers: readonly CoreModifier[] } | undefined {
    const { id: ref, modifier_list_data: data } = list;
    const { location, warnings } = this.place;
    if (!isPresent(list, location)) return undefined;
    const name = data.name || data.internal_name || ref;
    if (data.modifier_type === 'TEXT') {
      const must = data.text_required === true ? ', and it must be given' : '';
      warnings.push({
        ref,
        message: `asks for a text (“${name}”)${must}; POS Hub can’t ask for one, so it is left out`,
      });
      return undefined;
    }
    const modifiers = [...(data.modifiers ?? [])]
      .filter((modifier) => isPresent(modifier, location) && this.#isPriced(modifier))
      .sort((a, b) => (a.modifier_data.ordinal ?? 0) - (b.modifier_data.ordinal ?? 0));
    if (modifiers.length === 0) return undefined;
    if (modifiers.some(({ modifier_data }) => modifier_data.on_by_default === true))
      warnings.push({ ref, message: `has choices that are on by default (“${name}”); POS Hub starts with none` });
    const quantities = data.allow_quantities === true;
    const isSingle = data.selection_type === 'SINGLE' && isUnset(data);
    const bounds = isSingle ? { max_selected_modifiers: 1 } : data;
    this.#selections.clear();
    this.#known.set(ref, {
      bounds,
      quantities,
      modifiers: modifiers.map(({ id, modifier_data }) => ({ id, isHidden: modifier_data.hidden_online === true })),
      selections: new Map(),
    });
    return {
      group: {
        ref,
        name,
        ...(typeof data.ordinal === 'number' ? { position: data.ordinal } : {}),
        ...versionOf(list),
        ...boundsOf(bounds, modifiers.length, quantities),
        modifiers: modifiers.filter(({ modifier_data }) => modifier_data.hidden_online !== true).map(({ id }) => id),
      },
      modifiers: modifiers.map((modifier, position) => this.#modifier(modifier, position)),
    };
  }

  /**
   * The lists as one item offers them, in the item's order: its own bounds, and without what it hides. Items that ask the
   * same of the same lists share what they get: there are many items, and few lists.
   */
  selections(infos: readonly ListInfo[]): readonly Selection[] {
    let asked = '';
    for (const info of infos) {
      if ((info.modifier_overrides ?? []).length > 0) return this.#ordered(infos);
      asked += `${info.modifier_list_id} ${info.ordinal ?? 0} ${info.enabled ?? true} ${askedOf(info)}\n`;
    }
    const known = this.#selections.get(asked);
    if (known !== undefined) return known;
    const made = this.#ordered(infos);
    this.#selections.set(asked, made);
    return made;
  }

  #ordered(infos: readonly ListInfo[]): readonly Selection[] {
    return [...infos]
      .filter(({ enabled }) => enabled !== false)
      .sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0))
      .flatMap((info) => this.#selection(info) ?? []);
  }

  /** A single list's selection is shared as well. */
  #selection(info: ListInfo): Selection | undefined {
    const known = this.#known.get(info.modifier_list_id);
    if (known === undefined) return undefined;
    if ((info.modifier_overrides ?? []).length > 0) return selectionOf(known, info);
    const asked = askedOf(info);
    const selection = known.selections.get(asked) ?? selectionOf(known, info);
    if (selection !== undefined) known.selections.set(asked, selection);
    return selection;
  }

  #isPriced(modifier: Modifier): boolean {
    const { currency, warnings } = this.place;
    const isOurs = priceOf(modifier, this.place).currency === currency;
    if (!isOurs) warnings.push({ ref: modifier.id, message: `has no price in ${currency}, and is left out` });
    return isOurs;
  }

  #modifier(modifier: Modifier, position: number): CoreModifier {
    const { id: ref, modifier_data: data } = modifier;
    const { location, images } = this.place;
    const here = overrideAt(data.location_overrides, location);
    const imageUrl = images.get(data.image_id ?? '');
    return {
      ref,
      name: data.name ?? '',
      position,
      ...versionOf(modifier),
      price: priceOf(modifier, this.place),
      available: here?.sold_out !== true,
      ...(imageUrl === undefined ? {} : { imageUrl }),
    };
  }
}

/** A modifier without a price costs nothing. */
function priceOf({ modifier_data: data }: Modifier, { location, currency }: Place): Money {
  const here = overrideAt(data.location_overrides, location);
  return moneyOf(here?.price_money) ?? moneyOf(data.price_money) ?? money(0, currency);
}

export function versionOf({ version }: { readonly version?: number | null }): { readonly version?: string } {
  return typeof version === 'number' ? { version: String(version) } : {};
}

/** What an item asks of a list, apart from single modifiers. */
function askedOf({
  min_selected_modifiers: least,
  max_selected_modifiers: most,
  allow_quantities: many,
}: ListInfo): string {
  return `${least ?? ''} ${most ?? ''} ${many ?? ''}`;
}

/** An item that says neither bound leaves both to the list. */
function isUnset({ min_selected_modifiers, max_selected_modifiers }: Known['bounds']): boolean {
  return (min_selected_modifiers ?? NOT_SET) <= NOT_SET && (max_selected_modifiers ?? NOT_SET) <= NOT_SET;
}

/**
 * A minimum that is not set asks for nothing; a maximum of 0, or one that is not set, is no limit. Bounds that contradict
 * stay as they are: core mends them, with a warning.
 */
function boundsOf(
  { min_selected_modifiers, max_selected_modifiers }: Known['bounds'],
  count: number,
  quantities: boolean,
): Bounds {
  const minimum = Math.max(0, min_selected_modifiers ?? NOT_SET);
  const limit = max_selected_modifiers ?? NOT_SET;
  const most = quantities ? MOST_CHOICES : Math.min(count, MOST_CHOICES);
  return { minimum, maximum: limit > 0 ? Math.min(limit, most) : most };
}

/** A list as an item offers it; undefined where it hides everything. */
function selectionOf({ bounds, quantities, modifiers }: Known, info: ListInfo): Selection | undefined {
  const shown = modifiers.filter(({ id, isHidden }) => !isHiddenAt(info, id, isHidden));
  if (shown.length === 0) return undefined;
  const isMany = info.allow_quantities === 'YES' || (info.allow_quantities !== 'NO' && quantities);
  return {
    group: info.modifier_list_id,
    ...boundsOf(isUnset(info) ? bounds : info, shown.length, isMany),
    choices: shown.map(({ id: modifier }) => ({ modifier, selections: [] })),
  };
}

function isHiddenAt({ modifier_overrides }: ListInfo, id: string, isHidden: boolean): boolean {
  const own = modifier_overrides?.find(({ modifier_id }) => modifier_id === id)?.hidden_online_override;
  return own === 'YES' || (own !== 'NO' && isHidden);
}
