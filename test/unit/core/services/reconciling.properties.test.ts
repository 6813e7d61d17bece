import { expect } from 'chai';
import fc from 'fast-check';
import { HOUR, MINUTE, type HubOrder } from '@poshub-bridge/core';
import { anOrder } from '../../../support/fake-hub.js';
import { Life, type Death } from '../../../support/life.js';
import { IDS, SETTINGS, World } from '../../../support/world.js';

const DAY = 24 * HOUR;
/** POS Hub gives a webhook up so long after it failed first. */
const PATIENCE = 10 * MINUTE;
/** So many orders are on a page of POS Hub's list. */
const PAGE = 3;

/** More may be asked for, to look longer. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 30);

const which = fc.nat(9);
const acts = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('place' as const),
        /** Milliseconds from now; now where it is 0. */
        scheduled: fc.constantFrom(0, 0, 0, 2 * HOUR, 3 * DAY),
        status: fc.constantFrom('new' as const, 'placed' as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('change' as const), which }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('cancel' as const), which }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('complete' as const), which }) },
    // The network between POS Hub and the bridge is down, or back.
    { weight: 1, arbitrary: fc.record({ type: fc.constant('cut' as const) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('stop' as const), isAcknowledged: fc.boolean() }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('start' as const),
        /** The new process dies at this step of its first reconciliation, if that has so many. */
        death: fc.option(fc.record({ step: fc.nat(20), side: fc.constantFrom('before' as const, 'after' as const) })),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('wait' as const),
        ms: fc.oneof(fc.nat(MINUTE), fc.nat(20 * MINUTE), fc.nat(5 * HOUR), fc.nat(9 * DAY)),
      }),
    },
  ),
  { maxLength: 30 },
);
type Act = typeof acts extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

interface Webhook {
  readonly id: string;
  readonly told: HubOrder;
  readonly since: number;
}

/** POS Hub and a bridge that is away now and then. */
class Outages {
  readonly ids: string[] = [];
  /** Orders of which a webhook came. */
  readonly told = new Set<string>();
  #isUp = true;
  #isCut = false;
  #waiting: Webhook[] = [];
  #webhooks = 0;

  constructor(readonly world: World) {
    const { hub } = world;
    // Page by page, the newest first, while the orders of earlier pages are worked on already.
    hub.orders = async function* (ids, status) {
      await Promise.resolve();
      const left = [...hub.known.keys()].reverse();
      for (let given = 0; left.length > 0;) {
        const told = hub.known.get(left.shift() ?? '');
        if (told?.status !== status || told.locationId !== ids.locationId) continue;
        yield told;
        given += 1;
        if (given % PAGE === 0) await work(world, [...hub.known.keys()]);
      }
    };
  }

  async act(act: Act): Promise<void> {
    if (act.type === 'wait') await this.#pass(act.ms);
    else if (act.type === 'cut') this.#isCut = !this.#isCut;
    else if (act.type === 'stop') await this.#stop(act.isAcknowledged);
    else if (act.type === 'start') await (this.#isUp ? undefined : this.start(act.death ?? undefined));
    else if (act.type === 'place') await this.#place(act.status, act.scheduled);
    else await this.#change(act.type, this.ids[act.which]);
  }

  async #place(status: 'new' | 'placed', scheduled: number): Promise<void> {
    const { hub, clock } = this.world;
    const id = `order-${this.ids.length}`;
    const placedAt = clock.now();
    const more = scheduled === 0 ? {} : { scheduledFor: placedAt + scheduled };
    this.ids.push(id);
    await this.#tell(hub.put(IDS, anOrder(id, { placedAt, ...more }), status));
  }

  /** The guest changes an order or gives it up, while POS Hub allows it; or the till completes it. */
  async #change(type: 'change' | 'cancel' | 'complete', id: string | undefined): Promise<void> {
    if (id === undefined) return;
    const { hub, clock } = this.world;
    const { status, order } = hub.known.get(id) ?? {};
    const isNew = status === 'new' || status === 'placed';
    if (type === 'complete' && this.#isUp) await this.#complete(id);
    if (type === 'cancel' && (isNew || status === 'accepted'))
      await this.#tell(hub.move(id, 'cancelled', { reason: 'customer-cancelled' }));
    if (type === 'change' && isNew && order !== undefined)
      await this.#tell(hub.move(id, status, { order: { ...order, notes: `changed at ${clock.now()}` } }));
  }

