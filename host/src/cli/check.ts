import { findings, type Finding } from '../container/checking.js';
import { plain } from './table.js';

const MARKS: Readonly<Record<Finding['state'], string>> = { ok: 'ok', note: 'note', failed: 'FAILED', skipped: '–' };

/** Looks at what a start depends on and prints a line for each thing. The exit code is 1 where one of them is wrong. */
export async function check({ config, offline }: { readonly config: string; readonly offline?: true }): Promise<void> {
  let wrong = 0;
  for await (const finding of findings(config, offline === true)) {
    if (finding.state === 'failed') wrong += 1;
    process.stdout.write(linesOf(finding));
    if (finding.fault?.code === 'bridge.broken') process.stderr.write(`${originOf(finding.fault)}\n`);
  }
  process.stdout.write(
    wrong === 0 ? `${config} is right.\n` : `${config}: ${wrong} to mend before the host can work.\n`,
  );
  process.exitCode = wrong === 0 ? 0 : 1;
}

function linesOf({ state, what, found, todo, fault }: Finding): string {
  const line = `${MARKS[state].padEnd(6)}  ${what.padEnd(13)}  ${plain(found)}\n`;
  if (todo === undefined) return line;
  const code = fault === undefined ? '' : ` (${fault.code}: see docs/errors.md)`;
  return `${line}${' '.repeat(23)}${plain(todo)}${code}\n`;
}

/** Where an adapter broke. */
function originOf({ cause, stack, message }: Error): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : (stack ?? message);
}
