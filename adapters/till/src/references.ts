import { Fault, type Reference } from '@poshub-bridge/core';

/**
 * The till orders a variant by two ids, core by one reference: both ids with a slash between them, which no id of the
 * till contains. So a reference says all that an order needs, and nothing is looked up.
 */
export function variantRef(productId: string, variantId: string): Reference {
  return `${productId}/${variantId}`;
}

/**
 * The till's ids behind the reference of a product or a variant.
 * @throws Fault `menu.item_unreferenced` where there is none: the till has no ad-hoc lines, and says so in its manifest
 */
export function idsOf(ref: Reference | undefined): { readonly product_id: string; readonly variant_id?: string } {
  if (ref === undefined) throw new Fault('menu.item_unreferenced');
  const slash = ref.indexOf('/');
  return slash < 0 ? { product_id: ref } : { product_id: ref.slice(0, slash), variant_id: ref.slice(slash + 1) };
}
