import type { Result } from './run.js';

const MARKS: Readonly<Record<Result['outcome'], string>> = {
  passed: 'ok',
  failed: 'FAILED',
  skipped: 'skipped',
  'not applicable': '–',
};

const MOST_CHARACTERS = 1_000;

/** A requirement with what came of it: what it is and why, and of a failure what was expected and what was seen. */
export function linesOf({ id, title, why, outcome, expected, seen, reason }: Result): string {
  const lines = [`${MARKS[outcome].padEnd(8)}${id.padEnd(34)}  ${title}`, `${' '.repeat(44)}why: ${why}`];
  if (outcome === 'failed')
    lines.push(`${' '.repeat(8)}expected ${brief(expected)}`, `${' '.repeat(8)}but      ${brief(seen)}`);
  if (outcome === 'not applicable') lines.push(`${' '.repeat(8)}not applicable: ${reason ?? ''}`);
  if (outcome === 'skipped') lines.push(`${' '.repeat(8)}skipped: ${reason ?? ''}; ${seen ?? ''}`);
  return `${lines.map(plain).join('\n')}\n`;
}

export function summaryOf(results: readonly Result[]): string {
  const count = (outcome: Result['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  const seconds = (results.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1_000).toFixed(1);
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped, ${count('not applicable')} not applicable (${seconds} s)`;
}

/** A ticket with fifty wrong lines would fill pages; `--json` has it all. */
function brief(text = ''): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** Without what a terminal would obey: vendors' texts must not move its cursor. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
