/** What was known of a store when it was last polled. */
export interface Position {
  /** The checks that are followed: those that were closed and are still to be looked at, then the open ones, newest first. */
  readonly checks: readonly string[];
  /** What menus and stock were, as a digest. */
  readonly menu: string;
  /** When they were last looked through; milliseconds since 1970. */
  readonly menuAt: number;
}

/** What the host keeps of a cursor. */
const MOST = 1_000;
const FORM = /^1;([\w-]{0,43});(\d{1,15});([^;]*)$/;

/** Checks are written by their point of sale, `A17700:3,4,8`; those that find no room are the last, and are forgotten. */
export function writeCursor({ checks, menu, menuAt }: Position): string {
  const head = `1;${menu};${menuAt};`;
  let kept: readonly string[] = [];
  let written = '';
  for (const check of checks) {
    const next = grouped([...kept, check]);
    if (head.length + next.length > MOST) break;
    kept = [...kept, check];
    written = next;
  }
  return head + written;
}

/** Undefined for what is no cursor of this form. */
export function readCursor(cursor: string): Position | undefined {
  const [whole, menu = '', menuAt = '', list = ''] = FORM.exec(cursor) ?? [];
  if (whole === undefined) return undefined;
  const checks = list
    .split(' ')
    .filter((group) => group !== '')
    .flatMap((group) => {
      const end = group.lastIndexOf(':');
      const [prefix, rest] = [group.slice(0, end), group.slice(end + 1)];
      return rest.split(',').map((one) => decodeURIComponent(prefix + one));
    });
  return { checks, menu, menuAt: Number(menuAt) };
}

function grouped(checks: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const check of checks) {
    const text = encodeURIComponent(check);
    const end = text.lastIndexOf('.') + 1;
    groups.set(text.slice(0, end), [...(groups.get(text.slice(0, end)) ?? []), text.slice(end)]);
  }
  return [...groups].map(([prefix, rest]) => `${prefix}:${rest.join(',')}`).join(' ');
}
