import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startPart, type Part } from '#kit/demo/processes.js';
import { openShop } from '../e2e/sandbox.js';
import { fire, makeBodies, quantile, type Round } from './load.js';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 8_000);
const AT_ONCE = 50;
const cli = fileURLToPath(new URL('../../../host/dist/cli/main.js', import.meta.url));
const bare = fileURLToPath(new URL('bare.js', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const median = (numbers: readonly number[]): number =>
  quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );

/** Durable acceptance by the host against the same route without storing, in turns within one run. */
async function acceptance(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-bench-'));
  const secret = randomBytes(24).toString('base64url');
  const parts: Part[] = [];
  try {
    const port = await freePort();
    await writeFile(join(folder, 'bridge.yaml'), configuration(port));
    const secrets = { BENCH_SECRET: secret, BENCH_KEY: randomBytes(32).toString('base64') };
    parts.push(await startPart(cli, 'The host', ['start', '--config', join(folder, 'bridge.yaml')], secrets));
    parts.push(await startPart(bare, 'The bare server', [], secrets));
    const targets = parts.map((part) => `${part.listening['url'] ?? ''}/poshub/webhooks`);
    const rounds: Round[][] = [[], []];
    for (const url of targets) await fire(url, makeBodies(2_000, secret), AT_ONCE);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [index, url] of targets.entries())
        rounds[index]?.push(await fire(url, makeBodies(EVENTS, secret), AT_ONCE));
    const [host = [], without = []] = rounds;
    const of = (all: readonly Round[], what: keyof Round): number => median(all.map((one) => one[what]));
    say(`\nAcceptance of ${EVENTS} events of 3 KB, ${AT_ONCE} at once, medians of ${ROUNDS} rounds in turns`);
    for (const [name, all] of [
      ['host, durable', host],
      ['bare Koa, nothing stored', without],
    ] as const)
      say(
        `  ${name.padEnd(26)} ${of(all, 'perSecond').toFixed(0).padStart(6)}/s  p50 ${of(all, 'p50').toFixed(1)} ms  p99 ${of(all, 'p99').toFixed(1)} ms  failed ${all.reduce((sum, one) => sum + one.failed, 0)}`,
      );
    say(
      `  ratio: ${(of(host, 'perSecond') / of(without, 'perSecond')).toFixed(2)} of the bare throughput, p99 ${(of(host, 'p99') / of(without, 'p99')).toFixed(2)} times`,
    );
  } finally {
    for (const part of parts) await part.stop();
    await rm(folder, { recursive: true, force: true });
  }
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

/** From placing an order at the simulator to its ticket at the till, one at a time: the idle way through all processes. */
async function ticket(): Promise<void> {
  const shop = await openShop();
  try {
    const times: number[] = [];
    for (let count = 0; count < 60; count += 1) {
      const begun = Date.now();
      const { id } = await shop.world.order({ locationId: shop.locationId, sample: 'pickup' });
      for (;;) {
        const timeline = await shop.world.operator(`/orders/${id}`).catch(() => undefined);
        const span = spanOf(timeline);
        if (span !== undefined) {
          times.push(span);
          break;
        }
        if (Date.now() - begun > 10_000) throw new Error('no ticket');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    times.sort((a, b) => a - b);
    say(
      `\nFrom the webhook's receipt to the ticket, idle: p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms (${times.length} orders)`,
    );
  } finally {
    await shop.sandbox.stop();
  }
}

/** Milliseconds between the timeline's `received` and `accepted`. */
function spanOf(order: unknown): number | undefined {
  if (typeof order !== 'object' || order === null || !('timeline' in order) || !Array.isArray(order.timeline))
    return undefined;
  const steps = new Map<string, number>();
  for (const entry of order.timeline) {
    const step: unknown = entry;
    if (typeof step === 'object' && step !== null && 'step' in step && 'at' in step && typeof step.at === 'string')
      steps.set(String(step.step), Date.parse(step.at));
  }
  const [received, accepted] = [steps.get('received'), steps.get('accepted')];
  return received === undefined || accepted === undefined ? undefined : accepted - received;
}

await acceptance();
await ticket();
