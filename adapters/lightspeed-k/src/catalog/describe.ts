import type { Allergen, CatalogWarning, Nutrition, Product } from '@poshub-bridge/core';
import type { Offer, Rich } from './wire-menu.js';

/** What guests read and see of an offer. */
export type Description = Pick<Product, 'name' | 'description' | 'imageUrl' | 'containsAlcohol' | 'nutrition'>;

export function describeOffer(offer: Offer, sku: string, warnings: CatalogWarning[]): Description {
  const rich = offer.itemRichData ?? {};
  const texts = rich.texts ?? [];
  const name = firstOf(texts.map((text) => text.friendlyDisplayName)) ?? firstOf([offer.productName]) ?? sku;
  const description = plain(firstOf(texts.map((text) => text.description)) ?? '');
  const imageUrl = imageOf(rich);
  const allergens = (rich.allergenCodes ?? []).flatMap((code) => allergenOf(code, sku, warnings));
  const nutrition: Nutrition = { allergens: [...new Set(allergens)] };
  return {
    name,
    ...(description === '' ? {} : { description }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
    ...(rich.containsAlcohol === true ? { containsAlcohol: true } : {}),
    // No code says that nobody told, not that it is free of all.
    ...(allergens.length === 0 ? {} : { nutrition }),
  };
}

function firstOf(texts: readonly (string | null | undefined)[]): string | undefined {
  return texts.map((text) => text?.trim() ?? '').find((text) => text !== '');
}

function imageOf({ squareImageUrl, rawImageUrl, previewImageUrl }: Rich): string | undefined {
  const isImage = (url: string | null | undefined): url is string =>
    typeof url === 'string' && /^https?:\/\/\S+$/.test(url);
  return [squareImageUrl, rawImageUrl, previewImageUrl].find(isImage);
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** Descriptions are written in HTML; POS Hub shows plain text. */
export function plain(html: string): string {
  return html
    .replace(/<\s*(?:br|\/p|\/div|\/li)\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function entity(name: string): string | undefined {
  const [, hex, digits] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name) ?? [];
  if (hex === undefined && digits === undefined) return ENTITIES.get(name.toLowerCase());
  const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
  const isCharacter = code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

/** Codes are free texts; these are the usual ones of the European list, in the ways that they are written. */
const ALLERGEN_CODES: readonly (readonly [Allergen, RegExp])[] = [
  ['gluten', /^(contains)?gluten$/],
  ['cereal-wheat', /^wheat$/],
  ['cereal-rye', /^rye$/],
  ['cereal-barley', /^barley$/],
  ['cereal-oats', /^oats?$/],
  ['cereal-spelt', /^spelt$/],
  ['cereal-kamut', /^kamut$/],
  ['cereal-unspecified', /^cereals?$/],
  ['crustaceans', /^(crustaceans?|shellfish)$/],
  ['eggs', /^eggs?$/],
  ['fish', /^fish$/],
  ['peanuts', /^peanuts?$/],
  ['soybeans', /^(soy|soya|soybeans?|soyabeans?)$/],
  ['milk', /^(milk|dairy|lactose)$/],
  ['nuts-almonds', /^almonds?$/],
  ['nuts-hazelnuts', /^hazelnuts?$/],
  ['nuts-walnuts', /^walnuts?$/],
  ['nuts-cashews', /^cashews?$/],
  ['nuts-pecan', /^pecans?$/],
  ['nuts-brazil', /^brazil(nuts?)?$/],
  ['nuts-pistachio', /^pistachios?$/],
  ['nuts-macadamia', /^macadamias?$/],
  ['nuts-unspecified', /^(tree)?nuts?$/],
  ['celery', /^celery$/],
  ['mustard', /^mustard$/],
  ['sesame-seeds', /^sesame(seeds?)?$/],
  ['sulphur-dioxide-sulphites', /^(sul(ph|f)ites?|sul(ph|f)ur(dioxide)?(andsul(ph|f)ites?)?)$/],
  ['lupin', /^lupine?s?$/],
  ['molluscs', /^mollus[ck]s?$/],
];

function allergenOf(code: string, ref: string, warnings: CatalogWarning[]): readonly Allergen[] {
  const word = code.toLowerCase().replace(/[^a-z]/g, '');
  const [known] = ALLERGEN_CODES.find(([, form]) => form.test(word)) ?? [];
  if (known !== undefined) return [known];
  warnings.push({ ref, message: `says “${code}” of its allergens, which POS Hub can’t show` });
  return [];
}
