/** What stands where something was left out. */
const GONE = '…';

/** Shorter ones would blot out words that happen to be the same. */
const SHORTEST_SECRET = 8;

/** Fields whose values are left out whatever they are. */
const KEYS = /secret|token|passw|credential|authoriz|cookie|api_?key|signature|verifier|customer|phone|e-?mail/i;

/** A first look, so that most texts get no other. */
const SUSPICIOUS = /[=@+]|bearer|basic|eyJ/i;

/** What looks like a secret or like a person: tokens, parameters that carry them, e-mail addresses, telephone numbers. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${GONE}`],
  [/\b((?:\w*token|code|state|\w*secret|signature|password|api_?key)=)[^&\s"']+/gi, `$1${GONE}`],
  [/\beyJ[\w-]{8,}(\.[\w-]+)*/g, GONE],
  [/[^\s/@:"'<>(]*(?::[^\s/@]*)?@[\w-]+(?:\.[\w-]+)+/g, GONE],
  [/\+\d[\d ()./-]{6,}\d/g, GONE],
];

/** So many characters of a value are shown: the rest is nobody's use, and the looks above take time by its square. */
const LONGEST = 500;

/** So many more are looked at, and never shown: at the end of what is looked at half an address has no looks. */
const MARGIN = 320;

/** Leaves out of one field of a log line what must not stand there. */
export type Redact = (key: string, value: unknown) => unknown;

/**
 * The last line of defence: what is logged has neither secrets nor personal data in it, and what slips through is left out
 * by its key, by its value, or by its looks. What is very long is cut after its secrets were left out, and says so.
 * @param secrets values that must not be seen, as they are or as parts of a URL; those of less than 8 characters are let be
 */
export function createRedaction(secrets: readonly string[]): Redact {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).toSorted((a, b) => b.length - a.length);
  const spellings = new Set(known.flatMap((secret) => [secret, ...asInUrls(secret)]));
  const values = spellings.size === 0 ? undefined : new RegExp([...spellings].map(escape).join('|'), 'g');
  return (key, value) => {
    if (KEYS.test(key) && value !== undefined) return GONE;
    if (typeof value !== 'string') return value;
    const clean = values === undefined ? value : value.replaceAll(values, GONE);
    const begin = clean.slice(0, LONGEST + MARGIN);
    const safe = SUSPICIOUS.test(begin)
      ? LOOKS.reduce((text, [look, instead]) => text.replaceAll(look, instead), begin)
      : begin;
    const sure = begin.length < clean.length ? Math.max(safe.length - MARGIN, 0) : safe.length;
    const shown = Math.min(sure, LONGEST);
    return shown === safe.length ? safe : `${safe.slice(0, shown)}${GONE} (of ${clean.length} characters)`;
  };
}

/** A text as it may stand in a URL: in a path, or in a query. */
function asInUrls(text: string): readonly string[] {
  const whole = Buffer.from(text).toString();
  return [encodeURIComponent(whole), new URLSearchParams([['', whole]]).toString().slice(1)];
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
