import { expect } from 'chai';
import { linesOf, missingIn, type Summary } from '../../chaos/summary.js';

const planned = { orders: 10, kills: 3, minutes: 20 };
const summary: Summary = {
  ...{ engine: 'sqlite', seed: 1, orders: 10, tickets: 9, rejected: 1, cancelled: 0, attentions: {}, acknowledged: 8 },
  ...{ attempts: 12, duplicates: 2, dropped: 1, givenUp: 1, kills: 3, storms: { 'till refuses': 4 }, leftOut: {} },
  ...{ hit: {}, loaded: 1_000, whole: 2_000 },
};

describe('The summary of a chaos run', () => {
  it('lacks nothing where all that was planned came', () => expect(missingIn(summary, planned)).to.be.empty);

  it('says that the run was over before all orders were placed, or all hosts killed', () => {
    for (const less of [{ orders: 9 }, { kills: 2 }])
      expect(missingIn({ ...summary, ...less }, planned)).to.deep.equal([
        'it was over before all of it was done: 20 minutes',
      ]);
  });

  it('says which fault could not be had, and why', () => {
    const leftOut = { 'disk is full': 'there is no prlimit' };
    expect(missingIn({ ...summary, leftOut }, planned)).to.deep.equal([
      '“disk is full” could not be had: there is no prlimit',
    ]);
    expect(linesOf({ ...summary, leftOut }).join('\n')).to.match(/^left out +disk is full: there is no prlimit$/m);
  });
});
