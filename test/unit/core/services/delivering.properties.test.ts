import { expect } from 'chai';
import fc from 'fast-check';
import { Fault, MINUTE, SECOND, type HubOrder, type OrderRecord, type OrderStatus } from '@poshub-bridge/core';
import { anOrder } from '../../../support/fake-hub.js';
import { fakeManifest, type Fate, type Reception } from '../../../support/fake-till.js';
import { Life } from '../../../support/life.js';
import { IDS, World } from '../../../support/world.js';

const ORDER = 'order-1';

/** More may be asked for, to look longer. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 80);

const fates = fc.array(
  fc.constantFrom<Fate>(
    'fine',
    'lost-before',
    'lost-after',
    'broken-after',
    new Fault('vendor.unavailable'),
    new Fault('vendor.rate_limited', { retryAfterMs: 7 * SECOND }),
    new Fault('credentials.expired'),
    new Fault('vendor.refused', { detail: 'no such field' }),
  ),
  { maxLength: 4 },
);
const harmless = fc.array(fc.constantFrom<Fate>('fine', 'lost-before', 'lost-after', new Fault('vendor.unavailable')), {
  maxLength: 3,
});
const hubFates = fc.array(
  fc.constantFrom(
    'fine' as const,
    'lost-after' as const,
    new Fault('hub.unavailable'),
    new Fault('hub.refused'),
    new Fault('hub.status_not_taken'),
  ),
  { maxLength: 3 },
);

const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('work' as const) }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('tell' as const), which: fc.nat(9) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('die' as const),
        step: fc.nat(25),
        side: fc.constantFrom('before' as const, 'after' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('relay' as const) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('cancel' as const) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('list' as const) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.nat(3 * MINUTE) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('power' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('staff' as const),
        status: fc.constantFrom<OrderStatus>('accepted', 'preparing', 'rejected', 'cancelled', 'completed'),
        isTold: fc.boolean(),
      }),
    },
  ),
  { maxLength: 14 },
);

type Act = typeof acts extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

const worlds = fc.record({
  idempotent: fc.boolean(),
  find: fc.boolean(),
  cancel: fc.boolean(),
  receptions: fc.array(
    fc.constantFrom<Reception>('accept', 'accept', 'pending', 'pending-unnamed', 'reject', 'duplicate-unnamed'),
    { maxLength: 2 },
  ),
  submit: fates,
  find_: harmless,
  withdraw: fates,
  report: hubFates,
  read: hubFates,
  acts,
});
type Plan = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

/** What POS Hub says of one order over time, told late, twice, in any order, to a process that dies now and then. */
class Trial {
  readonly #said: HubOrder[];
  #isCancelled = false;

  constructor(
    readonly world: World,
    readonly plan: Plan,
  ) {
    const placedAt = world.clock.now();
    this.#said = [world.hub.put(IDS, anOrder(ORDER, { placedAt }))];
    world.till.receptions.push(...plan.receptions);
    world.till.plan('submit', ...plan.submit);
    world.till.plan('find', ...plan.find_);
    world.till.plan('cancel', ...plan.withdraw);
    world.hub.plan('report', ...plan.report);
    world.hub.plan('order', ...plan.read);
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  async act(act: Act): Promise<void> {
    const { world } = this;
    if (act.type === 'tell') await this.#tell(act.which % this.#said.length);
    if (act.type === 'work') await this.#once(() => world.run('order', ORDER));
    if (act.type === 'relay') await this.#once(() => world.run('report', ORDER));
    if (act.type === 'list') await this.#once(() => world.run('reconcile'));
    if (act.type === 'wait') world.clock.advance(act.ms);
    if (act.type === 'power') world.till.isDown = !world.till.isDown;
    if (act.type === 'cancel') this.#cancel();
    if (act.type === 'staff') await this.#staff(act.status, act.isTold);
    if (act.type === 'die') {
      const life = new Life({ step: act.step, side: act.side });
      world.reborn(life);
      await Promise.race([life.ended, this.#once(() => world.run('order', ORDER))]);
      world.reborn();
    }
  }

  /** The guest gives up; POS Hub allows it only while the order is open there. */
  #cancel(): void {
    const status = this.world.hub.statusOf(ORDER);
    if (status !== 'placed' && status !== 'accepted' && status !== 'preparing') return;
    this.#isCancelled = true;
    this.#said.push(this.world.hub.move(ORDER, 'cancelled', { reason: 'customer-cancelled' }));
  }

  async #tell(which: number): Promise<void> {
    await this.world.tell(`event-${which}`, this.#said[which]!);
  }

  async #once(task: () => Promise<unknown>): Promise<void> {
    await task().catch(() => undefined);
  }

  async #staff(status: OrderStatus, isTold: boolean): Promise<void> {
    const [made] = this.world.till.live;
    if (made === undefined) return;
    const view = this.world.till.move(made.ref, status);
    const news = { type: 'ticket', id: `news-${view.at}`, store: 'store-1', orderId: ORDER, ...view } as const;
    if (isTold) await this.world.tellFromTill(news);
  }

