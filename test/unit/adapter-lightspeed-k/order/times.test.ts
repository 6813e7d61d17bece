import { expect } from 'chai';
import { MINUTE } from '@poshub-bridge/core';
import { writeTimes } from '#adapter-lightspeed-k/order/times.js';

describe('adapter lightspeed-k: when an order is wanted', () => {
  const NOW = Date.UTC(2026, 1, 3, 12);
  const at = (minutes: number): string => new Date(NOW + minutes * MINUTE).toISOString();
  function written(wanted: number | undefined, hold?: number): object {
    const told: number[] = [];
    const times = writeTimes(wanted === undefined ? undefined : NOW + wanted * MINUTE, hold, NOW, (time) =>
      told.push(time),
    );
    return { ...times, ...(told.length === 0 ? {} : { told }) };
  }

  it('is now where nothing is said', () => {
    expect(written(undefined, 20)).to.deep.equal({});
  });

  it('is the collection time; the kitchen has it at once, or a while before where it is to be held', () => {
    expect(written(60)).to.deep.equal({ orderCollectionTimeAsIso8601: at(60) });
    expect(written(60, 20)).to.deep.equal({
      ...{ orderCollectionTimeAsIso8601: at(60), scheduledTimeForOrderAsIso8601: at(40) },
    });
  });

  it('names no time that has passed, or is about to: Lightspeed refuses those', () => {
    expect(written(20, 20)).to.deep.equal({ orderCollectionTimeAsIso8601: at(20) });
    expect(written(21, 20)).to.have.property('scheduledTimeForOrderAsIso8601', at(1));
    for (const wanted of [0.9, 0, -5]) expect(written(wanted, 20)).to.deep.equal({ told: [NOW + wanted * MINUTE] });
  });
});
