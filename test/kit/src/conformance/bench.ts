import { createHash, randomBytes } from 'node:crypto';
import {
  CatalogAssembly,
  composeTicket,
  isFault,
  type Assembled,
  type Catalog,
  type ConnectedStore,
  type Credentials,
  type Order,
  type PosAdapter,
  type PosSystem,
  type Reference,
  type StoreSession,
  type SubmitOutcome,
  type Ticket,
} from '@poshub-bridge/core';
import { line, orderOf } from './corpus/build.js';
import { STANDARD_MENU } from './corpus/menu.js';
import type { Menu } from './corpus/types.js';
import { Gate, type Passed } from './gate.js';
import { openHooks, type Hooks } from './hooks.js';
import { createKitClient, type CountingClient } from './http-client.js';
import { KeptLog, realClock } from './log.js';
import { named } from './named.js';
import { isUnable, Unable, type Fake, type FakeWebhooks, type Rig, type SeenTicket } from './rig.js';
import { Shelf } from './shelf.js';
import { demand, describe, present, show, showFault, Unmet } from './verdict.js';

/** Where the merchant's browser comes back from the vendor. */
const REDIRECT_URI = 'http://127.0.0.1:9/vendor/callback';

export interface SystemOptions {
  readonly dryRun?: boolean;
  /** Milliseconds; 5 s unless a requirement is about time-outs. */
  readonly timeoutMs?: number;
}

/** How the host is started, for what concerns the whole bridge. */
export interface HostAccess {
  /** As `adapter.use` names the adapter. */
  readonly use: string;
  /** The path of the command line's entry. */
  readonly program: string;
}

/** An order that the till took. */
export interface Taken {
  readonly ticket: Ticket;
  readonly outcome: SubmitOutcome;
  /** As the adapter calls the ticket. */
  readonly ref: Reference;
  /** As the fake has it. */
  readonly seen: SeenTicket;
  readonly shelf: Shelf;
}

/** A fake vendor, the adapter before it, and the kit between them: everything that one requirement needs. */
export class Bench {
  readonly log = new KeptLog();
  readonly system: PosSystem;
  #client: CountingClient | undefined;
  #credentials: Credentials | undefined;
  #refs: ReadonlyMap<string, Reference> | undefined;
  readonly #attached = new Set<Reference>();

  private constructor(
    readonly adapter: PosAdapter,
    readonly fake: Fake,
    readonly gate: Gate,
    readonly hooks: Hooks,
    readonly host: HostAccess | undefined,
  ) {
    this.system = this.make();
  }

