/** A check that is followed until it is known how it ended. */
export interface Followed {
  readonly check: string;
  /** Set where it was looked at by itself, and is to be looked at again. */
  readonly again?: {
    /** How often in a row it could not be read. */
    readonly failures: number;
    /** Not before; milliseconds since 1970, in whole minutes. */
    readonly at: number;
  };
}

/** What was known of a store when it was last polled. */
export interface Position {
  /** Those to be looked at, then the open ones, newest first, then those that are looked at again later. */
  readonly checks: readonly Followed[];
  /** What menus and stock were, as a digest. */
  readonly menu: string;
  /** When they were last looked through; milliseconds since 1970. */
  readonly menuAt: number;
}

/** What the host keeps of a cursor. */
const MOST = 1_000;
const FORM = /^1;([\w-]{0,43});(\d{1,15});([^;]*)$/;
const GROUP = /^([^:@]*):([^:@]+)(?:@(\d{1,3})@([0-9a-z]{1,9}))?$/;
const MINUTE = 60_000;

/**
 * Checks are written by their point of sale, `A17700:3,4,8`; with `@2@hqcqg` behind, two failures and the minute of the next
 * look. Those that find no room are the last, and are `forgotten`.
 */
export function writeCursor({ checks, menu, menuAt }: Position): {
  readonly cursor: string;
  readonly forgotten: readonly Followed[];
} {
  const head = `1;${menu};${menuAt};`;
  let kept: readonly Followed[] = [];
  let written = '';
  for (const check of checks) {
    const next = grouped([...kept, check]);
    if (head.length + next.length > MOST) break;
    kept = [...kept, check];
    written = next;
  }
  return { cursor: head + written, forgotten: checks.slice(kept.length) };
}

/** Undefined for what is no cursor of this form. */
export function readCursor(cursor: string): Position | undefined {
  const [whole, menu = '', menuAt = '', list = ''] = FORM.exec(cursor) ?? [];
  if (whole === undefined) return undefined;
  const groups = list.split(' ').filter((group) => group !== '');
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  const checks = groups.flatMap((group) => {
    const [, prefix = '', rest = '', failures, minute] = GROUP.exec(group) ?? [];
    const again =
      failures === undefined || minute === undefined
        ? {}
        : { again: { failures: Number(failures), at: Number.parseInt(minute, 36) * MINUTE } };
    return rest.split(',').map((one) => ({ check: decodeURIComponent(prefix + one), ...again }));
  });
  return { checks, menu, menuAt: Number(menuAt) };
}

function grouped(checks: readonly Followed[]): string {
  const groups = new Map<string, { readonly before: string; readonly behind: string; readonly rest: string[] }>();
  for (const { check, again } of checks) {
    const text = encodeURIComponent(check);
    const end = text.lastIndexOf('.') + 1;
    const before = text.slice(0, end);
    const behind = again === undefined ? '' : `@${again.failures}@${Math.ceil(again.at / MINUTE).toString(36)}`;
    const group = groups.get(before + behind) ?? { before, behind, rest: [] };
    group.rest.push(text.slice(end));
    groups.set(before + behind, group);
  }
  return [...groups.values()].map(({ before, behind, rest }) => `${before}:${rest.join(',')}${behind}`).join(' ');
}
