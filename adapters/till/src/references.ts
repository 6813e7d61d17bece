import type { Reference } from '@poshub-bridge/core';

/**
 * The till orders a variant by two ids, core by one reference: both ids with a slash between them, which no id of the
 * till contains. So a reference says all that an order needs, and nothing is looked up.
 */
export function variantRef(productId: string, variantId: string): Reference {
  return `${productId}/${variantId}`;
}

/** The till's ids behind the reference of a product or a variant. */
export function idsOf(ref: Reference): { readonly product_id: string; readonly variant_id?: string } {
  const slash = ref.indexOf('/');
  return slash < 0 ? { product_id: ref } : { product_id: ref.slice(0, slash), variant_id: ref.slice(slash + 1) };
}
