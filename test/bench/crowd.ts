import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#kit/demo/processes.js';
import { makeWebhooks } from './bodies.js';
import { pathOf, startChild, type Child } from './child.js';
import { fire, median, type Round } from './load.js';

/** What is asked of the measurement. */
export interface Wanted {
  /** How many connections wait or drip; as many as the host lets in by default. */
  readonly crowd: number;
  readonly rounds: number;
  /** Webhooks in a round. */
  readonly events: number;
  readonly atOnce: number;
}

interface Crowded {
  readonly quiet: readonly Round[];
  readonly crowded: readonly Round[];
  /** The fewest connections of the crowd as a round began. */
  readonly fewest: number;
  /** The host's memory in MB with none of them, and with all. */
  readonly megabytes: readonly [without: number, within: number];
}

/** Webhooks of one who means well, in turns alone and beside very many connections of one who does not. */
export async function measureCrowd({ crowd, rounds, events, atOnce }: Wanted): Promise<Crowded> {
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-bench-'));
  const secret = randomBytes(24).toString('base64url');
  let host: Child | undefined;
  let people: ChildProcess | undefined;
  try {
    const port = await freePort();
    const config = join(folder, 'bridge.yaml');
    await writeFile(config, configuration(port));
    const secrets = { BENCH_SECRET: secret, BENCH_KEY: randomBytes(32).toString('base64') };
    const server = await startChild(pathOf('../../../host/dist/cli/main.js'), ['start', '--config', config], secrets);
    host = server;
    const child = fork(pathOf('parts/crowd.js'), [String(port)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    people = child;
    await once(child, 'message', { signal: AbortSignal.timeout(20_000) });
    const shoot = (): Promise<Round> => fire(`${server.url}/poshub/webhooks`, makeWebhooks(events, secret), atOnce);
    const megabytes = async (): Promise<number> => (await server.usage()).rss / 1_048_576;
    await shoot();
    const [quiet, crowded, open, memory]: [Round[], Round[], number[], number[]] = [[], [], [], []];
    const without = await megabytes();
    for (let count = 0; count < rounds; count += 1) {
      await gather(child, 0);
      quiet.push(await shoot());
      open.push(await gather(child, crowd));
      crowded.push(await shoot());
      memory.push(await megabytes());
    }
    return { quiet, crowded, fewest: Math.min(...open), megabytes: [without, Math.max(...memory)] };
  } finally {
    people?.kill('SIGKILL');
    await host?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function gather(people: ChildProcess, size: number): Promise<number> {
  people.send({ size });
  const told: unknown = (await once(people, 'message', { signal: AbortSignal.timeout(120_000) }))[0];
  return typeof told === 'object' && told !== null && 'open' in told ? Number(told.open) : NaN;
}

/** Measures, and says what came of it beside the bar. */
export async function reportCrowd(wanted: Wanted, say: (line: string) => void): Promise<void> {
  const { quiet, crowded, fewest, megabytes } = await measureCrowd(wanted);
  const of = (rounds: readonly Round[], what: keyof Round): number => median(rounds.map((round) => round[what]));
  const failed = crowded.reduce((sum, round) => sum + round.failed, 0);
  say(`\n${wanted.events} webhooks, ${wanted.atOnce} at once, medians of ${wanted.rounds} rounds in turns, in ms`);
  for (const [name, rounds] of [
    ['alone', quiet],
    [`beside ${fewest} connections`, crowded],
  ] as const)
    say(`  ${name.padEnd(28)} p50 ${of(rounds, 'p50').toFixed(1)}  p99 ${of(rounds, 'p99').toFixed(1)}`);
  for (const what of ['p50', 'p99'] as const)
    say(`  ${what}, times the one alone: ${(of(crowded, what) / of(quiet, what)).toFixed(2)}`);
  say(`  not answered 200 beside the crowd: ${failed} (bar: 0) ${failed === 0 ? 'met' : 'MISSED'}`);
  say(`  memory: ${megabytes[0].toFixed(0)} MB without, ${megabytes[1].toFixed(0)} MB with all of them`);
}

function configuration(port: number): string {
  return `publicUrl: http://127.0.0.1:${port}
listen: { port: ${port} }
hub: { baseUrl: "http://127.0.0.1:9", clientId: bench, clientSecret: "\${BENCH_SECRET}" }
adapter: { use: till, settings: { baseUrl: "http://127.0.0.1:9", webhookSecret: "\${BENCH_SECRET}" } }
storage: { url: sqlite:./bridge.db }
secrets: { keys: ["\${BENCH_KEY}"] }
log: { level: error }
`;
}
