import type { Requirement } from '../requirement.js';
import { come, demand, faultOf, show, showFault } from '../verdict.js';
import { prepareCalls } from './calls.js';

export const DRY_RUN: readonly Requirement[] = [
  {
    id: 'dry-run.reads',
    title: 'reads all that it reads in a dry run, too',
    why: 'A call that changes nothing must say so (readOnly), or the operator can’t look before a sync.',
    run: async (bench) => {
      const { calls } = await prepareCalls(bench);
      const system = bench.make({ dryRun: true });
      for (const { name, mutating, run } of calls) {
        if (mutating) continue;
        const came = await come(name, () => run(system));
        const said = came.fault === undefined ? '' : `it threw ${showFault(came.fault)}`;
        demand(came.fault === undefined, `${name} to work in a dry run`, said);
      }
    },
  },
  {
    id: 'dry-run.changes-nothing',
    title: 'changes nothing in a dry run',
    why: 'An operator who tries something must not send food to anybody.',
    run: async (bench) => {
      const { calls, session } = await prepareCalls(bench);
      const system = bench.make({ dryRun: true });
      const before = show(await bench.tickets());
      const passed = await bench.during(async () => {
        for (const { name, mutating, run } of calls) {
          if (mutating) await faultOf(`${name} in a dry run`, ['outbound.not_allowed'], () => run(system));
          else await come(name, () => run(system));
        }
        await come('attach', () => system.attach?.(session) ?? Promise.resolve());
        await come('detach', () => system.detach?.(session) ?? Promise.resolve());
      });
      const changing = passed.find(({ mutating }) => mutating);
      demand(
        changing === undefined,
        'no request that changes something to leave in a dry run',
        `the vendor was sent ${changing?.method ?? ''} ${changing?.path ?? ''}`,
      );
      const after = show(await bench.tickets());
      demand(after === before, 'the tickets to be as they were', `they were ${before} and are ${after}`);
    },
  },
];
