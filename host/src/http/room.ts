/** So much of a body is not counted, in bytes: an event of POS Hub fits, and is never in anybody's way. */
export const SPARED = 16 * 1024;

/** The most that all bodies which are being read take beyond what is spared of each, in bytes. */
const MOST = 64 * 1024 * 1024;

/** Breaks off the reading of a body. */
export type Leave = () => void;

/**
 * The room that all large bodies share while they are read, as nobody knows yet who sends them. Where it ends, the one that
 * is read for longest has to leave: so senders who are slow on purpose are in each other's way, and in nobody else's.
 */
export class Room {
  /** The oldest first. */
  readonly #readers = new Map<Leave, number>();
  #taken = 0;

  constructor(private readonly most = MOST) {}

  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes room for more bytes of a body; others, or this one, are told to leave where it does not suffice. Whoever is told
   * must give its room back.
   * @param atLeast so much room there is in any case, in bytes
   */
  take(leave: Leave, bytes: number, atLeast: number): void {
    this.#readers.set(leave, (this.#readers.get(leave) ?? 0) + bytes);
    this.#taken += bytes;
    for (const [oldest] of this.#readers) {
      if (this.#taken <= Math.max(this.most, atLeast)) break;
      oldest();
    }
  }

  giveBack(leave: Leave): void {
    this.#taken -= this.#readers.get(leave) ?? 0;
    this.#readers.delete(leave);
  }
}
