import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { EngineName } from './plan/schedule.js';

export interface Options {
  /** Where absent: every engine that is there. */
  readonly engine?: EngineName;
  readonly seed: number;
  readonly orders: number;
  readonly kills: number;
  /** The longest that orders may be placed on one engine; then the run fails. */
  readonly minutes: number;
  /** Whether the table in the docs is to be written anew. */
  readonly table: boolean;
}

export const USAGE = `npm run chaos -- [--engine sqlite|postgres] [--seed N] [--orders N] [--kills N] [--minutes N] [--long] [--table]`;

const SIZES = {
  short: { orders: 5_000, kills: 50, minutes: 20 },
  long: { orders: 100_000, kills: 1_000, minutes: 240 },
};

/** Reads the command line. @throws Error that says what is wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      engine: { type: 'string' },
      seed: { type: 'string' },
      orders: { type: 'string' },
      kills: { type: 'string' },
      minutes: { type: 'string' },
      long: { type: 'boolean', default: false },
      table: { type: 'boolean', default: false },
    },
  });
  const { engine } = values;
  if (engine !== undefined && engine !== 'sqlite' && engine !== 'postgres')
    throw new Error(`there is no engine ${engine}`);
  const size = values.long ? SIZES.long : SIZES.short;
  return {
    ...(engine === undefined ? {} : { engine }),
    seed: whole('seed', values.seed, randomInt(1, 2 ** 31), 0),
    orders: whole('orders', values.orders, size.orders, 1),
    kills: whole('kills', values.kills, size.kills, 0),
    minutes: whole('minutes', values.minutes, size.minutes, 1),
    table: values.table,
  };
}

function whole(name: string, text: string | undefined, otherwise: number, least: number): number {
  if (text === undefined) return otherwise;
  if (/^\d{1,10}$/.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`--${name} is a whole number of at least ${least}`);
}
