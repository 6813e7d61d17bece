import { readFileSync } from 'node:fs';

/** What a page that is a walk tells its reader to do, in its order. */
export type Step =
  /** Make a file with this content. */
  | { readonly kind: 'file'; readonly at: string; readonly path: string; readonly text: string }
  /** Change a file: each hunk's lines, found once, become others. */
  | { readonly kind: 'change'; readonly at: string; readonly path: string; readonly hunks: readonly Hunk[] }
  /** Run a command; the page shows what it prints. */
  | { readonly kind: 'command'; readonly at: string; readonly text: string; readonly shown: readonly string[] };

export interface Hunk {
  readonly from: string;
  readonly to: string;
}

/** A code block, and the path in bold that stands over it where it is a file. */
const BLOCK = /(?:^\*\*([^*\n]+)\*\*[^\n]*\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm;

/** The steps of a page: blocks with a path over them are files, or changes where they are a `diff`; `console` are commands. */
export function stepsOf(file: string): readonly Step[] {
  const page = readFileSync(file, 'utf8');
  return [...page.matchAll(BLOCK)].flatMap(({ index, 1: path, 2: language = '', 3: text = '' }): readonly Step[] => {
    const line = page.slice(0, index).split('\n').length;
    const at = `${file}:${line}`;
    if (language === 'console') return commandsIn(text, at);
    if (path === undefined) return [];
    return [
      language === 'diff' ? { kind: 'change', at, path, hunks: hunksOf(text) } : { kind: 'file', at, path, text },
    ];
  });
}

/** Commands begin with `$ `; what stands under each is what it prints. */
function commandsIn(text: string, at: string): readonly Step[] {
  return text.split(/^\$ /m).flatMap((part): readonly Step[] => {
    const [command = '', ...shown] = part.trimEnd().split('\n');
    return command === '' ? [] : [{ kind: 'command', at, text: command, shown }];
  });
}

function hunksOf(text: string): readonly Hunk[] {
  return text.split(/^@@\n/m).map((hunk) => {
    const lines = hunk.split('\n').filter((line) => line !== '');
    const side = (mark: string): string =>
      lines.flatMap((line) => (line.startsWith(mark) || line.startsWith(' ') ? [`${line.slice(1)}\n`] : [])).join('');
    return { from: side('-'), to: side('+') };
  });
}

/** A file after a change. @throws Error for a hunk that is not there exactly once */
export function changed(text: string, hunks: readonly Hunk[]): string {
  return hunks.reduce((before, { from, to }) => {
    const [head, tail, ...more] = before.split(from);
    if (head === undefined || tail === undefined || more.length > 0)
      throw new Error(`these lines are not there once:\n${from}`);
    return head + to + tail;
  }, text);
}

/**
 * Whether a program prints what a page shows: `…` stands for lines that are left out, and at the end of a line for the rest
 * of it. How many requirements pass or do not apply, and how long they take, changes; whether any fails does not.
 */
export function isShown(shown: readonly string[], printed: string): boolean {
  const pattern = shown.map((line) => (line === '…' ? '(?:.*\\n)*' : `${patternOf(line)}\\n`)).join('');
  return new RegExp(`^${pattern}$`, 'u').test(printed);
}

function patternOf(line: string): string {
  const exact = line.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return exact
    .replace(/^\d+ passed, (\d+) failed, (\d+) skipped, \d+ not applicable \\\(.*\\\)$/, (_whole, failed, skipped) =>
      [
        `\\d+ passed, ${failed === '0' ? '0' : '[1-9]\\d*'} failed`,
        `${skipped} skipped, \\d+ not applicable \\(\\d+\\.\\d s\\)`,
      ].join(', '),
    )
    .replace(/…$/, '.*');
}
