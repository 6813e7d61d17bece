import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { Turns } from '#host/storage/sqlite/turns.js';
import { rejection } from '../../../../support/until.js';

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

  it('let pass who needs the thing for a moment, when nobody has it and in the order of coming', async () => {
    const turns = new Turns();
    const begun: string[] = [];
    const pass = (name: string): Promise<string> =>
      turns.pass(() => {
        begun.push(name);
        return Promise.resolve(name);
      });
    void pass('a');
    expect(begun, 'at once').to.deep.equal(['a']);
    await turns.take();
    const passed = pass('b');
    const taken = turns.take().then(() => begun.push('c'));
    const later = pass('d');
    await Promise.resolve();
    expect(begun).to.deep.equal(['a']);
    turns.give();
    expect(await passed).to.equal('b');
    await taken;
    expect(begun).to.deep.equal(['a', 'b', 'c']);
    turns.give();
    expect(await later).to.equal('d');
    await turns.take();
  });

  it('are given back by work that fails, and nobody waits for the end of one who passes', async () => {
    const turns = new Turns();
    const broken = () => Promise.reject(new Error('broken'));
    expect(await rejection(turns.during(broken))).to.be.an('error');
    void turns.pass(() => new Promise(() => undefined));
    expect(await rejection(turns.pass(broken))).to.be.an('error');
    expect(await turns.during(() => Promise.resolve('in time'))).to.equal('in time');
  });

  it('let pass four at a time, so that who is urgent waits for no more of them', async () => {
    const turns = new Turns();
    const ends: (() => void)[] = [];
    const pass = (): void => void turns.pass(() => new Promise<void>((end) => ends.push(end)));
    for (let count = 0; count < 6; count += 1) pass();
    expect(ends).to.have.length(4);
    await turns.take('urgent');
    ends[0]?.();
    await setImmediate();
    expect(ends, 'while it is taken').to.have.length(4);
    turns.give();
    expect(ends).to.have.length(5);
    ends[1]?.();
    await setImmediate();
    expect(ends).to.have.length(6);
  });
});
