import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { HOUR, MINUTE, SECOND, type Order } from '@poshub-bridge/core';
import { fakeManifest } from '../../../support/fake-till.js';
import { until } from '../../../support/until.js';
import { IDS, SETTINGS, World } from '../../../support/world.js';

const DAY = 24 * HOUR;

describe('forgetting', () => {
  let world: World;
  afterEach(() => world.dispose());

  async function open(keepMs = 30 * DAY, tooOldMs = 2 * HOUR): Promise<World> {
    const settings = { ...SETTINGS, keepMs, orders: { ...SETTINGS.orders, tooOldMs } };
    // A till that would take anything again: what keeps an order from it is the bridge alone.
    world = await World.open(fakeManifest({ idempotent: false, find: false, noteLength: 100_000 }), settings);
    await world.connect();
    return world;
  }

  /** An order on its whole way, to a ticket that was served. */
  async function serve(orderId: string, changes: Partial<Order> = {}): Promise<void> {
    await world.place(orderId, changes);
    await world.settle(orderId);
    const made = world.till.tickets.find(({ ticket }) => ticket.orderId === orderId);
    const view = world.till.move(made?.ref ?? '', 'completed');
    await world.tellFromTill({ type: 'ticket', id: `served-${orderId}`, store: 'store-1', ...view });
    await world.settle(orderId);
  }

  /** Runs the job until it rests. */
  async function forget(): Promise<void> {
    for (;;) {
      const result = await world.run('retention', 'all');
      if (!('again' in result) || result.again - world.clock.now() >= HOUR) return;
    }
  }

  const known = async (id: string) => (await world.storage.ledger.orders.get(id)) !== undefined;
  const made = (id: string) => world.till.tickets.filter(({ ticket }) => ticket.orderId === id).length;

  it('comes for an order when it is old enough, and not before', async () => {
    await open();
    await serve('order-1');
    world.clock.advance(30 * DAY);
    await forget();
    expect(await known('order-1')).to.equal(true);
    world.clock.advance(1);
    await forget();
    expect(await known('order-1')).to.equal(false);
    expect(await world.storage.ledger.inbox.get('event-of-order-1')).to.equal(undefined);
  });

  it('leaves an order that a person is needed for, with all that was told of it', async () => {
    await open();
    await world.place('order-1', { placedAt: world.clock.now() - DAY });
    await world.drive('order-1');
    world.clock.advance(300 * DAY);
    await forget();
    expect((await world.order('order-1')).phase).to.equal('attention');
    await world.operate('order-1', { type: 'operator-settled', as: 'rejected' });
    await world.settle('order-1');
    await forget();
    expect(await known('order-1'), 'its end is young').to.equal(true);
  });

  it('takes a large heap in small pieces, with pauses for others', async () => {
    await open(DAY);
    for (let index = 0; index < 450; index += 1) {
      const event = world.wire.otherEvent(`menu-${index}`, IDS);
      await world.services.receiving.receive(event, { 'x-hub': 'signed' });
    }
    world.clock.advance(2 * DAY);
    const rests: number[] = [];
    for (let run = 0; run < 4; run += 1) {
      const result = await world.run('retention', 'all');
      rests.push('again' in result ? result.again - world.clock.now() : -1);
    }
    expect(rests).to.deep.equal([SECOND / 4, SECOND / 4, HOUR, HOUR]);
    const left = await world.storage.ledger.inbox.list({ limit: 100 });
    expect(left.items).to.have.length(0);
  });

  it('leaves nothing of a guest in the file', async () => {
    await open(DAY);
    const note = 'the gate code is 4711 '.repeat(300);
    await serve('order-1', { notes: note, customer: { firstName: 'Zebedee', phone: '+44 20 7946 0999' } });
    const inFile = async (): Promise<string> => {
      await world.restart();
      await world.storage.storage.close();
      const bytes = readFileSync(world.storage.path).toString('latin1');
      await world.storage.reopen();
      world.reborn();
      return bytes;
    };
    expect(await inFile())
      .to.contain('Zebedee')
      .and.contain('4711');
    world.clock.advance(2 * DAY);
    await forget();
    expect(await inFile())
      .to.not.contain('Zebedee')
      .and.not.contain('4711');
  });

  it('begins with the host and goes on by itself', async () => {
    await open(DAY);
    await serve('order-1');
    world.clock.advance(2 * DAY);
    await world.services.connecting.resume();
    world.work();
    await until(async () => !(await known('order-1')));
    await until(async () => (await world.waiting()).retention === 1);
  });

  it('never brings an order to the till for a second time, whenever it comes again', async function () {
    this.timeout(60_000);
    const time = (most: number) => fc.integer({ min: 0, max: most });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          keep: fc.constantFrom(DAY, 2 * DAY, 30 * DAY),
          tooOld: fc.constantFrom(MINUTE, 2 * HOUR, 7 * DAY),
          clockOfHub: fc.integer({ min: -HOUR, max: HOUR }),
          scheduled: fc.option(time(40 * DAY), { nil: undefined }),
          until: fc.constantFrom(0, 1, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 60 * DAY),
          more: time(DAY),
        }),
        async ({ keep, tooOld, clockOfHub, scheduled, until: pause, more }) => {
          await open(keep, tooOld);
          const placedAt = world.clock.now() + Math.max(clockOfHub, 1 - tooOld);
          const scheduledFor = scheduled === undefined ? {} : { scheduledFor: placedAt + scheduled };
          await serve('order-1', { placedAt, ...scheduledFor });
          expect(made('order-1')).to.equal(1);
          world.clock.advance(pause + more);
          await forget();
          const told = world.hub.known.get('order-1');
          if (told !== undefined) await world.tell('late-event', { ...told, status: 'placed', at: 2 });
          world.hub.move('order-1', 'placed');
          await world.run('reconcile');
          await world.drive('order-1');
          expect(made('order-1'), 'tickets').to.equal(1);
          await world.dispose();
        },
      ),
      { numRuns: 60, seed: 20_260_301 },
    );
    await open();
  });
});
