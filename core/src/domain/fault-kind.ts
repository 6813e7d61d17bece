/** Who can do something about a fault. */
export type FaultSide = 'menu' | 'store' | 'vendor' | 'hub' | 'credentials' | 'configuration' | 'bridge';

/**
 * What trying again would do: `never` helps; `later` may help and is safe; `unknown` means that the call may have had its
 * effect although no answer came, so it may be repeated only where the other side recognises repetition.
 */
export type Retry = 'never' | 'later' | 'unknown';

export interface FaultKind {
  readonly side: FaultSide;
  readonly retry: Retry;
  /** What happened, for a person. */
  readonly summary: string;
  /** What that person can do. */
  readonly hint: string;
}

/** One kind of fault, in one line of a table. */
export const kind = (side: FaultSide, retry: Retry, summary: string, hint: string): FaultKind => ({
  side,
  retry,
  summary,
  hint,
});
