import { expect } from 'chai';
import { Fault, MINUTE, SECOND, type Topic } from '@poshub-bridge/core';
import { BETWEEN_READINGS, Gauges, MEMORY } from '#host/http/console/gauges.js';
import { ManualClock } from '../../../../support/clock.js';
import { CollectedLog } from '../../../../support/log.js';

describe('the gauges of the console', () => {
  let clock: ManualClock;
  let depth: Partial<Record<Topic, number>> | Fault;
  let gauges: Gauges;
  beforeEach(() => {
    clock = new ManualClock();
    depth = {};
    const queue = {
      depth: async () => {
        await Promise.resolve();
        if (depth instanceof Fault) throw depth;
        return depth;
      },
    };
    gauges = new Gauges(queue, clock, new CollectedLog());
  });
  const values = (readings: typeof gauges.waiting): readonly number[] => readings.map(({ value }) => value);

  it('count the work that somebody waits for, not what comes around by the clock', async () => {
    depth = { order: 2, report: 3, connection: 1, stock: 1, poll: 40, catalog: 40, reconcile: 40, renew: 40 };
    await gauges.read();
    expect(values(gauges.waiting)).to.deep.equal([7]);
  });

  it('remember fifteen minutes and no more, however long they are read', async () => {
    for (let reading = 0; reading < 200; reading += 1) {
      depth = { order: reading };
      await gauges.read();
      clock.advance(BETWEEN_READINGS);
    }
    expect(gauges.waiting).to.have.length(MEMORY / BETWEEN_READINGS);
    expect(values(gauges.waiting).at(-1)).to.equal(199);
  });

  it('leave a gap where the storage can’t be read', async () => {
    depth = new Fault('storage.unavailable');
    await gauges.read();
    expect(gauges.waiting).to.deep.equal([]);
  });

  it('keep how long orders took, a bounded number of them, and forget old ones', () => {
    gauges.ticketAfter(5 * SECOND);
    clock.advance(MINUTE);
    for (let ticket = 0; ticket < 5_000; ticket += 1) gauges.ticketAfter(ticket);
    expect(gauges.tickets).to.have.length(2_000);
    expect(values(gauges.tickets).at(-1)).to.equal(4_999);
    clock.advance(MEMORY + 1);
    expect(gauges.tickets).to.deep.equal([]);
  });
});
