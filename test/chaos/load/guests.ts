import { setTimeout as sleep } from 'node:timers/promises';
import { field, textOf } from '#kit/demo/json.js';
import { planOrder, type OrderPlan } from '../plan/orders.js';
import { ask, type Shop } from '../world/shops.js';
import type { Office } from '../world/town.js';

/** An order that was put into POS Hub. */
export interface Placed {
  readonly id: string;
  /** Without what only POS Hub had to know: a long run has many of them. */
  readonly plan: Omit<OrderPlan, 'draft'>;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** So many orders may be on their way to the till; then guests wait. */
const MOST_UNDER_WAY = 150;
/** So many of them may be on their way for long: a slow machine gets fewer orders, not orders that come too late. */
const MOST_SLOW = 40;
const SLOW = 20_000;
/** What has not come after so many milliseconds waits for a person, or for a host's clock: no order waits behind it. */
const STUCK = 60_000;
const AT_ONCE = 6;
/** After how many milliseconds an order that has not come to the till is looked for in POS Hub: it may have been turned down. */
const LONG = 2_000;
const ENDED: ReadonlySet<string> = new Set(['CANCELLED', 'REJECTED', 'COMPLETED']);

/** Puts orders into POS Hub, and cancels some. */
export class Guests {
  cancelled = 0;
  readonly #waiting = new Set<Promise<void>>();
  /** The orders that are on their way to the till. */
  readonly #underWay = new Set<string>();
  #nextLook = 0;
  #count = 0;

  constructor(
    private readonly hub: Office,
    private readonly shops: readonly Shop[],
    private readonly seed: number,
    /** Orders that have come to the till. */
    private readonly arrived: ReadonlySet<string>,
    private readonly placed: Map<string, Placed>,
  ) {}

  /**
   * Places so many orders.
   * @param tell told of the number of orders after each; guests wait for what it gives back
   */
  async order(total: number, tell: (count: number) => Promise<void>, stopped: AbortSignal): Promise<void> {
    const line = async (): Promise<void> => {
      while (this.#count < total && !stopped.aborted) {
        if (this.#areEnough()) {
          await (Date.now() < this.#nextLook ? sleep(20) : this.#lookForLost());
          continue;
        }
        this.#count += 1;
        await this.#place(planOrder(this.seed, this.#count));
        await tell(this.placed.size);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, line));
    await Promise.all(this.#waiting);
  }

  /** How many orders are on their way to the till. One that nobody can make never comes there. */
  get underWay(): number {
    for (const id of this.#underWay) if (this.arrived.has(id) || this.#ageOf(id) > STUCK) this.#underWay.delete(id);
    return this.#underWay.size;
  }

  #areEnough(): boolean {
    if (this.underWay >= MOST_UNDER_WAY) return true;
    // The oldest come first.
    const slowest = [...this.#underWay][MOST_SLOW];
    return slowest !== undefined && this.#ageOf(slowest) > SLOW;
  }

  #ageOf(id: string): number {
    return Date.now() - (this.placed.get(id)?.at ?? 0);
  }

  /** Those that ended without a ticket are on their way no more. */
  async #lookForLost(): Promise<void> {
    this.#nextLook = Date.now() + LONG;
    for (const id of this.#underWay) {
      if (this.#ageOf(id) < LONG) continue;
      const stored = await ask(this.hub, 'GET', `/admin/orders/${id}`);
      if (ENDED.has(textOf(field(stored, 'order'), 'status'))) this.#underWay.delete(id);
    }
  }

  async #place({ draft, ...plan }: OrderPlan): Promise<void> {
    const locationId = this.shops.find((shop) => shop.plan === plan.store)?.locationId;
    const stored = await ask(this.hub, 'POST', '/admin/orders', { ...draft, locationId });
    const id = textOf(field(stored, 'order'), 'id');
    this.placed.set(id, { id, plan, at: Date.now() });
    if (!plan.isUnknown) this.#underWay.add(id);
    if (plan.cancelAfter === undefined) return;
    const cancelling = this.#cancel(id, plan.cancelAfter).finally(() => this.#waiting.delete(cancelling));
    this.#waiting.add(cancelling);
  }

  /** An order that ended before can't be cancelled any more. */
  async #cancel(id: string, after: number): Promise<void> {
    await sleep(after);
    await ask(this.hub, 'POST', `/admin/orders/${id}/cancel`, {}).then(
      () => {
        this.cancelled += 1;
        this.#underWay.delete(id);
      },
      () => undefined,
    );
  }
}
