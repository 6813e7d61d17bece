import type { Catalog, ConnectedStore } from '@poshub-bridge/core';
import type { HubSettings } from '../settings.js';
import type { WireSelection } from './wire-catalog.js';
import { writeParts } from './write-catalog.js';

/** The pieces are about this long, in characters. */
const PIECE = 256 * 1024;

/**
 * The body of an import: the text of what `writeCatalog` gives, in pieces. It may have 50 MB, most of which are the same few
 * selections again and again: their text is made once, and neither the products nor the text are there as a whole.
 * @throws Fault as `writeCatalog`
 */
export function writeImport(catalog: Catalog, store: ConnectedStore, settings: HubSettings): readonly Uint8Array[] {
  const { products, ...parts } = writeParts(catalog, store, settings);
  const texts = new Map<readonly WireSelection[], string>();
  const pieces: Uint8Array[] = [];
  let text = `${open(parts)}"products":[`;
  let separator = '';
  for (const { dish, selections } of products) {
    const written = texts.get(selections) ?? JSON.stringify(selections);
    texts.set(selections, written);
    text += `${separator}${open(dish)}"selections":${written}}`;
    separator = ',';
    if (text.length < PIECE) continue;
    pieces.push(Buffer.from(text));
    text = '';
  }
  pieces.push(Buffer.from(`${text}]}`));
  return pieces;
}

/** An object's text, open for one more field; the object has some already. */
function open(value: object): string {
  return `${JSON.stringify(value).slice(0, -1)},`;
}
