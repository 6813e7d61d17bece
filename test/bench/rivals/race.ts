import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWebhooks } from '../bodies.js';
import type { Child } from '../child.js';
import { fire, median, type Round } from '../load.js';
import { gatherContenders, type Contender } from './contenders.js';

export interface RaceWanted {
  readonly rounds: number;
  /** Webhooks in a round. */
  readonly events: number;
  readonly atOnce: number;
}

/** What one contender came to: medians of its rounds. */
export interface Result extends Round {
  readonly name: string;
  /** Microseconds of processor time for one webhook, in the server's own process. */
  readonly cpu: number;
  readonly megabytes: number;
  /** Of each round, in turn: the throughput in parts of the bare server's. */
  readonly ratio: number;
  /** Events that were answered 200 before the process was killed and are not stored; undefined where none are stored. */
  readonly lost: number | undefined;
  readonly acknowledged: number;
}

export interface Race {
  readonly results: readonly Result[];
  readonly leftOut: readonly string[];
}

interface Entered {
  readonly contender: Contender;
  child: Child;
  readonly rounds: (Round & { readonly cpu: number })[];
}

/** Every contender takes the same load, in turns within one run; then each is killed in the middle of it. */
export async function race(wanted: RaceWanted): Promise<Race> {
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-race-'));
  const secret = randomBytes(24).toString('base64url');
  const contenders = await gatherContenders(folder, secret);
  const entered: Entered[] = [];
  try {
    for (const contender of contenders.all) entered.push({ contender, child: await contender.start(), rounds: [] });
    for (let round = -1; round < wanted.rounds; round += 1)
      for (const one of inTurn(entered, round)) {
        const measured = await shoot(one.child, wanted, secret);
        // The first one warms up.
        if (round >= 0) one.rounds.push(measured);
      }
    const bare = entered.find(({ contender }) => contender.stored === undefined)?.rounds ?? [];
    const results: Result[] = [];
    for (const one of entered) results.push(await conclude(one, bare, wanted, secret));
    return { results, leftOut: contenders.leftOut };
  } finally {
    for (const { child } of entered) await child.stop();
    await contenders.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nobody is always the first after the same one. */
function inTurn(entered: readonly Entered[], round: number): readonly Entered[] {
  const first = Math.max(0, round) % entered.length;
  return [...entered.slice(first), ...entered.slice(0, first)];
}

async function shoot(child: Child, { events, atOnce }: RaceWanted, secret: string) {
  const webhooks = makeWebhooks(events, secret);
  const before = await child.usage();
  const round = await fire(`${child.url}/poshub/webhooks`, webhooks, atOnce);
  const after = await child.usage();
  // What the round left to do must not be done on the next one's time.
  await rested(child);
  return { ...round, cpu: (after.cpu - before.cpu) / events };
}

async function rested(child: Child): Promise<void> {
  for (let before = (await child.usage()).cpu, waited = 0; waited < 600; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { cpu } = await child.usage();
    if (cpu - before < 10_000) return;
    before = cpu;
  }
}

async function conclude(one: Entered, bare: Entered['rounds'], wanted: RaceWanted, secret: string): Promise<Result> {
  const { contender, rounds } = one;
  const of = (what: keyof Entered['rounds'][number]): number => median(rounds.map((round) => round[what]));
  const { rss } = await one.child.usage();
  const { acknowledged, lost } = await kill(one, wanted, secret);
  return {
    name: contender.name,
    ...{ perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpu: of('cpu') },
    failed: rounds.reduce((sum, { failed }) => sum + failed, 0),
    megabytes: rss / 1_048_576,
    ratio: median(rounds.map(({ perSecond }, index) => perSecond / (bare[index]?.perSecond ?? NaN))),
    acknowledged,
    lost,
  };
}

/** Kills the process under load, and looks for what it had answered 200. */
async function kill({ contender, child }: Entered, { events, atOnce }: RaceWanted, secret: string) {
  if (contender.stored === undefined) return { acknowledged: 0, lost: undefined };
  const webhooks = makeWebhooks(events, secret);
  const acknowledged: string[] = [];
  let killed: Promise<void> | undefined;
  await fire(`${child.url}/poshub/webhooks`, webhooks, atOnce, (index) => {
    acknowledged.push(webhooks[index]?.eventId ?? '');
    if (acknowledged.length >= events / 2) killed ??= child.kill();
  });
  await killed;
  const stored = await contender.stored(acknowledged);
  return { acknowledged: acknowledged.length, lost: acknowledged.filter((id) => !stored.has(id)).length };
}