  static async open(adapter: PosAdapter, rig: Rig, host?: HostAccess): Promise<Bench> {
    const fake = await startOf(rig);
    const mutates = fake.mutates?.bind(fake) ?? ((method: string) => method !== 'GET' && method !== 'HEAD');
    const [gate, hooks] = await Promise.all([Gate.open(fake.url, mutates), openHooks()]);
    try {
      return new Bench(adapter, fake, gate, hooks, host);
    } catch (error) {
      await Promise.all([gate.close(), hooks.close(), fake.stop()]);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.gate.close(), this.hooks.close()]);
    await this.fake.stop();
  }

  get orders(): PosAdapter['manifest']['capabilities']['orders'] {
    return this.adapter.manifest.capabilities.orders;
  }

  get settings(): Readonly<Record<string, unknown>> {
    return this.fake.settings(this.gate.url);
  }

  /** What the adapter asked its way out for, since the bench's own system was made. */
  get asked(): CountingClient['asked'] {
    return this.#client?.asked ?? [];
  }

  /** How many of those requests are under way. */
  get underway(): number {
    return this.#client?.underway ?? 0;
  }

  /** Another process with the same adapter. */
  make({ dryRun = false, timeoutMs = 5_000 }: SystemOptions = {}): PosSystem {
    const { adapter, settings, log } = this;
    const hosts = working('hosts(settings)', () => adapter.hosts(settings));
    const http = createKitClient({ hosts, timeoutMs, dryRun });
    this.#client ??= http;
    const { url: webhookUrl } = this.hooks;
    return named(
      working('create(context)', () => adapter.create({ settings, http, clock: realClock, log, webhookUrl })),
    );
  }

  /** What a merchant's form or consent gives; the same ones each time. */
  async credentials(): Promise<Credentials> {
    this.#credentials ??= this.fake.credentials ?? (await this.consent());
    return this.#credentials;
  }

  /** Walks through the vendor's page as a merchant who agrees. */
  async consent(): Promise<Credentials> {
    const { oauth } = this.system;
    if (oauth === undefined) throw new Unmet('an adapter with onboarding oauth to have `oauth`', 'it has none');
    if (this.fake.consent === undefined) throw new Unable('the rig can’t walk through the vendor’s consent');
    const [state, codeVerifier] = [randomBytes(16).toString('hex'), randomBytes(32).toString('base64url')];
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const page = oauth.authorizeUrl({ state, redirectUri: REDIRECT_URI, codeChallenge });
    const back = new URL(await this.fake.consent(page));
    demand(back.searchParams.get('state') === state, 'the state to come back unchanged', `it is ${back.search}`);
    const code = present(back.searchParams.get('code') ?? undefined, 'a code to come back', `it is ${back.search}`);
    return oauth.exchange({ code, redirectUri: REDIRECT_URI, codeVerifier });
  }

  /** The access to a store of the fake: the first one, or the first with a currency. */
  async session(currency?: string): Promise<StoreSession> {
    const store = this.store(currency);
    const credentials = await this.credentials();
    this.#refs ??= new Map(
      (await this.system.stores({ connectionId: 'C1', credentials })).stores.map((s) => [s.name, s.ref]),
    );
    const ref = present(
      this.#refs.get(store.name),
      `stores() to give the store “${store.name}”`,
      `it gives ${show([...this.#refs.keys()])}`,
    );
    return { connectionId: 'C1', credentials, store: { ...store, ref } };
  }

  /** The fake's own view of that store. */
  store(currency?: string): ConnectedStore {
    const store = this.fake.stores.find((one) => currency === undefined || one.currency === currency);
    if (store === undefined) throw new Unable(`it has no store in ${currency ?? 'any currency'}`);
    return store;
  }

  /** Makes the store sell a menu, and finds its things in the adapter's catalog. */
  async sell(menu: Menu = STANDARD_MENU, currency?: string): Promise<Shelf> {
    await this.#attach(currency);
    await this.fake.seed(this.store(currency).ref, menu);
    return Shelf.of(menu, (await this.read(currency)).catalog);
  }

  /** As the host does once a store is connected, where the vendor takes no orders before. */
  async #attach(currency?: string): Promise<void> {
    const { ref } = this.store(currency);
    if (this.fake.attachFirst !== true || this.#attached.has(ref)) return;
    this.#attached.add(ref);
    await this.system.attach?.(await this.session(currency));
  }

  /** Reads the catalog as the host does. */
  async read(currency?: string, since?: { readonly mark: string; readonly catalog: Catalog }): Promise<Assembled> {
    const session = await this.session(currency);
    const assembly = new CatalogAssembly(session.store.currency, since?.catalog);
    for await (const part of this.system.catalog(session, since?.mark)) assembly.add(part);
    return assembly.finish();
  }

  /** A small order of the standard menu. */
  order(shelf: Shelf, more: Partial<Order> = {}): Order {
    return shelf.place(orderOf([line('pizza', 1350, { quantity: 2 }), line('cola', 320)], more));
  }

  /** The ticket of an order, as the host composes it. @throws Fault */
  ticket(order: Order, key = 0, timezone = this.store().timezone): Ticket {
    return composeTicket(order, this.orders, key, timezone).ticket;
  }

  /** Seeds the standard menu and gives the till one small order. @throws Unmet unless that makes one ticket */
  async taken(): Promise<Taken> {
    const shelf = await this.sell();
    const known = new Set((await this.tickets()).map(({ ref }) => ref));
    const ticket = this.ticket(this.order(shelf));
    const outcome = await this.system.submit(await this.session(), ticket);
    const made = (await this.tickets()).filter(({ ref }) => !known.has(ref));
    const [seen] = made;
    if (seen === undefined || made.length > 1)
      throw new Unmet(
        'an order to make one ticket at the till',
        `it made ${made.length} (submit came back with ${show(outcome)})`,
      );
    // Who answers before the till has the order can't name its ticket.
    return { ticket, outcome, shelf, seen, ref: isUnnamed(outcome) ? seen.ref : this.refIn(outcome) };
  }

  /**
   * Gives an order to the till; the reference of its ticket. Where the till has it only later, the ticket is looked for
   * there: the adapter hears of it by an event.
   * @throws Unmet where there is none
   */
  async take(session: StoreSession, ticket: Ticket): Promise<Reference> {
    const outcome = await this.system.submit(session, ticket);
    if (!isUnnamed(outcome)) return this.refIn(outcome);
    const made = (await this.tickets()).filter(({ orderId }) => orderId === ticket.orderId).at(-1);
    return present(made?.ref, 'the order to become a ticket', 'the till has none');
  }

  /** The ticket that an outcome names. @throws Unmet where it names none */
  refIn(outcome: SubmitOutcome): Reference {
    const ref = outcome.kind === 'rejected' ? undefined : outcome.ticket;
    return present(ref, 'the order to become a ticket', `submit came back with ${show(outcome)}`);
  }

  /** What the fake has at the store. */
  tickets(currency?: string): Promise<readonly SeenTicket[]> {
    return this.fake.tickets(this.store(currency).ref);
  }

  /** The one ticket of the fake. @throws Unmet where there is none, or more */
  async only(currency?: string): Promise<SeenTicket> {
    const [ticket, ...more] = await this.tickets(currency);
    const count = ticket === undefined ? 0 : more.length + 1;
    if (ticket === undefined || more.length > 0)
      throw new Unmet('exactly one ticket at the till', `the till has ${count}`);
    return ticket;
  }

  get webhooks(): FakeWebhooks {
    if (this.fake.webhooks === undefined) throw new Unable('the rig says nothing of webhooks');
    return this.fake.webhooks;
  }

  /** Has the vendor send its webhooks to the kit. */
  async subscribe(): Promise<StoreSession> {
    const session = await this.session();
    await this.system.attach?.(session);
    await this.fake.webhooks?.register?.(this.hooks.url);
    return session;
  }

  /** The requests that a task made, as the gate saw them. */
  async during(task: () => Promise<unknown>): Promise<readonly Passed[]> {
    const before = this.gate.log.length;
    await task();
    return this.gate.log.slice(before);
  }
}

/** What the adapter makes without calling anybody. @throws Unmet when it throws */
function working<T>(what: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    if (error instanceof Unmet) throw error;
    throw new Unmet(
      `the adapter’s ${what} not to throw`,
      `it threw ${isFault(error) ? showFault(error) : describe(error)}`,
    );
  }
}

/** @throws Unmet when the rig does */
async function startOf(rig: Rig): Promise<Fake> {
  try {
    return await rig.start();
  } catch (error) {
    if (isUnable(error)) throw error;
    throw new Unmet('the rig’s start() to give a fake; mend the rig', `it threw ${describe(error)}`);
  }
}

/** Whether the till answered before it had the order: it can't name a ticket yet, and may still refuse. */
export function isUnnamed(outcome: SubmitOutcome): boolean {
  return outcome.kind === 'pending' && outcome.ticket === undefined;
}
