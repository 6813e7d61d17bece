import { expect } from 'chai';
import { Turns } from '#host/storage/sqlite/turns.js';

describe('turns', () => {
  it('are given to one at a time: to who is urgent first, and else as they came', async () => {
    const turns = new Turns();
    const given: string[] = [];
    const take = async (name: string, urgency?: 'urgent'): Promise<void> => {
      await turns.take(urgency);
      given.push(name);
    };
    const all = [take('a'), take('b'), take('c'), take('d', 'urgent')];
    await all[0];
    expect(given).to.deep.equal(['a']);
    for (const next of [all[3], all[1], all[2]]) {
      turns.give();
      await next;
    }
    expect(given).to.deep.equal(['a', 'd', 'b', 'c']);
    turns.give();
    await take('e');
    expect(given.at(-1)).to.equal('e');
  });
});
