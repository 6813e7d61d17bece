import type { Topic } from '@poshub-bridge/core';

/** How many jobs run at once. */
export interface Places {
  /** In all, but for catalogs; 32 unless given. */
  readonly runs: number;
  /** Of one group; 4 unless given. */
  readonly runsPerGroup: number;
  /**
   * How many more run at once, each of a group that has nothing running; 32 unless given. A few groups whose runs hang for
   * long may take all other places, but never these: nobody has to wait until they give up.
   */
  readonly firstRuns: number;
  /**
   * How many catalogs are read at once, in places of their own; 4 unless given. Such a run may take minutes and much memory,
   * and at a start it is asked for by every store: no order waits for them, and they wait for no order.
   */
  readonly catalogRuns: number;
}

export const PLACES: Places = { runs: 32, runsPerGroup: 4, firstRuns: 32, catalogRuns: 4 };

/** The topic whose jobs have places of their own. */
export const CATALOG = 'catalog' satisfies Topic;

/** Those that are no catalogs. */
export function othersIn<J extends { readonly topic: Topic }>(jobs: readonly J[]): readonly J[] {
  return jobs.filter(({ topic }) => topic !== CATALOG);
}

/** So many jobs may be taken, as long as no more than so many of their group run. */
export interface Room {
  readonly free: number;
  readonly perGroup: number;
}

/** What may be taken beside what runs. */
export interface Rooms {
  /**
   * Places for all but catalogs, to be filled one room after the other. What the first one left due finds its place in the
   * second, which is there for nobody's second run.
   */
  readonly rooms: readonly Room[];
  /** How many catalogs. */
  readonly catalogs: number;
}

/** Where there is room beside what runs. */
export function roomsOf(
  { runs, runsPerGroup, firstRuns, catalogRuns }: Places,
  alive: readonly { readonly topic: Topic }[],
): Rooms {
  const others = othersIn(alive).length;
  return {
    rooms: [
      { free: runs - others, perGroup: runsPerGroup },
      { free: Math.min(firstRuns, runs + firstRuns - others), perGroup: 1 },
    ].filter(({ free }) => free > 0),
    catalogs: Math.max(0, catalogRuns - (alive.length - others)),
  };
}
