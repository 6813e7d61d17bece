import { randomUUID } from 'node:crypto';
import type { Clock } from '../../fake/clock.js';
import { totalsOf, type Account, type AccountStatus } from '../wire/account.js';
import type { SentOrder } from '../wire/order.js';
import type { Location } from '../wire/place.js';

/** The checks of every location, oldest first. */
export class Accounts {
  readonly #all = new Map<string, Account>();
  #next = 304_087_979_524_124;
  #numbers = new Map<number, number>();

  constructor(private readonly clock: Clock) {}

  readonly nextId = (): number => this.#next++;

  open(kind: Account['kind'], { id: location, posId }: Location): Account {
    const number = (this.#numbers.get(location) ?? 0) + 1;
    this.#numbers.set(location, number);
    const account: Account = {
      ...{ id: this.nextId(), identifier: `A${posId}.${number}`, uuid: randomUUID(), location, kind },
      ...{ status: 'OPEN', openedAt: this.clock.now(), orders: [], lines: [], payments: [] },
    };
    this.#all.set(account.identifier, account);
    return account;
  }

  all(location?: number): Account[] {
    return [...this.#all.values()].filter((one) => location === undefined || one.location === location);
  }

  find(identifier: string, location?: number): Account | undefined {
    const known = this.#all.get(identifier);
    return known && (location === undefined || known.location === location) ? known : undefined;
  }

  move(account: Account, status: AccountStatus): void {
    if (status === 'CLOSED') this.#settle(account);
    account.status = status;
    if (!isOpen(account)) account.closedAt = this.clock.now();
  }

  /** A check is closed when nothing is due any more: staff takes the rest. */
  #settle({ lines, payments }: Account): void {
    const { total, paid } = totalsOf({ lines, payments });
    if (paid >= total) return;
    const reference = String(this.nextId());
    payments.push({ method: 'CASH', reference, amount: total - paid, tip: 0, at: this.clock.now() });
  }
}

export const isOpen = ({ status }: Pick<Account, 'status'>): boolean =>
  status === 'OPEN' || status === 'READY_FOR_PICKUP' || status === 'IN_DELIVERY';

/** The order that opened an account. */
export const firstOf = ({ orders }: Account): SentOrder | undefined => orders[0];
