import { LIMITS } from '../manifest.js';

/** The texts of an order that have no field of their own, a line each. What is too long for its field is among them. */
export class Texts {
  readonly #lines: string[] = [];

  add(line: string): void {
    if (line.trim() !== '') this.#lines.push(line.trim());
  }

  /** The text for a field of so many characters: shortened where it must be, and then written out here. */
  fit(text: string, limit: number, label: string): string {
    const trimmed = text.trim();
    if (trimmed.length <= limit) return trimmed;
    this.add(`${label}: ${trimmed}`);
    return `${wholeCharacters(trimmed.slice(0, limit - 1))}…`;
  }

  text(): string {
    return this.#lines.join('\n');
  }
}

/** Where a text stands at the till: in the fulfilment's note, or, where that is too short, at lines of their own. */
export interface Placed {
  readonly note: string;
  readonly lines: readonly { readonly name: string; readonly note: string }[];
}

/** Finds a place for a text of any length; nothing of it is lost. */
export function placeText(text: string, room: number): Placed {
  if (text.length <= room) return { note: text, lines: [] };
  const all = pieces(text, LIMITS.lineNote);
  const name = (index: number): string => (all.length === 1 ? 'NOTE' : `NOTE ${index + 1} of ${all.length}`);
  return {
    note: 'See the line “NOTE” of this order.',
    lines: all.map((note, index) => ({ name: name(index), note })),
  };
}

/** Cuts a text into pieces of at most so many characters, after a line or a word where it can be; together they are it. */
export function pieces(text: string, limit: number): readonly string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const head = wholeCharacters(rest.slice(0, limit));
    const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
    const piece = end > limit / 2 ? head.slice(0, end + 1) : head;
    found.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...found, rest];
}

/** Without half of a character at its end. */
function wholeCharacters(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
