import { startSandbox } from './sandbox.js';
import { STEPS, type Story } from './story.js';
import { listOf, textOf } from './json.js';
import { vendorOf } from './vendors/index.js';
import { World } from './world.js';

interface Outcome {
  readonly title: string;
  readonly result: string;
  readonly seconds: number;
}

/**
 * Plays the whole story on this machine, a line for each step as it happens, and a table at the end.
 * @param adapter as in `adapter.use`: one of ours that has a system to run it against
 * @returns the exit code: 0 when every step came out, 1 otherwise
 */
export async function runDemo(adapter: string): Promise<number> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const sandbox = await startSandbox(process.argv[1] ?? '', say, adapter, vendorOf(adapter));
  const outcomes: Outcome[] = [];
  try {
    const world = new World(sandbox);
    const story = { world, vendor: sandbox.vendor, say, ...(await prepare(world)) };
    for (const step of STEPS) {
      const { title } = step;
      say(`\n${outcomes.length + 1}. ${title}`);
      const begun = Date.now();
      const result = await step.play(story);
      outcomes.push({ title, result, seconds: (Date.now() - begun) / 1_000 });
      say(`   ✓ ${result}`);
    }
    say(`\n${table(outcomes)}`);
    say(`\n${outcomes.length} passed, 0 failed`);
    return 0;
  } catch (error) {
    say(`   ✗ ${error instanceof Error ? error.message : String(error)}`);
    say(`\n${outcomes.length} passed, 1 failed`);
    return 1;
  } finally {
    await sandbox.stop();
  }
}

/** POS Hub consents by itself, for nobody sits before the browser. */
async function prepare(world: World): Promise<Pick<Story, 'locationId'>> {
  await world.hub('PATCH', '/settings', { autoConsent: true });
  const [location] = listOf(await world.hub('GET', '/locations'));
  return { locationId: textOf(location, 'id') };
}

function table(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ title }) => title.length));
  const rows = outcomes.map(
    ({ title, seconds, result }) => `${title.padEnd(width)}  ${seconds.toFixed(1).padStart(5)} s  ${result}`,
  );
  const line = '─'.repeat(Math.min(100, Math.max(...rows.map((row) => row.length))));
  return [line, ...rows, line].join('\n');
}
