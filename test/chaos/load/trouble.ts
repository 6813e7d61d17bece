import type { Engine } from '../world/engine.js';
import type { Town } from '../world/town.js';
import type { Shop } from '../world/shops.js';
import { KILL, type Kill, type Schedule, type Storm, type StormKind } from '../plan/schedule.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { STORM_MAKERS } from './storms.js';

/** A storm that is over. */
export interface Raged {
  readonly kind: StormKind;
  readonly from: number;
  readonly to: number;
}

/** What breaks in a run. */
export type Broken = StormKind | typeof KILL;
/** How many orders were on their way to the till each time that something of a kind broke. */
export type Struck = ReadonlyMap<Broken, readonly number[]>;

/** Carries the schedule out, as orders are placed. */
export class Trouble {
  readonly struck = new Map<Broken, number[]>();
  /** When each storm raged, in milliseconds since 1970. */
  readonly raged: Raged[] = [];
  readonly #kills: Kill[];
  readonly #waiting: Storm[];
  #killing: Promise<void> = Promise.resolve();
  #killsUnderWay = 0;
  readonly #raging = new Set<Promise<void>>();
  /** What a storm could not be made of, and why. */
  readonly leftOut = new Map<StormKind, string>();
  #failures: string[] = [];

  constructor(
    private readonly town: Town,
    private readonly engine: Engine,
    private readonly shops: readonly Shop[],
    { kills, storms }: Schedule,
    /** How many orders are on their way to the till. */
    private readonly underWay: () => number,
  ) {
    this.#kills = [...kills];
    this.#waiting = [...storms];
  }

  /** So many orders were placed: what is due begins. Resolves when more may come. */
  async at(count: number): Promise<void> {
    for (let kill = this.#kills[0]; kill !== undefined && kill.after <= count; kill = this.#kills[0]) {
      this.#kills.shift();
      this.#kill(kill);
    }
    for (let storm = this.#waiting[0]; storm !== undefined && storm.after <= count; storm = this.#waiting[0]) {
      this.#waiting.shift();
      this.#rage(storm);
    }
    // Hosts take longer to load than orders to be placed: without this all kills would come after the load.
    if (this.#killsUnderWay > 1) await this.#killing;
    this.#complain();
  }

  /** Waits for what is under way. */
  async settle(): Promise<void> {
    await this.#killing;
    await Promise.all(this.#raging);
    this.#complain();
  }

  #strike(kind: Broken, hit: number): void {
    const all = this.struck.get(kind);
    if (all === undefined) this.struck.set(kind, [hit]);
    else all.push(hit);
  }

  #note(error: unknown): void {
    this.#failures.push(error instanceof Error ? error.message : String(error));
  }

  /** What goes wrong unasked is no fault of the bridge. */
  #complain(): void {
    if (this.#failures.length > 0) throw new Error(`the run itself failed: ${this.#failures.join('; ')}`);
  }

  #kill({ host, delay }: Kill): void {
    this.#killsUnderWay += 1;
    this.#killing = this.#killing
      .then(() => sleep(delay))
      .then(() => this.town.hosts.kill(host, 0, () => this.#strike(KILL, this.underWay())))
      .catch((error: unknown) => this.#note(error))
      .then(() => void (this.#killsUnderWay -= 1));
  }

  #rage(storm: Storm): void {
    const { town, engine, shops } = this;
    const [from, hit] = [Date.now(), this.underWay()];
    const raging = STORM_MAKERS[storm.kind]({ town, engine, shops, storm })
      .then((reason) => {
        if (reason === undefined) this.#strike(storm.kind, hit);
        else this.leftOut.set(storm.kind, reason);
      })
      .catch((error: unknown) => this.#note(error))
      .then(() => {
        this.#raging.delete(raging);
        this.raged.push({ kind: storm.kind, from, to: Date.now() });
      });
    this.#raging.add(raging);
  }
}
