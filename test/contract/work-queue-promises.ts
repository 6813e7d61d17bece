import fc from 'fast-check';
import { expect } from 'chai';
import type { Job } from '@poshub-bridge/core';
import { Hands, type Grip } from '../support/hands.js';
import type { StorageUnderTest } from '../support/storage.js';
import { until } from '../support/until.js';

type Move =
  | { readonly do: 'add'; readonly key: number; readonly delay: number | undefined }
  | { readonly do: 'end'; readonly which: number; readonly how: 'done' | 'again' | 'fail' }
  | { readonly do: 'pass'; readonly time: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('add' as const), key: fc.nat(4), delay: delays() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(9),
      how: fc.constantFrom('done' as const, 'done' as const, 'again' as const, 'fail' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), time: fc.nat(3_000) }) },
);

function delays(): fc.Arbitrary<number | undefined> {
  return fc.option(fc.nat(2_000), { nil: undefined });
}

/** Random sequences of asking, ending and waiting. */
export function describePromises(current: () => StorageUnderTest): void {
  it('begins a run after each asking, and never two at once of one thing', async function () {
    this.timeout(60_000);
    let round = 0;
    const trial = new Trial(current());
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
        await trial.play(`round-${(round += 1)}`, moves);
      }),
      { numRuns: 60, seed: 20_260_102 },
    );
  });
}

/** Plays sequences on one queue and keeps an account of what it owes. */
class Trial {
  readonly #subject: StorageUnderTest;
  readonly #hands = new Hands();
  readonly #under = new Map<string, number>();
  readonly #begun = new Map<string, number>();
  readonly #owed = new Set<string>();
  #overlaps = 0;

  constructor(subject: StorageUnderTest) {
    this.#subject = subject;
    subject.queue.start(async (job, signal) => {
      const running = (this.#under.get(job.key) ?? 0) + 1;
      this.#under.set(job.key, running);
      if (running > 1) this.#overlaps += 1;
      this.#begun.set(job.key, (this.#begun.get(job.key) ?? 0) + 1);
      this.#owed.delete(job.key);
      try {
        return await this.#hands.run(job, signal);
      } finally {
        this.#under.set(job.key, running - 1);
      }
    });
  }

  async play(prefix: string, moves: readonly Move[]): Promise<void> {
    for (const one of moves) await this.#make(prefix, one);
    await this.#settle();
    expect([...this.#owed], 'asked for, but not run afterwards').to.deep.equal([]);
    expect(this.#overlaps, 'runs that overlapped').to.equal(0);
  }

  async #make(prefix: string, one: Move): Promise<void> {
    if (one.do === 'add') return this.#add(`${prefix}-${one.key}`, one.delay);
    if (one.do === 'pass') this.#subject.clock.advance(one.time);
    else end([...this.#hands.busy][one.which], one.how, this.#subject.clock.now());
    await new Promise((resolve) => setImmediate(resolve));
  }

  async #add(key: string, delay: number | undefined): Promise<void> {
    const job: Job = { topic: 'order', key, group: `group of ${key.at(-1) ?? ''}` };
    const before = this.#begun.get(key) ?? 0;
    await this.#subject.queue.add([delay === undefined ? job : { ...job, runAt: this.#subject.clock.now() + delay }]);
    // A run that began while it was being asked for may be the one, or an older one: nothing can be said then.
    if ((this.#begun.get(key) ?? 0) === before) this.#owed.add(key);
  }

  async #settle(): Promise<void> {
    await until(async () => {
      this.#hands.doneAll();
      this.#subject.clock.advance(10_000);
      return this.#hands.busy.size === 0 && Object.keys(await this.#subject.queue.depth()).length === 0;
    });
  }
}

function end(grip: Grip | undefined, how: 'done' | 'again' | 'fail', now: number): void {
  if (how === 'done') grip?.done();
  if (how === 'again') grip?.again(now + 1_500);
  if (how === 'fail') grip?.fail(new Error('no'));
}
