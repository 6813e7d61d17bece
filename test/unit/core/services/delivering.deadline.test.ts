import { expect } from 'chai';
import { asFault, Fault, HOUR, MINUTE } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { IDS, SETTINGS, World } from '../../../support/world.js';

describe('an order before its deadline', () => {
  let world: World;
  let placed: number;
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    placed = world.clock.now();
  });
  afterEach(() => world.dispose());

  it('calls a person exactly at the deadline, however long the next pause would be', async () => {
    world.till.isDown = true;
    await world.place('order-1');
    world.clock.advance(9 * MINUTE);
    const fault = asFault(await rejection(world.run('order', 'order-1', 20)));
    expect(fault.retryAfterMs, 'a last try, with time for its call').to.equal(MINUTE - SETTINGS.orders.callMs);
    await world.drive('order-1');
    const record = await world.order('order-1');
    expect(record).to.deep.include({ phase: 'attention', updatedAt: placed + 10 * MINUTE });
    expect(record.attention?.code).to.equal('order.deadline_passed');
    const alerts = world.storage.log.lines.filter((line) => line.event === 'order needs a person');
    expect(alerts.map((line) => line.fields)).to.deep.equal([
      { orderId: 'order-1', connectionId: IDS.connectionId, code: 'order.deadline_passed' },
    ]);
    expect(world.hub.reports).to.deep.equal([]);
  });

  it('begins no call that has no time left before the deadline', async () => {
    const begun: number[] = [];
    world.till.isDown = true;
    await world.place('order-1');
    for (;;) {
      const wait = await world.run('order', 'order-1', 20).then(
        () => undefined,
        (error: unknown) => asFault(error).retryAfterMs ?? 0,
      );
      if (wait === undefined) break;
      begun.push(placed + 10 * MINUTE - world.clock.now());
      world.clock.advance(wait);
    }
    expect(Math.min(...begun), 'milliseconds before the deadline').to.equal(SETTINGS.orders.callMs);
    expect((await world.order('order-1')).attention?.code).to.equal('order.deadline_passed');
  });

  it('asks no till before the time that it asked for, even if that is after the deadline', async () => {
    world.till.plan('submit', new Fault('vendor.rate_limited', { retryAfterMs: HOUR }));
    await world.place('order-1');
    expect(asFault(await rejection(world.run('order', 'order-1'))).retryAfterMs).to.equal(10 * MINUTE);
  });
});
