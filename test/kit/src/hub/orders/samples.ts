import { HubError } from '../http/errors.js';
import type { Catalog, Product } from '../catalog/types.js';
import type { ItemDraft, OptionDraft, OrderDraft, SampleName } from './types.js';

const extras: Record<SampleName, OrderDraft> = {
  pickup: { fulfillmentType: 'PICKUP', notes: 'I will be there at half past.', isPaid: true },
  delivery: {
    fulfillmentType: 'DELIVERY',
    isPaid: true,
    delivery: {
      deliveryType: 'SELF_DELIVERY',
      address: { address: '221b Baker Street, London NW1 6XE', addressComponents: { houseNo: '221b', city: 'London' } },
      instructions: 'Ring twice, the bell is quiet.',
    },
    charges: [
      { name: 'DELIVERY', amount: 299, displayName: 'Delivery' },
      { name: 'DRIVER_TIP', amount: 150, displayName: 'Tip for the driver' },
    ],
    discounts: [{ name: 'OTHER', amount: 100, displayName: 'Welcome back', type: 'FIXED' }],
  },
  'dine-in': { fulfillmentType: 'DINE-IN', notes: 'Table by the window.', isPaid: false },
  'in-store': { fulfillmentType: 'IN_STORE', isPaid: false, sourceDeviceType: 'KIOSK' },
  waiting: { fulfillmentType: 'WAITING', isPaid: true, notes: 'Waiting in the car.' },
};

/** A plausible order of this kind: two products that are on sale, with the options that they demand and one more. */
export function sampleOrder(name: SampleName, catalog: Catalog | undefined): OrderDraft {
  return { ...extras[name], items: sampleItems(catalog) };
}

function sampleItems(catalog: Catalog | undefined): ItemDraft[] {
  const products = [...(catalog?.products.values() ?? [])];
  // What has variants is not ordered itself: one of them is.
  const parents = new Set(products.flatMap(({ parentId }) => parentId ?? []));
  const offered = products.filter(
    (product) =>
      product.showOnline &&
      product.type !== 'MODIFIER' &&
      !parents.has(product.id) &&
      !parents.has(product.posReference),
  );
  const withOptions = offered.find((product) => product.modifierGroups.length > 0);
  const [first, second] = [...new Set([withOptions ?? offered[0], offered.find((product) => product !== withOptions)])];
  if (catalog === undefined || first === undefined)
    throw new HubError(409, 'the location has no product on sale: sync or import its catalog first');
  const items: ItemDraft[] = [
    {
      ...{ posReference: first.posReference, quantity: 1, customerNotes: 'No onions, please.' },
      options: sampleOptions(catalog, first),
    },
  ];
  if (second !== undefined && second !== first)
    items.push({ posReference: second.posReference, quantity: 2, options: sampleOptions(catalog, second) });
  return items;
}

/** As many of each group's first modifiers as it demands; one where it demands none. */
function sampleOptions(catalog: Catalog, product: Product): OptionDraft[] {
  return product.modifierGroups.flatMap((id) => {
    const group = catalog.modifierGroups.get(id);
    const limit = product.selections?.find((selection) => selection.catalogModifierGroupId === id);
    const wanted = Math.max(limit?.minPermitted ?? group?.minPermitted ?? 0, 1);
    const members = (group?.modifiers ?? []).map((member) => catalog.modifiers.get(member.id));
    return members
      .filter((modifier) => modifier !== undefined && modifier.showOnline !== false)
      .slice(0, wanted)
      .map((modifier) => ({
        posReference: modifier?.posReference ?? '',
        parentPosReference: group?.posReference ?? '',
      }));
  });
}
