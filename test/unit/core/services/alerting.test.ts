import { expect } from 'chai';
import { Fault, HOUR, MINUTE, type Alert } from '@poshub-bridge/core';
import { Life } from '../../../support/life.js';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';
import { menu } from './menus.js';

describe('alerts', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    world.listen();
  });
  afterEach(() => world.dispose());

  const tooOld = () => world.place('order-1', { placedAt: world.clock.now() - 10 * HOUR });
  const tell = (subject = 'order-1') => world.run('alert', subject);
  const told = () => world.heard.map((alert) => [alert.type, alert.fault.code]);
  const ofOrder = ['order.attention', 'order.too_old'];

  it('tell that an order needs a person, with why', async () => {
    await tooOld();
    await world.drive('order-1');
    expect(await world.waiting()).to.deep.include({ alert: 1 });
    await tell();
    const [alert] = world.heard;
    const about = { orderId: 'order-1', connectionId: IDS.connectionId, at: world.clock.now() };
    expect(alert).to.deep.include({ type: 'order.attention', ...about });
    expect(alert?.fault).to.deep.include({ code: 'order.too_old' });
    expect(world.meter.of('alertEnded')).to.deep.equal(['told']);
  });

  it('tell of it once, however often the order is worked on and told of', async () => {
    const hub = await tooOld();
    await world.drive('order-1');
    await tell();
    for (const name of ['again', 'and again']) {
      await world.tell(name, hub);
      world.clock.advance(MINUTE);
      await world.drive('order-1');
      await tell();
    }
    expect(told()).to.deep.equal([ofOrder]);
  });

  it('tell of it anew where the reason is another one, or a retry came to nothing', async () => {
    await tooOld();
    await world.drive('order-1');
    await world.operate('order-1', { type: 'operator-retried', round: 1 });
    world.till.isDown = true;
    await world.drive('order-1');
    await tell();
    expect(told()).to.deep.equal([
      ofOrder,
      ['order.settled', 'order.too_old'],
      ['order.attention', 'order.deadline_passed'],
    ]);
    expect(new Set(world.heard.map(({ id }) => id)).size).to.equal(3);
  });

  it('tell when the order needs nobody any more', async () => {
    await tooOld();
    await world.drive('order-1');
    await world.operate('order-1', { type: 'operator-settled', as: 'rejected' });
    await world.drive('order-1');
    await tell();
    expect(told()).to.deep.equal([ofOrder, ['order.settled', 'order.too_old']]);
    expect(world.heard[1]).to.include({ phase: 'rejected' });
  });

  it('tell nothing of an order that went its way', async () => {
    await world.place('order-1');
    await world.settle('order-1');
    await tell();
    expect(told()).to.deep.equal([]);
    expect(await world.waiting()).to.not.have.property('alert');
  });

  it('tell that a connection failed, whoever found out', async () => {
    const failed = [['connection.failed', 'credentials.revoked']];
    world.till.plan('poll', new Fault('credentials.revoked'));
    await rejection(world.run('poll'));
    await tell(IDS.connectionId);
    expect(told()).to.deep.equal(failed);
    await world.connect();
    await world.tellFromTill({ type: 'access-revoked', id: 'a1', merchant: 'merchant-1' });
    await world.run('connection');
    await tell(IDS.connectionId);
    expect(told()).to.deep.equal([...failed, ...failed]);
    expect(world.heard[1]).to.not.have.property('orderId');
  });

  it('tell once that a way to connect came to nothing, however often it was tried', async () => {
    world.hub.installed.set('c2', { ...IDS, connectionId: 'c2', status: 'PENDING' });
    const { installing } = world.services;
    await installing.begin({ ...IDS, connectionId: 'c2', code: 'good' }, 'attempt-1');
    const attempt = await installing.attempt('attempt-1');
    for (const key of ['wrong', 'wrong again']) await rejection(installing.present(attempt, { key }));
    await tell('c2');
    expect(told()).to.deep.equal([['connection.failed', 'credentials.invalid']]);
  });

  describe('of catalog syncs', () => {
    const failing = (code: string) => ['catalog.failing', code];
    const sync = () => rejection(world.services.syncing.push(IDS.connectionId, 'timer'));
    const good = () => world.services.syncing.push(IDS.connectionId, 'timer');
    beforeEach(async () => {
      world.till.menu = menu();
      await good();
    });

    it('tell at once, and once, that one was refused: it stays so until a person acts', async () => {
      world.till.menu = [{ products: [] }];
      for (let count = 0; count < 5; count += 1) {
        await sync();
        await tell(IDS.connectionId);
        world.clock.advance(6 * HOUR);
      }
      expect(told()).to.deep.equal([failing('catalog.too_many_removed')]);
      world.till.menu = menu();
      await good();
      world.till.menu = [{ products: [] }];
      world.clock.advance(6 * HOUR);
      await sync();
      await tell(IDS.connectionId);
      expect(told()).to.have.length(2);
    });

    it('tell once of one that fails again and again, and of no short outage', async () => {
      const fail = async (times: number): Promise<void> => {
        for (let count = 0; count < times; count += 1) {
          world.till.menu = [new Fault('vendor.unavailable')];
          world.clock.advance(MINUTE);
          await sync();
        }
        await tell(IDS.connectionId);
      };
      await fail(19);
      world.clock.advance(MINUTE);
      world.till.menu = menu();
      await good();
      await fail(19);
      expect(told()).to.deep.equal([]);
      await fail(25);
      expect(told()).to.deep.equal([failing('vendor.unavailable')]);
    });

    it('leave to the connection what is wrong with the access', async () => {
      world.till.menu = [new Fault('credentials.invalid')];
      await sync();
      await tell(IDS.connectionId);
      expect(told()).to.deep.equal([['connection.failed', 'credentials.invalid']]);
    });
  });

  it('are kept, with their ids, while nobody takes them', async () => {
    const tries: Alert[] = [];
    world.listener = {
      send: (alert) => {
        tries.push(alert);
        return tries.length < 3 ? Promise.reject(new Fault('alert.not_taken')) : Promise.resolve();
      },
    };
    world.reborn();
    await tooOld();
    await world.drive('order-1');
    for (let time = 0; time < 2; time += 1) expect(await rejection(tell())).to.have.property('code', 'alert.not_taken');
    await world.restart();
    await tell();
    await tell();
    expect(tries).to.have.length(3);
    expect(new Set(tries.map(({ id }) => id)).size).to.equal(1);
  });

  it('are neither lost nor doubled wherever the process dies', async function () {
    this.timeout(60_000);
    for (const side of ['before', 'after'] as const)
      for (let step = 0; ; step += 1) {
        const orderId = `order-${side}-${step}`;
        const life = new Life({ step, side });
        world.reborn(life);
        const work = async (): Promise<void> => {
          await world.place(orderId, { placedAt: world.clock.now() - 10 * HOUR });
          await world.drive(orderId);
          await tell(orderId);
        };
        const end = await Promise.race([life.ended, work().then(() => 'done' as const)]);
        world.reborn();
        await work();
        const ids = world.heard.flatMap((alert) => ('orderId' in alert && alert.orderId === orderId ? [alert.id] : []));
        expect(new Set(ids).size, `alerts after a death ${side} step ${step}`).to.equal(1);
        if (end === 'done') {
          expect(step, 'steps').to.be.greaterThan(8);
          break;
        }
      }
  });

  it('are given up after a day', async () => {
    await tooOld();
    await world.drive('order-1');
    world.clock.advance(24 * HOUR - 1);
    world.listener = { send: () => Promise.reject(new Fault('alert.not_taken')) };
    world.reborn();
    await rejection(tell());
    world.clock.advance(1);
    await tell();
    expect(world.meter.of('alertEnded')).to.deep.equal(['given-up']);
    expect(world.storage.log.lines.map(({ event }) => event)).to.include('alert given up');
  });

  it('are not stored where nobody is to be told, and those that were are dropped', async () => {
    await tooOld();
    await world.drive('order-1');
    world.listener = undefined;
    world.reborn();
    await tell();
    expect(world.meter.of('alertEnded')).to.deep.equal(['dropped']);
    await world.place('order-2', { placedAt: world.clock.now() - 10 * HOUR });
    await world.drive('order-2');
    expect(await world.storage.ledger.alerts.next('order-2')).to.equal(undefined);
  });
});
