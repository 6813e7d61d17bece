import { REQUIREMENTS } from './requirements/index.js';
import { THEMES, type Requirement } from './requirement.js';

/** The requirements as tables for docs/certify.md: what each asks, why, and what keeps it from applying. */
export function requirementTables(): string {
  const tables = THEMES.map((theme) => {
    const own = REQUIREMENTS.filter(({ id }) => id.startsWith(`${theme}.`));
    return own.length === 0 ? '' : `### ${theme}\n\n${tableOf(own)}`;
  });
  const corpus =
    'Beside these, the orders (`order:…`) and menus (`catalog:…`) of a [corpus](../test/kit/src/conformance/corpus), each a\n' +
    'requirement of its own: what must be on the ticket, or in the catalog, to the last option and minor unit.';
  return [...tables.filter((table) => table !== ''), corpus].join('\n\n');
}

function tableOf(requirements: readonly Requirement[]): string {
  const rows = requirements.map(({ id, title, why, needs = [], fake = [] }) => {
    const limits = [...needs.map(({ otherwise }) => otherwise), ...fake.map((ability) => `the fake can’t: ${ability}`)];
    return [`\`${id}\``, title, why, limits.join('; ')];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...[HEAD, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(HEAD), rule, ...rows.map(line)].join('\n');
}

const HEAD = ['id', 'the adapter …', 'why', 'not applicable where'];
