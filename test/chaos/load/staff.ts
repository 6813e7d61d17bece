import { setTimeout as sleep } from 'node:timers/promises';
import { call, list, numberOf, textOf } from '#kit/demo/json.js';
import type { Shop } from '../world/shops.js';
import type { Town } from '../world/town.js';
import type { Placed } from './guests.js';

interface Ticket {
  readonly id: string;
  readonly status: string;
  readonly reference: string;
}

const FINAL: ReadonlySet<string> = new Set(['completed', 'rejected', 'cancelled']);
const LOOK_EVERY = 500;
const PAGE = 100;

/** The people at the till: they take what must be asked for, move tickets on, and void some. */
export class Staff {
  /** The orders of which there is a ticket. */
  readonly seen = new Set<string>();
  readonly #open = new Map<string, Ticket>();
  #isFinishing = false;

  constructor(
    private readonly town: Town,
    private readonly shops: readonly Shop[],
    private readonly placed: ReadonlyMap<string, Placed>,
  ) {}

  /** Works until it is stopped. */
  async work(stopped: AbortSignal): Promise<void> {
    await Promise.all(this.shops.map((shop) => this.#watch(shop, stopped)));
  }

  /** From now on every ticket comes to its end. */
  finish(): void {
    this.#isFinishing = true;
  }

  /** How many tickets have not come to their end. */
  get open(): number {
    return this.#open.size;
  }

  async #watch(shop: Shop, stopped: AbortSignal): Promise<void> {
    let version = 0;
    while (!stopped.aborted) {
      const page = await this.#read(shop, version);
      version = page.version;
      for (const ticket of page.tickets) this.#note(shop, ticket);
      if (page.tickets.length === PAGE) continue;
      if (this.#isFinishing) this.#finishAll(shop);
      await sleep(LOOK_EVERY);
    }
  }

  /** Faults may be in the way: it is looked again. */
  async #read({ plan, key }: Shop, version: number): Promise<{ tickets: readonly Ticket[]; version: number }> {
    const path = `/v1/stores/${plan.id}/orders?updated_since=${version}&limit=${PAGE}`;
    try {
      const data = list(await call('GET', `${this.town.till.url}${path}`, key), 'data');
      const tickets = data.map((one) => ({
        ...{ id: textOf(one, 'id'), status: textOf(one, 'status'), reference: textOf(one, 'reference') },
      }));
      return { tickets, version: data.length === 0 ? version : numberOf(data.at(-1), 'version') };
    } catch {
      return { tickets: [], version };
    }
  }

  #note(shop: Shop, ticket: Ticket): void {
    this.seen.add(ticket.reference);
    if (FINAL.has(ticket.status)) {
      this.#open.delete(ticket.id);
      return;
    }
    const isNew = this.#open.get(ticket.id)?.status !== ticket.status;
    this.#open.set(ticket.id, ticket);
    if (isNew) void this.#handle(shop, ticket);
  }

  async #handle(shop: Shop, ticket: Ticket): Promise<void> {
    await sleep(LOOK_EVERY / 10);
    const plan = this.placed.get(ticket.reference)?.plan;
    const next = plan === undefined ? undefined : nextOf(ticket.status, plan);
    if (plan === undefined || next === undefined) return;
    await sleep(plan.pause);
    await this.#move(shop, ticket, next);
  }

  #finishAll(shop: Shop): void {
    for (const ticket of this.#open.values()) {
      const plan = this.placed.get(ticket.reference)?.plan;
      if (plan !== undefined && plan.store !== shop.plan) continue;
      const next = plan === undefined ? undefined : nextOf(ticket.status, plan);
      void this.#move(shop, ticket, ticket.status === 'new' && next !== undefined ? next : 'completed');
    }
  }

  /** What can't be done any more, because somebody else moved it, is seen at the next look. */
  async #move({ key }: Shop, { id }: Ticket, status: string): Promise<void> {
    const [path, body] = status === 'cancelled' ? ['cancel', { reason: 'too busy' }] : ['status', { status }];
    const url = `${this.town.till.url}/v1/orders/${id}/${path}`;
    await call('POST', url, key, body).catch(() => undefined);
  }
}

function nextOf(status: string, { handling, isRefused }: Placed['plan']): string | undefined {
  if (status === 'new') return isRefused ? 'rejected' : 'accepted';
  if (status === 'accepted') {
    if (handling === 'quick') return 'completed';
    return handling === 'voided' ? 'cancelled' : 'preparing';
  }
  if (handling !== 'stepwise') return undefined;
  return status === 'preparing' ? 'ready' : 'completed';
}
