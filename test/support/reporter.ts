import mocha, { type MochaOptions, type Runner, type Test } from 'mocha';
import { toldOf } from './skip.js';

const { EVENT_RUN_END, EVENT_TEST_PENDING } = mocha.Runner.constants;

/** Mocha's spec reporter, then each skipped test with its reason, then one plain closing line. */
export default class PlainReporter extends mocha.reporters.Spec {
  constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options);
    const skipped: string[] = [];
    runner.on(EVENT_TEST_PENDING, (test: Test) => skipped.push(toldOf(test)));
    runner.once(EVENT_RUN_END, () => {
      for (const line of skipped) process.stdout.write(`  skipped: ${line}\n`);
      const { passes, failures, pending } = this.stats;
      process.stdout.write(`\n${passes} passed, ${failures} failed, ${pending} skipped\n`);
    });
  }
}
