import { expect } from 'chai';
import { MINUTE, SECOND, runJob, type Capabilities } from '@poshub-bridge/core';
import { anOrder } from '../../../support/fake-hub.js';
import { fakeManifest, type Reception } from '../../../support/fake-till.js';
import { Life, type Death } from '../../../support/life.js';
import { until } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';

/** The places that any sweep must have come by. */
const PLACES = ['inbox.record', 'orders.commit', 'till.submit', 'hub.report', 'orders.endReport'];

/** One life of a bridge's process, with the real queue: an order comes in, and all its work is done. */
class Story {
  #busy = 0;
  #isAcknowledged = false;
  /** Whether nobody has worked on the storage since it was opened. */
  #isFresh = true;

  constructor(
    readonly world: World,
    readonly orderId: string,
  ) {}

  static async begin(
    orders: Partial<Capabilities['orders']>,
    orderId = 'order-1',
    ...receptions: Reception[]
  ): Promise<Story> {
    const world = await World.open(fakeManifest(orders));
    await world.connect();
    world.till.receptions.push(...receptions);
    const placedAt = world.clock.now();
    world.hub.put(IDS, anOrder(orderId, { placedAt }));
    return new Story(world, orderId);
  }

  /** Lives until nothing is left to do, or until the death that is given. Says which. */
  async live(death?: Death): Promise<'died' | 'done'> {
    const { world } = this;
    const life = new Life(death);
    this.#busy = 0;
    if (this.#isFresh) world.reborn(life);
    else await world.restart(life);
    this.#isFresh = false;
    const { services } = world;
    world.storage.queue.start((job) => {
      this.#busy += 1;
      return runJob(services, job).finally(() => (this.#busy -= 1));
    });
    return Promise.race([life.ended, this.#work(life).then(() => 'done' as const)]);
  }

  /** Another process is there, which has not begun to work. */
  async restart(): Promise<void> {
    await this.world.restart();
    this.#isFresh = true;
  }

  async #work(life: Life): Promise<void> {
    // POS Hub repeats a webhook until it is acknowledged, and once more for good measure.
    const told = this.world.hub.known.get(this.orderId);
    if (told === undefined) throw new Error('the story has no order');
    if (!this.#isAcknowledged) await this.world.tell(`event-of-${this.orderId}`, told);
    this.#isAcknowledged = true;
    await this.world.tell(`event-of-${this.orderId}`, told);
    await until(async () => life.isDead || (await this.#isQuiet()));
  }

  async #isQuiet(): Promise<boolean> {
    if (this.#busy > 0) return false;
    const waiting = await this.world.storage.queue.depth();
    if (Object.keys(waiting).length === 0) return this.#busy === 0;
    this.world.clock.advance(20 * SECOND);
    return false;
  }

  /** The steps of a life without an accident. */
  get steps(): readonly string[] {
    return this.world.life.steps;
  }
}

/** The story once for each step of its undisturbed life and each side of it, with the process dying there. */
async function withEveryDeath(
  begin: () => Promise<Story>,
  check: (story: Story, place: string) => Promise<void>,
): Promise<readonly string[]> {
  const quiet = await begin();
  await quiet.live();
  const { steps } = quiet;
  await check(quiet, 'in an undisturbed life');
  await quiet.world.dispose();
  for (const [step, name] of steps.entries()) {
    // Before one step is behind another; both sides only where the world outside may have changed.
    for (const side of PLACES.includes(name) ? (['before', 'after'] as const) : (['after'] as const)) {
      const story = await begin();
      try {
        expect(await story.live({ step, side }), `it dies ${side} ${name}`).to.equal('died');
        expect(await story.live(), `it goes on after ${name}`).to.equal('done');
        await check(story, `${side} step ${step}, ${name}`);
      } finally {
        await story.world.dispose();
      }
    }
  }
  return steps;
}

async function expectAccepted({ world, orderId }: Story, place: string): Promise<void> {
  const { phase } = await world.order(orderId);
  expect(phase, place).to.equal('accepted');
  expect(world.till.tickets, place).to.have.length(1);
  expect(world.hub.statusOf(orderId), place).to.equal('accepted');
  expect(await world.storage.ledger.orders.nextReport(orderId), place).to.equal(undefined);
  expect(new Set(world.hub.reports.map((report) => report.status)), place).to.deep.equal(new Set(['accepted']));
}

describe('an order whose process dies on the way', function () {
  this.timeout(5 * MINUTE);

  it('has one ticket wherever it dies, at a till with idempotency keys', async () => {
    const begin = () => Story.begin({ idempotent: true, find: false });
    const steps = await withEveryDeath(begin, expectAccepted);
    expect(steps).to.include.members(PLACES);
  });

  it('has one ticket wherever it dies, at a till that can be looked through', async () => {
    const begin = () => Story.begin({ idempotent: false, find: true });
    const steps = await withEveryDeath(begin, expectAccepted);
    expect(steps).to.include.members(PLACES);
  });

  it('goes to a person and never twice to the till, where the till can remove no doubt', async () => {
    const begin = () => Story.begin({ idempotent: false, find: false });
    const doubted: string[] = [];
    const steps = await withEveryDeath(begin, async (story, place) => {
      const { world, orderId } = story;
      expect(world.till.countOf('submit'), place).to.be.at.most(1);
      const record = await world.order(orderId);
      if (record.phase !== 'attention') return expectAccepted(story, place);
      doubted.push(place.replace(/step \d+, /, ''));
      expect(record.attention?.code, place).to.equal('vendor.no_answer');
      expect(world.hub.reports, place).to.deep.equal([]);
      expect(world.storage.log.lines.map((line) => line.event)).to.include('order needs a person');
    });
    expect(steps).to.include.members(PLACES);
    // From the commit of "begun" until the commit of what came of it, and nowhere else.
    expect(doubted).to.deep.equal([
      'after orders.commit',
      'before till.submit',
      'after till.submit',
      'before orders.commit',
    ]);
  });

  it('is refused once and for all wherever it dies, when the till refuses it', async () => {
    const begin = () => Story.begin({ idempotent: true, find: true }, 'order-1', 'reject', 'reject');
    await withEveryDeath(begin, async ({ world, orderId }, place) => {
      expect((await world.order(orderId)).phase, place).to.equal('rejected');
      expect(world.till.tickets, place).to.deep.equal([]);
      expect(world.hub.statusOf(orderId), place).to.equal('rejected');
    });
  });
});

describe('an order that is cancelled while its process dies', function () {
  this.timeout(5 * MINUTE);

  for (const orders of [
    { idempotent: true, find: false },
    { idempotent: false, find: true },
    { idempotent: false, find: false },
  ]) {
    const kind = `idempotent: ${orders.idempotent}, find: ${orders.find}`;
    it(`leaves no live ticket unless a person is called (${kind})`, async () => {
      const quiet = await Story.begin(orders);
      await quiet.live();
      const { steps } = quiet;
      await quiet.world.dispose();
      for (const [step, name] of steps.entries()) {
        const story = await Story.begin(orders);
        const { world, orderId } = story;
        try {
          expect(await story.live({ step, side: 'after' })).to.equal('died');
          world.hub.move(orderId, 'cancelled', { reason: 'customer-cancelled' });
          await story.restart();
          await world.tell('cancellation', world.hub.known.get(orderId)!);
          expect(await story.live()).to.equal('done');
          const { phase } = await world.order(orderId);
          if (world.till.live.length > 0) expect(phase, `after ${name}`).to.equal('attention');
          else expect(phase, `after ${name}`).to.be.oneOf(['cancelled', 'attention']);
          expect(world.till.tickets.length, `after ${name}`).to.be.at.most(1);
          expect(world.hub.statusOf(orderId)).to.equal('cancelled');
        } finally {
          await world.dispose();
        }
      }
    });
  }
});
