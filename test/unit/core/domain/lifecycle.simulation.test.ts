import { expect } from 'chai';
import fc from 'fast-check';
import { NOTHING_KNOWN, effectsOf } from '@poshub-bridge/core';
import { policies } from './arbitraries.js';
import { Simulation, acts } from './simulation.js';

describe('an order between a till, a network and people that fail', () => {
  const worlds = fc.tuple(policies, fc.array(acts, { maxLength: 40 }));

  /** Lets a world happen, and checks after every step. */
  function always(check: (world: Simulation) => void, runs = 2_000): void {
    fc.assert(
      fc.property(worlds, ([policy, happenings]) => {
        const world = new Simulation(policy);
        for (const act of happenings) {
          world.act(act);
          check(world);
        }
      }),
      { numRuns: runs },
    );
  }

  /** Where the till helps with nothing, a person who wants it tried again answers for the tickets. */
  const answers = ({ policy, retried }: Simulation): boolean => retried && !policy.idempotent && !policy.canFind;

  it('has one ticket', () => {
    always((world) => {
      if (!answers(world)) expect(world.tickets.size).to.be.at.most(1);
    });
  });

  it('leaves no ticket alive at the till behind an order that ended without food', () => {
    always((world) => {
      const { phase } = world;
      if ((phase !== 'cancelled' && phase !== 'rejected') || world.settled || answers(world)) return;
      expect(world.hasLiveTicket).to.be.false;
    });
  });

  it('keeps the key of an attempt in doubt', () => {
    always((world) => {
      const [effect] = world.effects;
      if (effect?.type !== 'submit' || !world.policy.idempotent) return;
      for (const key of world.keysInDoubt) expect(effect.key).to.equal(key);
    });
  });

  it('is somebody’s turn until it is finished: the till’s, the clock’s or a person’s', () => {
    always((world) => {
      if (world.phase === 'received') expect(world.effects).to.have.lengthOf(1);
    });
  });

  it('begins with the ticket', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(effectsOf(NOTHING_KNOWN, policy)).to.deep.equal([
          { type: 'submit', round: 0, attempt: 1, key: 0, findFirst: false },
        ]);
      }),
    );
  });
});
