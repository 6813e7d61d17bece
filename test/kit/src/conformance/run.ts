import type { AdapterManifest, PosAdapter } from '@poshub-bridge/core';
import { Bench, type HostAccess } from './bench.js';
import { methodOf } from './named.js';
import type { Requirement } from './requirement.js';
import { isUnable, type Rig } from './rig.js';
import { describe, showFault, Unmet } from './verdict.js';
import { isFault } from '@poshub-bridge/core';

/** A requirement that is known not to be met, until a day. */
export interface Skip {
  readonly id: string;
  readonly reason: string;
  /** The last day on which it may be skipped: `2026-12-31`. Afterwards it fails. */
  readonly until: string;
}

export interface Result {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'not applicable';
  readonly expected?: string;
  readonly seen?: string;
  /** Why it was skipped or does not apply. */
  readonly reason?: string;
  readonly milliseconds: number;
}

/** What of the manifest or of the rig keeps a requirement from applying; undefined where it applies. */
export function exemption(
  { needs = [], fake = [], bridge }: Requirement,
  manifest: AdapterManifest,
  rig: Rig,
  host: HostAccess | undefined,
): string | undefined {
  const need = needs.find((one) => !one.holds(manifest));
  if (need !== undefined) return need.otherwise;
  for (const ability of fake) {
    const why = rig.cannot?.[ability];
    if (why !== undefined) return `${rig.name} can’t: ${why}`;
  }
  return bridge === true && host === undefined ? 'it is not said how a configuration names the adapter' : undefined;
}

/** Tries one requirement on a fake of its own. Never throws. */
export async function examine(
  requirement: Requirement,
  adapter: PosAdapter,
  rig: Rig,
  host?: HostAccess,
): Promise<Result> {
  const { id, title, why } = requirement;
  const begun = Date.now();
  const result = (rest: Omit<Result, 'id' | 'title' | 'why' | 'milliseconds'>): Result => ({
    ...{ id, title, why },
    ...rest,
    milliseconds: Date.now() - begun,
  });
  const reason = exemption(requirement, adapter.manifest, rig, host);
  if (reason !== undefined) return result({ outcome: 'not applicable', reason });
  let bench: Bench | undefined;
  try {
    bench = await Bench.open(adapter, rig, host);
    await requirement.run(bench);
    return result({ outcome: 'passed' });
  } catch (error) {
    if (isUnable(error)) return result({ outcome: 'not applicable', reason: `${rig.name}: ${error.message}` });
    if (error instanceof Unmet) return result({ outcome: 'failed', expected: error.expected, seen: error.seen });
    const method = methodOf(error);
    const what = isFault(error) ? showFault(error) : describe(error);
    return result({
      outcome: 'failed',
      expected: 'nothing to go wrong on the way',
      seen: method === undefined ? `there was ${what}` : `${method} threw ${what}`,
    });
  } finally {
    await bench?.close().catch(() => undefined);
  }
}

/** What a skip makes of a result; an expired one fails, and so does one that is not needed any more. */
export function applySkip(result: Result, skip: Skip | undefined, today: string): Result {
  if (skip === undefined || result.outcome === 'not applicable') return result;
  const { reason, until } = skip;
  if (result.outcome === 'passed')
    return failed(result, 'a skip to be removed once it is not needed', `it is met, but skipped until ${until}`);
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || today > until)
    return failed(result, `it to be mended by ${until} (${reason})`, `it is ${today}, and: ${result.seen ?? ''}`);
  return { ...result, outcome: 'skipped', reason: `${reason}, until ${until}` };
}

function failed(result: Result, expected: string, seen: string): Result {
  return { ...result, outcome: 'failed', expected, seen };
}

/** Skips that name nothing. */
export function strayOf(skips: readonly Skip[], requirements: readonly Requirement[]): readonly Skip[] {
  return skips.filter(({ id }) => !requirements.some((requirement) => requirement.id === id));
}
