import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#kit/demo/processes.js';
import { makeWebhooks } from './bodies.js';
import { pathOf, startChild, type Child } from './child.js';
import { fire, median, type Round } from './load.js';

/** What is asked of the measurement. */
export interface Wanted {
  readonly rounds: number;
  /** Webhooks in a round. */
  readonly events: number;
  readonly atOnce: number;
  /** So many events are stored in all before the memory is looked at. */
  readonly stored: number;
  /** The folder for the processor's profiles, where they are wanted. */
  readonly profiles?: string;
}

/** The medians of one server's rounds. */
export interface Server extends Round {
  /** Microseconds of processor time for one webhook, all threads. */
  readonly cpu: number;
}

export interface Acceptance {
  readonly host: Server;
  readonly bare: Server;
  /** Of each round, in turn: the host's throughput in parts of the bare server's. */
  readonly ratios: readonly number[];
  /** Milliseconds from the start of the host until its first answer, and until it takes work. */
  readonly listeningIn: number;
  readonly readyIn: number;
  /** The host's memory with everything stored, in MB. */
  readonly megabytes: number;
}

/** Durable acceptance by the host against the same route without storing, in turns within one run. */
export async function measureAcceptance(wanted: Wanted): Promise<Acceptance> {
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-bench-'));
  const secret = randomBytes(24).toString('base64url');
  const children: Child[] = [];
  try {
    const port = await freePort();
    await writeFile(join(folder, 'bridge.yaml'), configuration(port));
    const secrets = { BENCH_SECRET: secret, BENCH_KEY: randomBytes(32).toString('base64') };
    const start = async (program: string, args: string[], at?: number): Promise<Child> => {
      const child = await startChild(program, args, secrets, wanted.profiles, at);
      children.push(child);
      return child;
    };
    const config = join(folder, 'bridge.yaml');
    const host = await start(pathOf('../../../host/dist/cli/main.js'), ['start', '--config', config], port);
    const bare = await start(pathOf('bare.js'), []);
    const shoot = async (child: Child, events: number): Promise<Server> => {
      const webhooks = makeWebhooks(events, secret);
      const before = await child.usage();
      const round = await fire(`${child.url}/poshub/webhooks`, webhooks, wanted.atOnce);
      const { cpu } = await child.usage();
      await settled(child);
      return { ...round, cpu: (cpu - before.cpu) / events };
    };
    const rounds: { host: Server[]; bare: Server[] } = { host: [], bare: [] };
    for (const child of [host, bare]) await shoot(child, wanted.events);
    for (let round = 0; round < wanted.rounds; round += 1) {
      rounds.host.push(await shoot(host, wanted.events));
      rounds.bare.push(await shoot(bare, wanted.events));
    }
    const left = wanted.stored - (wanted.rounds + 1) * wanted.events;
    for (let rest = left; rest > 0; rest -= wanted.events) await shoot(host, Math.min(rest, wanted.events));
    return {
      host: middle(rounds.host),
      bare: middle(rounds.bare),
      ratios: rounds.host.map((one, index) => one.perSecond / (rounds.bare[index]?.perSecond ?? NaN)),
      listeningIn: host.listeningIn,
      readyIn: host.readyIn,
      megabytes: (await host.usage()).rss / 1_048_576,
    };
  } finally {
    for (const child of children) await child.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a round left to do must not be done on the next one's time. */
async function settled(child: Child): Promise<void> {
  const [pause, patience] = [100, 60_000];
  let before = (await child.usage()).cpu;
  for (let waited = 0; waited < patience; waited += pause) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const { cpu } = await child.usage();
    // Microseconds of processor time in a pause of milliseconds: less than a tenth of it.
    if (cpu - before < pause * 100) return;
    before = cpu;
  }
  throw new Error('a server came to no rest after its load');
}

function middle(rounds: readonly Server[]): Server {
  const of = (what: keyof Server): number => median(rounds.map((one) => one[what]));
  const failed = rounds.reduce((sum, one) => sum + one.failed, 0);
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpu: of('cpu'), failed };
}

function configuration(port: number): string {
  return `publicUrl: http://127.0.0.1:${port}
listen: { port: ${port} }
hub: { baseUrl: "http://127.0.0.1:9", clientId: bench, clientSecret: "\${BENCH_SECRET}" }
adapter: { use: till, settings: { baseUrl: "http://127.0.0.1:9", webhookSecret: "\${BENCH_SECRET}" } }
storage: { url: sqlite:./bridge.db }
secrets: { keys: ["\${BENCH_KEY}"] }
log: { level: warn }
`;
}
