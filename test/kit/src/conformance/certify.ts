import type { PosAdapter } from '@poshub-bridge/core';
import { linesOf, summaryOf } from './report.js';
import { REQUIREMENTS } from './requirements/index.js';
import type { Requirement } from './requirement.js';
import type { Rig } from './rig.js';
import { lightspeedRig } from './rigs/lightspeed-k.js';
import { squareRig } from './rigs/square.js';
import { tillRig } from './rigs/till.js';
import { applySkip, examine, strayOf, type Result, type Skip } from './run.js';

export interface Certification {
  readonly adapter: PosAdapter;
  /** As a configuration names it. */
  readonly use: string;
  /** The path of the command line's entry, to start the host with. */
  readonly program: string;
  /** The adapter's own module `./conformance`, where it has one. */
  readonly companion?: unknown;
  /** A requirement's id, or how the ids of some begin. */
  readonly only?: string;
  /** Prints one JSON object instead of lines. */
  readonly json?: boolean;
  readonly print: (text: string) => void;
}

/** What keeps an adapter from being tried. */
export class NoRig extends Error {}

const OURS: readonly { readonly id: string; readonly rig: Rig }[] = [
  { id: 'till', rig: tillRig },
  { id: 'square', rig: squareRig },
  { id: 'lightspeed-k', rig: lightspeedRig },
];

/**
 * Tries an adapter against its fake vendor, requirement by requirement, and prints what came of each.
 * @returns the exit code: 0 where nothing failed
 * @throws NoRig where there is no rig, or nothing of that name to try
 */
export async function certify({ adapter, use, program, only, json, print, ...more }: Certification): Promise<number> {
  const { rig, skips } = companionOf(adapter, more.companion);
  const chosen = REQUIREMENTS.filter(({ id }) => only === undefined || id.startsWith(only));
  if (chosen.length === 0) {
    const groups = new Set(REQUIREMENTS.map(({ id }) => id.replace(/\..*/, '.')));
    throw new NoRig(`No requirement begins with “${only ?? ''}”, they begin with ${[...groups].join(', ')}`);
  }
  const results: Result[] = only === undefined ? strayOf(skips, REQUIREMENTS).map(strayResult) : [];
  if (json !== true) print(`${adapter.manifest.name} (${adapter.manifest.id}), against ${rig.name}\n\n`);
  for (const result of results) if (json !== true) print(linesOf(result));
  for (const requirement of chosen) {
    const result = await tried(requirement, adapter, rig, { use, program }, skips);
    results.push(result);
    if (json !== true) print(linesOf(result));
  }
  const { id, version } = adapter.manifest;
  if (json === true) print(`${JSON.stringify({ adapter: { id, version }, rig: rig.name, results }, undefined, 2)}\n`);
  else print(`\n${summaryOf(results)}\n`);
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

async function tried(
  requirement: Requirement,
  adapter: PosAdapter,
  rig: Rig,
  host: { readonly use: string; readonly program: string },
  skips: readonly Skip[],
): Promise<Result> {
  const result = await examine(requirement, adapter, rig, host);
  const skip = skips.find(({ id }) => id === requirement.id);
  return applySkip(result, skip, new Date().toISOString().slice(0, 10));
}

/** Their own rig comes first; ours are for the adapters that come with the bridge. */
function companionOf(adapter: PosAdapter, companion: unknown): { readonly rig: Rig; readonly skips: readonly Skip[] } {
  if (isCompanion(companion)) return { rig: companion.default, skips: companion.skips ?? [] };
  const ours = OURS.find(({ id }) => id === adapter.manifest.id);
  if (companion === undefined && ours !== undefined) return { rig: ours.rig, skips: [] };
  throw new NoRig(
    companion === undefined
      ? `there is no rig for the adapter ${adapter.manifest.id}: export one as ./conformance of its package`
      : `the default export of ./conformance is no rig (a name, and a function start)`,
  );
}

function isCompanion(value: unknown): value is { readonly default: Rig; readonly skips?: readonly Skip[] } {
  if (typeof value !== 'object' || value === null || !('default' in value)) return false;
  const { default: rig } = value;
  if (typeof rig !== 'object' || rig === null) return false;
  if (!('name' in rig) || typeof rig.name !== 'string') return false;
  if ('skips' in value && !Array.isArray(value.skips)) return false;
  return 'start' in rig && typeof rig.start === 'function';
}

function strayResult({ id, reason }: Skip): Result {
  return {
    id,
    title: `is skipped: ${reason}`,
    why: 'A skip that names nothing hides nothing.',
    outcome: 'failed',
    expected: 'a skip to name a requirement',
    seen: `there is no ${id}`,
    milliseconds: 0,
  };
}
