import { expect } from 'chai';
import { Dice } from '../../../chaos/plan/dice.js';
import { planOrder } from '../../../chaos/plan/orders.js';
import { scheduleOf, stormsOf, type Scale } from '../../../chaos/plan/schedule.js';

const scale: Scale = { seed: 7, engine: 'sqlite', orders: 5_000, kills: 50, hosts: 1 };
const plans = Array.from({ length: 2_000 }, (_, index) => planOrder(7, index + 1));

describe('The schedule of a chaos run', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(scheduleOf(scale)).to.deep.equal(scheduleOf({ ...scale }));
    expect(scheduleOf(scale)).not.to.deep.equal(scheduleOf({ ...scale, seed: 8 }));
  });

  it('has all kills while orders come, in their order', () => {
    const { kills } = scheduleOf(scale);
    const times = kills.map(({ after }) => after);
    expect(kills).to.have.lengthOf(50);
    expect(times).to.deep.equal([...times].sort((one, other) => one - other));
    expect(Math.max(...times)).to.be.below(5_000);
  });

  it('kills in volleys of one to five', () => {
    const sizes = new Map<number, number>();
    for (const { after } of scheduleOf({ ...scale, kills: 200 }).kills) sizes.set(after, (sizes.get(after) ?? 0) + 1);
    expect([...new Set(sizes.values())].sort()).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('kills every host of three', () => {
    const { kills } = scheduleOf({ ...scale, engine: 'postgres', hosts: 3 });
    expect([...new Set(kills.map(({ host }) => host))].sort()).to.deep.equal([0, 1, 2]);
  });

  for (const engine of ['sqlite', 'postgres'] as const)
    it(`has every storm that ${engine} can have, and no other`, () => {
      const kinds = new Set(scheduleOf({ ...scale, engine }).storms.map(({ kind }) => kind));
      expect([...kinds].sort()).to.deep.equal([...stormsOf(engine)].sort());
    });

  it('has each of them once in a short run', () => {
    const { storms } = scheduleOf({ ...scale, orders: 40, kills: 0 });
    expect(storms.map(({ kind }) => kind).sort()).to.deep.equal([...stormsOf('sqlite')].sort());
    expect(Math.max(...storms.map(({ after }) => after))).to.be.below(40);
  });

  it('fills the disk of SQLite only, and ends the database of PostgreSQL only', () => {
    expect(stormsOf('sqlite')).to.include('disk is full').and.not.include('database dies');
    expect(stormsOf('postgres')).to.include('database dies').and.not.include('disk is full');
  });
});

describe('An order of a chaos run', () => {
  it('is the same for the same seed and number, whatever came before', () => {
    expect(planOrder(7, 1_234)).to.deep.equal(plans[1_233]);
    expect(planOrder(8, 1_234)).not.to.deep.equal(plans[1_233]);
  });

  it('is of every store, handled in every way, cancelled now and then, and sometimes nobody can make it', () => {
    expect(new Set(plans.map(({ store }) => store.merchant)).size).to.equal(3);
    expect(new Set(plans.map(({ store }) => store.id)).size).to.be.at.least(5);
    expect(new Set(plans.map(({ handling }) => handling)).size).to.equal(4);
    for (const some of [
      plans.filter(({ cancelAfter }) => cancelAfter !== undefined),
      plans.filter(({ isUnknown }) => isUnknown),
      plans.filter(({ isRefused }) => isRefused),
    ])
      expect(some.length).to.be.within(1, 200);
  });
});

describe('Dice', () => {
  it('throw the same for the same seed and name alone', () => {
    const throwsOf = (seed: number, name: string): readonly number[] => {
      const dice = new Dice(seed, name);
      return Array.from({ length: 20 }, () => dice.between(1, 1_000));
    };
    expect(throwsOf(1, 'a')).to.deep.equal(throwsOf(1, 'a'));
    expect(throwsOf(1, 'a')).not.to.deep.equal(throwsOf(1, 'b'));
    expect(throwsOf(1, 'a')).not.to.deep.equal(throwsOf(2, 'a'));
  });

  it('stay between what they are told, both ends included', () => {
    const dice = new Dice(3, 'ends');
    const thrown = new Set(Array.from({ length: 200 }, () => dice.between(1, 3)));
    expect([...thrown].sort()).to.deep.equal([1, 2, 3]);
  });
});
