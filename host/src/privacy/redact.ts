/** What is shown instead of a secret. */
const SECRET = '[secret]';

/** Keys under which nothing is shown, whatever it is. */
const SECRET_KEY =
  /token|secret|passw|passphrase|authori[sz]ation|credential|signature|cookie|session|verifier|assertion|pin$|(api|access|private|client|license)[-_]?key/i;

/** Keys under which every value is somebody's, numbers too. */
const PERSONAL_KEY = /phone|mobile|fax|mail|birth|gender|postal|post[-_]?code|zip|latitude|longitude|^(lat|lng|lon)$/i;

/** Keys of ids and references, those of core's own events among them. */
const ID_KEY =
  /(^(ids?|uuid|refs?|sku|plu|ticket|store|item|merchant)|(Ids?|ID|Uuid|Refs?|Sku|Plu)|[_-](ids?|uuid|refs?|sku|plu)|[rR]eferences?|(order|display)[-_]?[nN]umber|idempotency[-_]?[kK]ey)$/;

/** Keys under which a word of a closed list stands. */
const WORD_KEY =
  /^(code|kind|type|method|state|status|topic|channel|source|sourceName|currency|[a-z]\w*(Type|Status|Currency|CurrencyCode))$/;

/** Keys under which such a word stands, or what somebody wrote. */
const REASON_KEY = /(^|[a-z_])(reason|category)$/i;

/** An id: no spaces, no @, something that names of people don't have, and not what a phone number may be. */
const ID = /^(?=.*[\d_:])(?!\d{9,15}$)[\w.:-]{1,64}$/;
/** A constant as programs write it; a code of this project's, too. */
const WORD = /^(?=.{3,60}$)([A-Z][A-Z0-9]*([_-][A-Z0-9]+)*|[a-z]+([._-][a-z]+)*)$/;
/** A word that nobody writes into a sentence: in capitals, or put together. */
const CONSTANT = /^(?=.{3,60}$)([A-Z][A-Z0-9]*(_[A-Z0-9]+)*|[a-z]+([._-][a-z]+)+)$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;
const KEY = /^[A-Za-z_$][\w$.-]{0,63}$/;

/** Amounts, quantities and times; what else is as long as a phone number may be one. */
function isHarmless(number: number): boolean {
  const size = Math.abs(number);
  return size < 1e9 || (size >= 1e12 && size < 3e12);
}

type KeyKind = 'secret' | 'personal' | 'id' | 'word' | 'reason' | 'other';

/** The kinds of keys that were seen: the same few come with every order. */
const kinds = new Map<string, KeyKind>();
const MOST_KINDS = 2_000;

function kindOf(key: string): KeyKind {
  const known = kinds.get(key);
  if (known !== undefined) return known;
  const kind = SECRET_KEY.test(key)
    ? 'secret'
    : PERSONAL_KEY.test(key)
      ? 'personal'
      : ID_KEY.test(key)
        ? 'id'
        : WORD_KEY.test(key)
          ? 'word'
          : REASON_KEY.test(key)
            ? 'reason'
            : 'other';
  // Whoever sends keys without end gains nothing by it.
  if (kinds.size >= MOST_KINDS) kinds.clear();
  if (key.length <= 64) kinds.set(key, kind);
  return kind;
}

/** So much of a value is shown, so that it never takes more than a few kilobytes. */
const MOST_VALUES = 500;
const MOST_ENTRIES = 50;
const DEEPEST = 12;

/**
 * The same value without what people wrote and without secrets: its structure, numbers, times, ids and words of closed
 * lists. A text that is not shown stands as its length: `[text 12]`. What is very long is cut, and says so.
 */
export function redact(value: unknown): unknown {
  let left = MOST_VALUES;

  function shown(inner: unknown, key: string, depth: number): unknown {
    left -= 1;
    if (inner === null || inner === undefined || typeof inner === 'boolean') return inner;
    const kind = kindOf(key);
    if (kind === 'secret') return SECRET;
    if (typeof inner === 'string') return isShown(inner, kind) ? inner : `[text ${inner.length}]`;
    if (typeof inner === 'number') return kind === 'personal' || !isHarmless(inner) ? '[number]' : inner;
    if (typeof inner !== 'object') return `[${typeof inner}]`;
    if (left <= 0 || depth >= DEEPEST) return '[more]';
    return Array.isArray(inner) ? shownList(inner, key, depth) : shownObject(inner, depth);
  }

  function shownList(list: readonly unknown[], key: string, depth: number): readonly unknown[] {
    const items: unknown[] = [];
    for (const item of list.slice(0, MOST_ENTRIES)) if (left > 0) items.push(shown(item, key, depth + 1));
    return items.length === list.length ? items : [...items, `[${list.length - items.length} more]`];
  }

  function shownObject(object: object, depth: number): object {
    const entries = Object.entries(object);
    const parts: [string, unknown][] = [];
    for (const [key, inner] of entries.slice(0, MOST_ENTRIES))
      if (left > 0) parts.push([KEY.test(key) ? key : `[key ${key.length}]`, shown(inner, key, depth + 1)]);
    if (parts.length < entries.length) parts.push(['[more]', entries.length - parts.length]);
    return Object.fromEntries(parts);
  }

  return shown(value, '', 0);
}

function isShown(text: string, kind: KeyKind): boolean {
  if (kind === 'personal' || text.length > 100) return false;
  if (TIME.test(text) || UUID.test(text)) return true;
  if (kind === 'id') return ID.test(text);
  if (kind === 'word') return WORD.test(text);
  return kind === 'reason' && CONSTANT.test(text);
}