  async #complete(id: string): Promise<void> {
    const { world } = this;
    const made = world.till.live.find(({ ticket }) => ticket.orderId === id);
    if (made === undefined) return;
    const view = world.till.move(made.ref, 'completed');
    await world.tellFromTill({ type: 'ticket', id: `news-${view.at}`, store: 'store-1', orderId: id, ...view });
    await work(world, [id]);
  }

  /** The bridge is there again, and compares what it knows with POS Hub. */
  async start(death?: Death): Promise<void> {
    const { world } = this;
    const life = new Life(death);
    world.reborn(life);
    this.#isUp = true;
    const all = Promise.resolve()
      .then(() => world.run('reconcile'))
      .then(() => work(world, [...world.hub.known.keys()]));
    if ((await Promise.race([life.ended, all.then(() => 'lived' as const)])) === 'died') {
      this.#isUp = false;
      return;
    }
    world.reborn();
    await world.run('retention');
    await this.#deliver();
  }

  /** The last outage is over. */
  async end(): Promise<void> {
    this.#isCut = false;
    await this.world.restart();
    await this.start();
  }

  /** An event that was acknowledged just before is not worked on any more. */
  async #stop(isAcknowledged: boolean): Promise<void> {
    if (!this.#isUp) return;
    if (isAcknowledged) {
      const { world, ids } = this;
      const id = `order-${ids.length}`;
      ids.push(id);
      await world.tell(`last-${id}`, world.hub.put(IDS, anOrder(id, { placedAt: world.clock.now() })));
      this.told.add(id);
    }
    this.#isUp = false;
    this.world.life.end();
  }

  async #tell(told: HubOrder): Promise<void> {
    this.#webhooks += 1;
    this.#waiting.push({ id: `event-${this.#webhooks}`, told, since: this.world.clock.now() });
    await this.#deliver();
  }

  /** POS Hub tries what waits, the newest first. */
  async #deliver(): Promise<void> {
    if (!this.#isUp || this.#isCut) return;
    const { world } = this;
    const due = this.#waiting.filter(({ since }) => world.clock.now() - since <= PATIENCE).reverse();
    this.#waiting = [];
    for (const { id, told } of due) {
      await world.tell(id, told);
      this.told.add(told.orderId);
    }
    await work(world, [...new Set(due.map(({ told }) => told.orderId))]);
  }

  async #pass(ms: number): Promise<void> {
    this.world.clock.advance(ms);
    await this.#deliver();
  }
}

/** What the queue would do for these orders. */
async function work(world: World, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    if (world.life.isDead) return;
    await world.drive(id);
    await world.relay(id);
  }
}

/** Each order is at its right end, once. */
async function check({ world, ids, told }: Outages): Promise<void> {
  for (const id of ids) {
    const { order, status } = world.hub.known.get(id) ?? {};
    const tickets = world.till.tickets.filter(({ ticket }) => ticket.orderId === id);
    expect(tickets.length, `${id} has one ticket`).to.be.at.most(1);
    if (order === undefined || status === undefined) throw new Error(`${id} is not at POS Hub`);
    const [made] = tickets;
    if (status === 'cancelled') {
      expect(made?.status ?? 'cancelled', `${id} is not cooked`).to.equal('cancelled');
      continue;
    }
    if (made !== undefined) {
      expect(status, `${id} is known to be taken`).to.equal(made.status);
      if (!told.has(id)) expect(made.ticket.note, `${id} is as it was at last`).to.contain(order.notes ?? '');
      continue;
    }
    const record = await world.order(id);
    expect(record.phase, `${id} is with a person`).to.equal('attention');
    const asked = world.storage.log.lines.filter(({ fields }) => fields['orderId'] === id).map(({ event }) => event);
    expect(asked, `${id} is told of`).to.include('order needs a person');
    const age = world.clock.now() - (order.scheduledFor ?? order.placedAt);
    // Nobody is asked without need: it was found too late, or its time ran out while the bridge was away.
    if (record.attention?.code === 'order.too_old') expect(age).to.be.greaterThan(SETTINGS.orders.tooOldMs);
    else expect(record.attention?.code, id).to.equal('order.deadline_passed');
  }
}

type Plan = readonly Act[];
const place = { type: 'place', scheduled: 0, status: 'placed' } as const;
const wait = (ms: number) => ({ type: 'wait', ms }) as const;
const stop = { type: 'stop', isAcknowledged: false } as const;
const start = { type: 'start', death: null } as const;
/** What must be among the outages that are looked at. */
const EXAMPLES: [Plan][] = [
  // Longer than webhooks are repeated, and shorter.
  [[stop, place, { ...place, status: 'new' }, wait(11 * MINUTE), start]],
  [[stop, place, wait(9 * MINUTE), start]],
  // Days, over several pages, with orders for later.
  [
    [
      stop,
      ...Array.from({ length: 8 }, () => place),
      wait(2 * DAY),
      { ...place, scheduled: 3 * DAY },
      wait(DAY),
      place,
    ],
  ],
  // Cancelled, changed and acknowledged while nobody listened.
  [[place, place, stop, { type: 'cancel', which: 0 }, { type: 'cancel', which: 1 }, wait(DAY)]],
  [[stop, place, { type: 'change', which: 0 }, wait(HOUR / 2)]],
  [[{ type: 'stop', isAcknowledged: true }, wait(5 * MINUTE), start, { ...stop, isAcknowledged: true }, wait(HOUR)]],
  // The process dies while it lists, and POS Hub is not reached although the bridge lives.
  [[stop, place, place, place, place, wait(HOUR / 2), { type: 'start', death: { step: 4, side: 'after' } }, start]],
  [[{ type: 'cut' }, place, place, wait(20 * MINUTE), { type: 'cancel', which: 0 }, wait(20 * MINUTE)]],
];

describe('an outage of the bridge, or of the network', function () {
  this.timeout(5 * MINUTE);

  it('keeps no order from its right end, whatever webhooks it cost: one reconciliation finds them all', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (plan) => {
        const world = await World.open();
        try {
          await world.connect();
          const outages = new Outages(world);
          for (const act of plan) await outages.act(act);
          await outages.end();
          await check(outages);
          const before = [world.till.calls.length, world.hub.reports.length];
          await outages.start();
          expect([world.till.calls.length, world.hub.reports.length], 'nothing is left to do').to.deep.equal(before);
        } finally {
          await world.dispose();
        }
      }),
      { numRuns: RUNS, examples: EXAMPLES },
    );
  });
});
