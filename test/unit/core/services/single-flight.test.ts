import { expect } from 'chai';
import { SingleFlight } from '#core/services/single-flight.js';
import { rejection } from '../../../support/until.js';

/** Tasks that end when they are told to. */
class Tasks {
  readonly ends: { readonly resolve: (value: number) => void; readonly reject: (error: Error) => void }[] = [];

  readonly task = (): Promise<number> =>
    new Promise((resolve, reject) => {
      this.ends.push({ resolve, reject });
    });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a single flight', () => {
  it('gives everybody who comes while one runs the result of one that begins after it', async () => {
    const flights = new SingleFlight<number>();
    const { ends, task } = new Tasks();
    const first = flights.run('k', task);
    const waiting = [flights.run('k', task), flights.run('k', task), flights.run('k', task)];
    await turn();
    expect(ends).to.have.length(1);
    ends[0]?.resolve(1);
    expect(await first).to.equal(1);
    await turn();
    expect(ends).to.have.length(2);
    const third = flights.run('k', task);
    ends[1]?.resolve(2);
    expect(await Promise.all(waiting)).to.deep.equal([2, 2, 2]);
    await turn();
    ends[2]?.resolve(3);
    expect(await third).to.equal(3);
    expect(ends).to.have.length(3);
  });

  it('lets flights of other keys go at once', async () => {
    const flights = new SingleFlight<number>();
    const { ends, task } = new Tasks();
    const both = [flights.run('a', task), flights.run('b', task)];
    expect(ends).to.have.length(2);
    ends.forEach((end, index) => end.resolve(index));
    expect(await Promise.all(both)).to.deep.equal([0, 1]);
  });

  it('goes on after a failure, which only those see whose flight it was', async () => {
    const flights = new SingleFlight<number>();
    const { ends, task } = new Tasks();
    const first = flights.run('k', task);
    const second = flights.run('k', task);
    ends[0]?.reject(new Error('lost'));
    expect(await rejection(first)).to.have.property('message', 'lost');
    await turn();
    ends[1]?.resolve(2);
    expect(await second).to.equal(2);
    const third = flights.run('k', task);
    ends[2]?.resolve(3);
    expect(await third).to.equal(3);
  });
});
