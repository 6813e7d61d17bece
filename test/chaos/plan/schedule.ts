import { Dice } from './dice.js';

export type EngineName = 'sqlite' | 'postgres';

/** What goes wrong beside the kills, and the sentence that the summary and the docs have for it. */
export const STORMS = {
  'till loses answers': 'the till takes a call and its answer is lost',
  'till answers 5xx': 'the till answers 502 or 503 before it did anything',
  'till wants less': 'the till answers 429 with Retry-After',
  'till refuses': 'connections to the till are refused',
  'till is silent': 'connections to the till stay half-open',
  'till is cut off': 'connections to the till break when the answer comes',
  'hub answers 5xx': 'POS Hub answers 503, before or after it did what it was asked',
  'hub loses answers': 'POS Hub takes a call and its answer is lost',
  'hub refuses': 'connections to POS Hub are refused',
  'hub is silent': 'connections to POS Hub stay half-open',
  'hub forgets tokens': 'POS Hub revokes every access token',
  'hub echoes': 'POS Hub tells the bridge of its own changes, too',
  'door refuses': 'connections to the bridge are refused',
  'store closes': 'a store closes for a moment',
  'clock is off': 'a host runs with its clock an hour ahead or behind',
  'disk is full': 'no file of the host can grow',
  'database dies': 'the database is killed and started again',
} as const;
export type StormKind = keyof typeof STORMS;
/** The name of what breaks most often. */
export const KILL = 'kill -9 of a host';

const ONLY: Readonly<Partial<Record<StormKind, EngineName>>> = {
  'disk is full': 'sqlite',
  'database dies': 'postgres',
};

/** The storms that an engine can have. */
export function stormsOf(engine: EngineName): readonly StormKind[] {
  return stormKinds().filter((kind) => (ONLY[kind] ?? engine) === engine);
}

function stormKinds(): readonly StormKind[] {
  const isKind = (name: string): name is StormKind => Object.hasOwn(STORMS, name);
  return Object.keys(STORMS).filter(isKind);
}

/** A host dies when so many orders were placed. */
export interface Kill {
  readonly after: number;
  /** So many milliseconds later, and as long after the kill before it. */
  readonly delay: number;
  /** Which host; counts from 0. */
  readonly host: number;
}

export interface Storm {
  readonly kind: StormKind;
  /** It begins when so many orders were placed. */
  readonly after: number;
  /** Milliseconds. */
  readonly lasts: number;
  /** How many calls it strikes, where it strikes calls. */
  readonly strikes: number;
  /** Which of two forms it has, where it has two. */
  readonly other: boolean;
  readonly host: number;
}

export interface Schedule {
  readonly kills: readonly Kill[];
  readonly storms: readonly Storm[];
}

export interface Scale {
  readonly seed: number;
  readonly engine: EngineName;
  readonly orders: number;
  readonly kills: number;
  readonly hosts: number;
}

/** At most so many orders pass between two storms; fewer in a short run, so that every kind comes once. */
const ORDERS_A_STORM = 150;

/**
 * When what breaks. Everything is tied to the number of orders that were placed, not to the time: so it is under load, and
 * a seed means the same on a slow machine.
 */
export function scheduleOf({ seed, engine, orders, kills, hosts }: Scale): Schedule {
  const dice = new Dice(seed, `schedule ${engine}`);
  const kinds = shuffled(stormsOf(engine), dice);
  const pause = Math.min(ORDERS_A_STORM, orders / kinds.length);
  return {
    kills: killsOf(orders, kills, hosts, dice),
    storms: Array.from({ length: Math.floor(orders / pause) }, (_, index) => ({
      // Each kind comes before one comes again.
      kind: kinds[index % kinds.length] ?? 'till refuses',
      after: Math.floor(pause * (index + 0.5)),
      lasts: dice.between(300, 1_500),
      strikes: dice.between(5, 40),
      other: dice.happens(0.5),
      host: dice.between(0, hosts - 1),
    })),
  };
}

/** Volleys of one to five, a few hundred milliseconds after one another: whoever comes back is struck while it begins. */
function killsOf(orders: number, kills: number, hosts: number, dice: Dice): readonly Kill[] {
  const sizes: number[] = [];
  for (let left = kills; left > 0; left -= sizes.at(-1) ?? left) sizes.push(Math.min(left, dice.between(1, 5)));
  const gap = orders / (sizes.length + 1);
  return sizes.flatMap((size, volley) => {
    const after = Math.floor(gap * (volley + 0.2)) + dice.between(0, Math.floor(gap / 2));
    return Array.from({ length: size }, (_, shot) => ({
      after,
      delay: dice.between(shot === 0 ? 0 : 100, shot === 0 ? 250 : 400),
      host: dice.between(0, hosts - 1),
    }));
  });
}

function shuffled<T>(all: readonly T[], dice: Dice): readonly T[] {
  const left = [...all];
  return all.flatMap(() => left.splice(dice.between(0, left.length - 1), 1));
}
