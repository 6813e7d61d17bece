import mocha, { type MochaOptions, type Runner } from 'mocha';
import { skipped } from './skip.js';

/** Mocha's spec reporter, then each skipped test with its reason, then one plain closing line. */
export default class PlainReporter extends mocha.reporters.Spec {
  constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options);
    runner.once(mocha.Runner.constants.EVENT_RUN_END, () => {
      for (const [title, reason] of skipped) process.stdout.write(`  skipped: ${title}: ${reason}\n`);
      const { passes, failures, pending } = this.stats;
      process.stdout.write(`\n${passes} passed, ${failures} failed, ${pending} skipped\n`);
    });
  }
}
