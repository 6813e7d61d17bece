/** How many jobs run at once. */
export interface Places {
  /** In all; 32 unless given. */
  readonly runs: number;
  /** Of one group; 4 unless given. */
  readonly runsPerGroup: number;
  /**
   * How many more run at once, each of a group that has nothing running; 32 unless given. A few groups whose runs hang for
   * long may take all other places, but never these: nobody has to wait until they give up.
   */
  readonly firstRuns: number;
}

export const PLACES: Places = { runs: 32, runsPerGroup: 4, firstRuns: 32 };

/** So many jobs may be taken, as long as no more than so many of their group run. */
export interface Room {
  readonly free: number;
  readonly perGroup: number;
}

/**
 * Where there is room beside so many runs, to be filled one after the other. What the first one left due finds its place
 * in the second, which is there for nobody's second run.
 */
export function roomsOf({ runs, runsPerGroup, firstRuns }: Places, alive: number): readonly Room[] {
  return [
    { free: runs - alive, perGroup: runsPerGroup },
    { free: Math.min(firstRuns, runs + firstRuns - alive), perGroup: 1 },
  ].filter(({ free }) => free > 0);
}
