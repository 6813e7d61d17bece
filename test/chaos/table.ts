import { RULES } from './check/rules.js';
import { KILL, STORMS, stormsOf, type StormKind } from './plan/schedule.js';
import type { Summary } from './summary.js';

/** What is broken in every run beside the storms. */
type Constant = typeof KILL | 'webhooks twice' | 'webhooks that never come' | 'webhooks in another order';
type Fault = StormKind | Constant;

interface Proof {
  readonly promise: number;
  readonly title: string;
  /** What a run breaks that bears on it. */
  readonly faults: readonly Fault[];
  /** Other tests of it, from `test/`. */
  readonly tests: readonly string[];
}

const TILL = [
  'till loses answers',
  'till answers 5xx',
  'till wants less',
  'till refuses',
  'till is silent',
  'till is cut off',
] as const;
const HUB = ['hub answers 5xx', 'hub loses answers', 'hub refuses', 'hub is silent', 'hub forgets tokens'] as const;
const STORAGE = ['disk is full', 'database dies'] as const;

/** The promises of the README, by their numbers, and what shows that each is kept. */
export const PROOFS: readonly Proof[] = [
  {
    ...{ promise: 1, title: '200 means on disk' },
    faults: [KILL, ...STORAGE, 'door refuses', 'webhooks twice'],
    tests: ['unit/host/storage/sqlite/durability.test.ts', 'unit/core/services/receiving.test.ts'],
  },
  {
    ...{ promise: 2, title: 'One ticket per order' },
    faults: [KILL, 'webhooks twice', 'webhooks in another order', ...TILL],
    tests: ['unit/core/services/delivering.crashes.test.ts', 'unit/core/domain/lifecycle.properties.test.ts'],
  },
  {
    ...{ promise: 3, title: 'Nothing ends in silence' },
    faults: [KILL, ...TILL, ...HUB, 'hub echoes', 'store closes', 'clock is off', ...STORAGE],
    tests: ['unit/core/services/delivering.properties.test.ts', 'e2e/alerts.test.ts'],
  },
  {
    ...{ promise: 4, title: 'Nothing is dropped' },
    faults: [KILL, 'till loses answers', 'till is cut off'],
    tests: ['unit/core/domain/ticket.test.ts', 'contract/adapters/till.test.ts'],
  },
  {
    ...{ promise: 5, title: 'Outages lose nothing' },
    faults: [KILL, 'webhooks that never come', 'door refuses', 'hub refuses', 'hub is silent', ...STORAGE],
    tests: ['unit/core/services/reconciling.test.ts', 'e2e/outages.test.ts'],
  },
  {
    ...{ promise: 6, title: 'A store that is down harms only itself' },
    faults: [KILL, 'store closes', 'till is silent'],
    tests: ['contract/work-queue-fairness.ts', 'unit/core/services/delivering.waiting.test.ts'],
  },
  {
    ...{ promise: 7, title: 'Catalog sync is plan, then apply' },
    faults: [],
    tests: ['unit/core/domain/catalog-plan.test.ts', 'unit/core/services/syncing.test.ts'],
  },
];

const BEGIN = '<!-- written by `npm run chaos -- --table`, not by hand -->';
const END = '<!-- end of the table -->';

/** The page with the table of these runs in place of the one that it had. @throws Error where it has no place for it */
export function withTable(page: string, summaries: readonly Summary[]): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('the page has no place for the table');
  return `${before}${BEGIN}\n\n${tableOf(summaries)}\n\n${END}${after}`;
}

function tableOf(summaries: readonly Summary[]): string {
  const runs = summaries.map(
    ({ engine, seed, orders, kills, attempts, acknowledged }) =>
      `- ${engine}, seed ${seed}: ${orders} orders, ${kills} kills, ${attempts} calls with webhooks, ${acknowledged} events answered 200, no violation`,
  );
  const rows = PROOFS.map(({ promise, title, faults, tests }) => [
    `${promise}. ${title}`,
    Object.values(RULES)
      .filter((rule) => rule.promise === promise)
      .map(({ says }) => says)
      .join('; ') || 'nothing: a run has nothing to do with it',
    faults.map((fault) => shown(fault, summaries)).join(', ') || 'none',
    tests.map((test) => `[${test}](../test/${test})`).join(', '),
  ]);
  return [...runs, '', aligned([['promise', 'what a run checks', 'faults injected', 'other tests'], ...rows])].join(
    '\n',
  );
}

/** A fault with how often it came, over all engines that can have it. */
function shown(fault: Fault, summaries: readonly Summary[]): string {
  const count = summaries.reduce((sum, summary) => sum + countOf(fault, summary), 0);
  return fault === 'webhooks in another order' ? `${fault} (all)` : `${fault} (${count})`;
}

function countOf(fault: Fault, { kills, duplicates, dropped, givenUp, storms }: Summary): number {
  switch (fault) {
    case KILL:
      return kills;
    case 'webhooks twice':
      return duplicates;
    case 'webhooks that never come':
      return dropped + givenUp;
    case 'webhooks in another order':
      return 0;
    default:
      return storms[fault] ?? 0;
  }
}

function aligned(rows: readonly (readonly string[])[]): string {
  const [head = [], ...others] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

/** What each storm is, for the page. */
export function stormTable(): string {
  const rows = stormsOf('sqlite')
    .concat(stormsOf('postgres').filter((kind) => !stormsOf('sqlite').includes(kind)))
    .map((kind) => [kind, STORMS[kind]]);
  return aligned([['fault', 'what happens'], ...rows]);
}
