import { flag, guard, having, id, listOf, oneOf, stamp, text, whole, type Typed } from '../guard.js';
import { money } from '../wire.js';

/* Square's catalog, as far as the adapter reads it. Parts that stand in their whole (variations, modifiers) come nested. */

const presence = {
  version: whole,
  is_deleted: flag,
  present_at_all_locations: flag,
  present_at_location_ids: listOf(text),
  absent_at_location_ids: listOf(text),
};
const head = { type: text, id };

/** Any object; the rest of it is checked once it is known what it is, and that it isn't deleted. */
const object = having(head, { is_deleted: flag });
export type CatalogObject = Typed<typeof object>;

export const isPage = guard(having({}, { objects: listOf(object), cursor: text }));
export const isFound = guard(having({}, { objects: listOf(object), cursor: text, latest_time: stamp }));

const variation = having(
  {
    ...head,
    item_variation_data: having(
      {},
      {
        item_id: id,
        name: text,
        ordinal: whole,
        pricing_type: text,
        price_money: money,
        sellable: flag,
        measurement_unit_id: text,
        image_ids: listOf(text),
        location_overrides: listOf(
          having(
            {},
            {
              location_id: text,
              price_money: money,
              pricing_type: text,
              sold_out: flag,
              sold_out_valid_until: stamp,
            },
          ),
        ),
      },
    ),
  },
  presence,
);
export type Variation = Typed<typeof variation>;
/** Where an object is to be had. */
export type Presence = Pick<
  Variation,
  'present_at_all_locations' | 'present_at_location_ids' | 'absent_at_location_ids'
>;
export const isVariation = guard(variation);

const listInfo = having(
  { modifier_list_id: id },
  {
    min_selected_modifiers: whole,
    max_selected_modifiers: whole,
    enabled: flag,
    ordinal: whole,
    allow_quantities: text,
    modifier_overrides: listOf(having({ modifier_id: id }, { hidden_online_override: text })),
  },
);
export type ListInfo = Typed<typeof listInfo>;

const named = having({}, { type: text, standard_name: text, custom_name: text });
const food = having({}, { calorie_count: whole, dietary_preferences: listOf(named), ingredients: listOf(named) });
export type Food = Typed<typeof food>;

const item = having(
  {
    ...head,
    item_data: having(
      {},
      {
        name: text,
        description: text,
        description_plaintext: text,
        product_type: text,
        is_archived: flag,
        is_alcoholic: flag,
        category_id: text,
        categories: listOf(having({}, { id: text })),
        modifier_list_info: listOf(listInfo),
        variations: listOf(variation),
        image_ids: listOf(text),
        food_and_beverage_details: food,
      },
    ),
  },
  presence,
);
export type Item = Typed<typeof item>;
export const isItem = guard(item);

/** An item that is gone may say which variations went with it. */
export const isGoneItem = guard(having({ ...head, item_data: having({}, { variations: listOf(having({ id })) }) }));

const modifier = having(
  {
    ...head,
    modifier_data: having(
      {},
      {
        name: text,
        price_money: money,
        ordinal: whole,
        on_by_default: flag,
        hidden_online: flag,
        image_id: text,
        location_overrides: listOf(having({}, { location_id: text, price_money: money, sold_out: flag })),
      },
    ),
  },
  presence,
);
export type Modifier = Typed<typeof modifier>;

const modifierList = having(
  {
    ...head,
    modifier_list_data: having(
      {},
      {
        name: text,
        internal_name: text,
        ordinal: whole,
        modifier_type: text,
        selection_type: text,
        min_selected_modifiers: whole,
        max_selected_modifiers: whole,
        allow_quantities: flag,
        text_required: flag,
        modifiers: listOf(modifier),
      },
    ),
  },
  presence,
);
export type ModifierList = Typed<typeof modifierList>;
export const isModifierList = guard(modifierList);

const category = having(
  {
    ...head,
    category_data: having(
      {},
      {
        name: text,
        category_type: text,
        parent_category: having({}, { id: text, ordinal: whole }),
        image_ids: listOf(text),
        online_visibility: flag,
        availability_period_ids: listOf(text),
      },
    ),
  },
  presence,
);
export type Category = Typed<typeof category>;
export const isCategory = guard(category);

const tax = having(
  {
    ...head,
    tax_data: having(
      {},
      { name: text, percentage: text, inclusion_type: oneOf('ADDITIVE', 'INCLUSIVE'), enabled: flag },
    ),
  },
  presence,
);
export type Tax = Typed<typeof tax>;
export const isTax = guard(tax);

export const isImage = guard(having({ ...head, image_data: having({}, { url: text }) }));

/** Objects by their ids, and where they are to be had; those that are not there are left out. */
const placed = having(head, presence);
export type PlacedObject = Typed<typeof placed>;
export const isRetrieved = guard(having({}, { objects: listOf(placed) }));
