import { seeded, shuffled } from '../random.js';

/** What goes wrong with webhooks until an admin says otherwise. */
export interface WebhookFaultPlan {
  /** Each event is delivered this often. */
  copies?: number;
  /** Only this share of the events (0 … 1) is delivered so often, the others once; all of them where absent. */
  copyShare?: number;
  /** Hold events back until there are so many, then let them go in another order. */
  reorder?: { hold: number; order: 'reverse' | 'shuffle' };
  /** Events that never go out: the next so many, or a share of them (0 … 1). */
  drop?: { next?: number; share?: number };
  /** Spell the states `new_state` and `previous_state`. */
  snake?: boolean;
  /** Sign the next so many deliveries wrongly. */
  badSignatures?: number;
  /** Seeds the chance of `share` and `shuffle`. */
  seed?: number;
}

/** Carries out a plan of faults, event by event. */
export class WebhookFaults<Held> {
  #plan: WebhookFaultPlan = {};
  #random = seeded(1);
  #held: Held[] = [];

  get plan(): WebhookFaultPlan {
    return this.#plan;
  }

  get held(): number {
    return this.#held.length;
  }

  set(plan: WebhookFaultPlan): void {
    this.#plan = structuredClone(plan);
    this.#random = seeded(plan.seed ?? 1);
  }

  /** Forgets the plan and what is held. */
  clear(): void {
    this.set({});
    this.#held = [];
  }

  /** Whether the next event is lost. */
  drops(): boolean {
    const { drop } = this.#plan;
    if (drop === undefined) return false;
    if (drop.next !== undefined && drop.next > 0) {
      drop.next -= 1;
      return true;
    }
    return this.#random() < (drop.share ?? 0);
  }

  /** How often the next event is delivered. */
  copies(): number {
    const { copies = 1, copyShare = 1 } = this.#plan;
    return copyShare >= 1 || this.#random() < copyShare ? copies : 1;
  }

  /** Whether the next delivery is signed wrongly. */
  spoils(): boolean {
    const left = this.#plan.badSignatures ?? 0;
    if (left > 0) this.#plan.badSignatures = left - 1;
    return left > 0;
  }

  /** Takes deliveries and gives back those that go out now, in the order in which they go. */
  pass(deliveries: readonly Held[]): Held[] {
    const { reorder } = this.#plan;
    if (reorder === undefined) return [...deliveries];
    this.#held.push(...deliveries);
    return this.#held.length < reorder.hold ? [] : this.release();
  }

  /** Lets everything go that is held. */
  release(): Held[] {
    const held = this.#held;
    this.#held = [];
    return this.#plan.reorder?.order === 'shuffle' ? shuffled(held, this.#random) : held.reverse();
  }
}
