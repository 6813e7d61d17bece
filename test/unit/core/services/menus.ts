import type { CatalogPart, Modifier, Product } from '@poshub-bridge/core';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });

/** Plain entries of a till's catalog, with what a test says differently. */
export const product = (ref: string, more: Partial<Product> = {}): Product => ({
  ref,
  name: `product ${ref}`,
  price: gbp(950),
  available: true,
  categories: [],
  selections: [],
  ...more,
});

export const modifier = (ref: string, more: Partial<Modifier> = {}): Modifier => ({
  ref,
  name: `modifier ${ref}`,
  price: gbp(50),
  available: true,
  ...more,
});

/** A menu in two parts: four products, and one modifier. */
export const menu = (...changed: readonly Product[]): CatalogPart[] => [
  { products: ['p1', 'p2', 'p3', 'p4'].map((ref) => changed.find((one) => one.ref === ref) ?? product(ref)) },
  { modifiers: [modifier('m1')] },
];

export { gbp };
