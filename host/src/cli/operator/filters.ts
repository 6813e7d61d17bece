import { InvalidArgumentError, type Command } from 'commander';
import type { HostFlags } from './whereabouts.js';

/** The options that narrow a list. */
export interface FilterFlags extends HostFlags {
  readonly connection?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

export function withFilters(command: Command): Command {
  return command
    .option('--connection <id>', 'only those of this connection')
    .option('--from <time>', 'only those received at this time or later: 2026-01-31T18:00Z', time)
    .option('--to <time>', 'only those received before this time', time)
    .option('--limit <number>', 'at most so many', count, 20);
}

/** The same as the API takes them. */
export function filtersOf({ connection, from, to, limit }: FilterFlags): {
  readonly most: number;
  readonly query: Readonly<Record<string, string | undefined>>;
} {
  return { most: limit, query: { connectionId: connection, from, to } };
}

/** Any time that JavaScript reads; one without a zone is this machine's. */
function time(text: string): string {
  const parsed = Date.parse(text);
  if (Number.isNaN(parsed)) throw new InvalidArgumentError('Write it as 2026-01-31T18:00Z.');
  return new Date(parsed).toISOString();
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new InvalidArgumentError('It is a whole number from 1 to 10000.');
  return number;
}
