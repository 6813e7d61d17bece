import { Fault } from './fault.js';

/** Deeper than any order or event: options within options, 30 times, are 90 levels. */
const DEEPEST = 200;

/** A field of an object is two signs. The fields of an order that fills a body of 1 MB are fewer. */
const MOST_SIGNS = 100_000;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a] as const;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d] as const;

/**
 * Refuses JSON that is small to send and dear to read: one look over its bytes, before anything is made of them. Whether
 * it is JSON at all is for the parser to say. Of a key that comes twice `JSON.parse` keeps the last value, and `__proto__`
 * becomes a plain field.
 * @throws Fault `request.unreadable` for more than 200 levels; `request.too_large` for more than 100,000 of the signs
 *   that begin or part values
 */
export function demandPlainJson(body: Uint8Array): void {
  let [depth, signs] = [0, 0];
  for (let at = 0; at < body.length; at += 1) {
    switch (body[at]) {
      case QUOTE:
        at = endOfText(body, at + 1);
        break;
      case COMMA:
      case COLON:
        signs += 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        signs += 1;
        depth += 1;
        if (depth > DEEPEST)
          throw new Fault('request.unreadable', { detail: `nested more than ${DEEPEST} levels deep` });
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      default:
    }
  }
  if (signs > MOST_SIGNS) throw new Fault('request.too_large', { detail: `more than ${MOST_SIGNS} values and fields` });
}

/** Where the quote stands that ends a text; the end of the body where there is none. */
function endOfText(body: Uint8Array, begin: number): number {
  let at = begin;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}
