import type { Clock } from '../../fake/clock.js';
import { catalogId } from '../ids.js';
import type { CatalogObject, CatalogType } from '../wire/catalog.js';

/** The catalog: every object by its id, with what was deleted. Variations and modifiers are objects of their own. */
export class Catalog {
  readonly #objects = new Map<string, CatalogObject>();
  /** Ids of variations and modifiers by their item's or list's. */
  readonly #children = new Map<string, Set<string>>();
  #latest: string;

  constructor(private readonly clock: Clock) {
    this.#latest = clock.stamp();
  }

  /** When the catalog was changed last. */
  get latest(): string {
    return this.#latest;
  }

  /** An object that is there, as it is kept. */
  find(id: string, type?: CatalogType): CatalogObject | undefined {
    const known = this.#objects.get(id);
    return known && known.is_deleted !== true && (type === undefined || known.type === type) ? known : undefined;
  }

  /** As `find`, with the variations of an item or the modifiers of a list within it; deleted ones too if asked for. */
  read(id: string, deleted = false): CatalogObject | undefined {
    const known = this.#objects.get(id);
    if (!known || (known.is_deleted === true && !deleted)) return undefined;
    return this.#withChildren(known);
  }

  /** The ids of all objects of these types that changed after a time, in the order in which they were made. */
  ids(types: readonly string[], deleted = false, after = 0): string[] {
    return [...this.#objects.values()]
      .filter(
        ({ type, is_deleted, updated_at = '' }) =>
          types.includes(type) && (deleted || is_deleted !== true) && Date.parse(updated_at) > after,
      )
      .map(({ id }) => id);
  }

  /**
   * Puts objects in; an id that begins with "#" is replaced by a new one, in every reference too. Children within an
   * item or a list are kept as objects of their own; children that it had and doesn't name are deleted.
   */
  put(objects: readonly CatalogObject[]): CatalogObject[] {
    const stamp = this.#stamp();
    const made = new Map<string, string>();
    const named = objects.flatMap((object) => [object, ...childrenIn(object)]);
    for (const { id } of named) if (id.startsWith('#')) made.set(id, catalogId());
    return objects.map((object) => {
      const own = renamed(object, made);
      for (const child of this.#childrenOf(own))
        if (childrenIn(own).length > 0 && !childrenIn(own).some(({ id }) => id === child.id)) this.#bury(child, stamp);
      this.#keep({ ...own, ...withoutChildren(own) }, stamp);
      for (const [index, child] of childrenIn(own).entries()) this.#keep(adopted(child, own, index), stamp);
      return this.#withChildren(own);
    });
  }

  /** Deletes an object with its children. False when it is not there. */
  remove(id: string): boolean {
    const known = this.find(id);
    if (!known) return false;
    const stamp = this.#stamp();
    for (const child of this.#childrenOf(known)) this.#bury(child, stamp);
    this.#bury(known, stamp);
    return true;
  }

  /** Writes an object anew after a change; its parent counts as changed too. Undefined when it is not there. */
  change(id: string, edit: (object: CatalogObject) => CatalogObject): CatalogObject | undefined {
    const known = this.find(id);
    if (!known) return undefined;
    const stamp = this.#stamp();
    const edited = edit(structuredClone(known));
    this.#keep(edited, stamp);
    const parent = this.find(parentOf(edited) ?? '');
    if (parent) this.#keep(parent, stamp);
    return this.#withChildren(edited);
  }

  #stamp(): string {
    this.#latest = this.clock.stamp();
    return this.#latest;
  }

  #keep(object: CatalogObject, stamp: string): void {
    const { is_deleted: _, ...rest } = object;
    const parent = parentOf(object);
    if (parent !== undefined) this.#children.set(parent, (this.#children.get(parent) ?? new Set()).add(object.id));
    this.#objects.set(object.id, {
      ...rest,
      ...{ updated_at: stamp, version: Date.parse(stamp), is_deleted: false },
      present_at_all_locations: object.present_at_all_locations ?? object.present_at_location_ids === undefined,
    });
  }

  #bury(object: CatalogObject, stamp: string): void {
    this.#objects.set(object.id, { ...object, updated_at: stamp, version: Date.parse(stamp), is_deleted: true });
  }

  #childrenOf({ id }: CatalogObject): CatalogObject[] {
    return [...(this.#children.get(id) ?? [])].flatMap((child) => this.find(child) ?? []);
  }

  #withChildren(object: CatalogObject): CatalogObject {
    const known = structuredClone(this.#objects.get(object.id) ?? object);
    if (known.type !== 'ITEM' && known.type !== 'MODIFIER_LIST') return known;
    const children = structuredClone(this.#childrenOf(known)).sort((a, b) => ordinalOf(a) - ordinalOf(b));
    if (known.type === 'ITEM') known.item_data = { ...known.item_data, variations: children };
    else if (known.modifier_list_data?.modifier_type !== 'TEXT')
      known.modifier_list_data = { ...known.modifier_list_data, modifiers: children };
    return known;
  }
}

const parentOf = ({ item_variation_data, modifier_data }: CatalogObject): string | undefined =>
  item_variation_data?.item_id ?? modifier_data?.modifier_list_id;

const childrenIn = ({ item_data, modifier_list_data }: CatalogObject): CatalogObject[] =>
  item_data?.variations ?? modifier_list_data?.modifiers ?? [];

function ordinalOf({ item_variation_data, modifier_data }: CatalogObject): number {
  const ordinal = item_variation_data?.ordinal ?? modifier_data?.['ordinal'];
  return typeof ordinal === 'number' ? ordinal : 0;
}

function withoutChildren({ item_data, modifier_list_data }: CatalogObject): Partial<CatalogObject> {
  return {
    ...(item_data ? { item_data: { ...item_data, variations: undefined } } : {}),
    ...(modifier_list_data ? { modifier_list_data: { ...modifier_list_data, modifiers: undefined } } : {}),
  };
}

/** A child as an object of its own. What it doesn't say of its presence is as its parent's. */
function adopted(child: CatalogObject, parent: CatalogObject, index: number): CatalogObject {
  const { item_variation_data, modifier_data } = child;
  const presence =
    child.present_at_all_locations === undefined
      ? {
          present_at_all_locations: parent.present_at_all_locations,
          present_at_location_ids: parent.present_at_location_ids,
          absent_at_location_ids: parent.absent_at_location_ids,
        }
      : {};
  return {
    ...child,
    ...presence,
    ...(item_variation_data
      ? { item_variation_data: { ordinal: index, ...item_variation_data, item_id: parent.id } }
      : {}),
    ...(modifier_data ? { modifier_data: { ordinal: index, ...modifier_data, modifier_list_id: parent.id } } : {}),
  };
}

function renamed<T>(value: T, made: ReadonlyMap<string, string>): T;
function renamed(value: unknown, made: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return made.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one: unknown) => renamed(one, made));
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.map(([key, own]) => [key, renamed(own, made)]));
}
