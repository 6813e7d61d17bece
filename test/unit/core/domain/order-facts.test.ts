import { expect } from 'chai';
import fc from 'fast-check';
import { NOTHING_KNOWN, joinFacts } from '@poshub-bridge/core';
import { FAULT_REPORTS, events, factsOf, histories, retellings, stored } from './arbitraries.js';

describe('the facts of an order', () => {
  it('are the same in whatever order, and however often, its events are told', () => {
    fc.assert(
      fc.property(retellings, ([history, retold]) => {
        expect(factsOf(retold)).to.deep.equal(factsOf(history));
      }),
      { numRuns: 1_000 },
    );
  });

  it('do not change when the last event is told again', () => {
    fc.assert(
      fc.property(histories, events, (history, event) => {
        const once = joinFacts(factsOf(history), event);
        expect(joinFacts(once, event)).to.deep.equal(once);
      }),
    );
  });

  it('survive being stored as JSON, and go on from there as if nothing had been', () => {
    fc.assert(
      fc.property(histories, histories, (before, after) => {
        const facts = factsOf(before);
        expect(stored(facts)).to.deep.equal(facts);
        expect(factsOf(after, stored(facts))).to.deep.equal(factsOf(after, facts));
      }),
    );
  });

  it('leave what was known before untouched', () => {
    fc.assert(
      fc.property(histories, events, (history, event) => {
        const facts = factsOf(history);
        const copy = structuredClone(facts);
        joinFacts(facts, event);
        expect(facts).to.deep.equal(copy);
      }),
    );
  });

  it('keep the later of two sayings, and a final one over any other', () => {
    const ready = { type: 'till-said', status: 'ready', at: 5 } as const;
    const facts = factsOf([ready, { type: 'till-said', status: 'preparing', at: 4 }]);
    expect(facts.till).to.deep.equal({ status: 'ready', at: 5 });
    expect(factsOf([ready, { type: 'till-said', status: 'preparing', at: 6 }]).till?.status).to.equal('preparing');
    expect(factsOf([ready, { type: 'till-said', status: 'cancelled', at: 1 }]).till?.status).to.equal('cancelled');
    expect(factsOf([ready, { type: 'till-said', status: 'accepted', at: 5 }]).till?.status).to.equal('ready');
  });

  it('know an attempt as clear only when it and all before it left no ticket', () => {
    const begun = { type: 'submission-begun', round: 0, attempt: 3 } as const;
    const second = factsOf([begun, { type: 'submission-void', round: 0, attempt: 2 }]);
    expect(second.rounds[0]).to.include({ begun: 3, clear: 0 });
    const third = factsOf([
      begun,
      ...[3, 2].map((attempt) => ({ type: 'submission-void', round: 0, attempt }) as const),
    ]);
    expect(third.rounds[0]).to.deep.include({ clear: 0, voids: [2, 3] });
    const all = joinFacts(third, { type: 'submission-void', round: 0, attempt: 1 });
    expect(all.rounds[0]).to.deep.include({ clear: 3, voids: [] });
  });

  it('name one of two faults, the same one whichever came first', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...FAULT_REPORTS], { minLength: 4 }), (faults) => {
        const rejected = factsOf(faults.map((fault) => ({ type: 'submission-rejected', fault }) as const));
        expect(rejected.rejected).to.deep.equal(FAULT_REPORTS[0]);
        const refused = factsOf(faults.map((fault) => ({ type: 'withdrawal-refused', fault }) as const));
        expect(refused.withdrawalRefused).to.deep.equal(FAULT_REPORTS[0]);
      }),
    );
  });

  it('begin with nothing', () => {
    expect(factsOf([])).to.equal(NOTHING_KNOWN);
    expect(NOTHING_KNOWN).to.deep.include({ round: 0, rounds: [], tickets: [], withdrawn: [], accepted: false });
  });
});
