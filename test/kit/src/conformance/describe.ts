import type { PosAdapter } from '@poshub-bridge/core';
import { programOf, type HostAccess } from './host-access.js';
import { REQUIREMENTS } from './requirements/index.js';
import type { Rig } from './rig.js';
import { applySkip, examine, exemption, strayOf, type Skip } from './run.js';
import { Unmet } from './verdict.js';

export interface ConformanceOptions {
  readonly rig: Rig;
  /** Requirements that are known not to be met. */
  readonly skips?: readonly Skip[];
  /** As a configuration's `adapter.use` names it; without it what concerns the whole bridge is not applicable. */
  readonly use?: string;
}

interface Running {
  readonly test: { title: string };
  skip(): never;
}

/* Mocha's own, where it runs. */
declare const describe: (title: string, suite: () => void) => void;
declare const it: ((title: string, test: (this: Running) => Promise<void>) => void) & { skip(title: string): void };

/** Declares a test for each requirement, in a file that mocha runs. What does not apply is shown with its reason. */
export function describeAdapter(adapter: PosAdapter, { rig, skips = [], use }: ConformanceOptions): void {
  const host: HostAccess | undefined = use === undefined ? undefined : { use, program: programOf() };
  const all = REQUIREMENTS;
  describe(`the adapter ${adapter.manifest.id}, against ${rig.name}`, () => {
    for (const { id } of strayOf(skips, all))
      it(`skips ${id}`, () => Promise.reject(new Unmet('a skip to name a requirement', `there is no ${id}`)));
    for (const requirement of all) {
      const reason = exemption(requirement, adapter.manifest, rig, host);
      const title = `${requirement.id}: ${requirement.title}`;
      if (reason !== undefined) {
        it.skip(`${title} (not applicable: ${reason})`);
        continue;
      }
      const skip = skips.find(({ id }) => id === requirement.id);
      it(skip === undefined ? title : `${title} (skipped: ${skip.reason}, until ${skip.until})`, async function () {
        const result = applySkip(await examine(requirement, adapter, rig, host), skip, today());
        if (result.outcome === 'failed') throw new Unmet(result.expected ?? '', result.seen ?? '');
        if (result.outcome === 'passed') return;
        // Some of what a fake can't is only seen on the way.
        if (result.outcome === 'not applicable') this.test.title = `${title} (not applicable: ${result.reason ?? ''})`;
        this.skip();
      });
    }
  });
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