  /** The faults end, every event arrives in the end, and the queue does its work. */
  async end(): Promise<OrderRecord> {
    const { world } = this;
    world.till.isDown = false;
    for (const which of this.#said.keys()) await this.#tell(which);
    await world.settle(ORDER);
    await this.#once(() => world.run('reconcile'));
    return world.settle(ORDER);
  }
}

function check(trial: Trial, record: OrderRecord): void {
  const { till, hub, storage } = trial.world;
  const { phase } = record;
  expect(phase, 'nothing ends in silence').to.not.be.oneOf(['received', 'submitted', 'withdrawing']);
  expect(till.tickets.length, 'one ticket').to.be.at.most(1);
  if (phase === 'attention') {
    expect(record.attention, 'attention has a reason').to.not.equal(undefined);
    const words = storage.log.lines.map((line) => line.event).filter((event) => event.endsWith('needs a person'));
    expect(words, 'somebody is called').to.not.deep.equal([]);
    return;
  }
  const isServed = phase !== 'rejected' && phase !== 'cancelled';
  if (isServed) expect(till.tickets, 'a ticket for what is served').to.have.length(1);
  else expect(till.live, 'no live ticket for what is not').to.deep.equal([]);
  if (trial.isCancelled && hub.statusOf(ORDER) === 'cancelled') expect(isServed, 'cancelled stays so').to.equal(false);
}

describe('an order among faults, crashes and repetitions', function () {
  this.timeout(5 * MINUTE);

  it('ends with exactly one ticket, rejected, cancelled without one, or with a person', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (plan) => {
        const { idempotent, find, cancel } = plan;
        const world = await World.open(fakeManifest({ idempotent, find, cancel }));
        try {
          await world.connect();
          const trial = new Trial(world, plan);
          for (const act of plan.acts) await trial.act(act);
          check(trial, await trial.end());
        } finally {
          await world.dispose();
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('is told to POS Hub as it ended at the till, unless POS Hub ended it itself', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (plan) => {
        const { idempotent, find, cancel } = plan;
        const world = await World.open(fakeManifest({ idempotent, find, cancel }));
        try {
          await world.connect();
          const refusing = plan.report.some((fate) => fate instanceof Fault && fate.code !== 'hub.unavailable');
          const trial = new Trial(world, plan);
          for (const act of plan.acts) await trial.act(act);
          const { phase } = await trial.end();
          expect(await world.storage.ledger.orders.nextReport(ORDER), 'nothing waits').to.equal(undefined);
          if (phase === 'attention' || trial.isCancelled || refusing) return;
          // What the till had taken before can't be rejected any more, only cancelled.
          expect(world.hub.statusOf(ORDER)).to.be.oneOf(phase === 'rejected' ? ['rejected', 'cancelled'] : [phase]);
        } finally {
          await world.dispose();
        }
      }),
      { numRuns: RUNS },
    );
  });
});
