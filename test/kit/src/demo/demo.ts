import { startSandbox } from './sandbox.js';
import { STEPS, type Story } from './story.js';
import { list, listOf, textOf, World } from './world.js';

interface Outcome {
  readonly title: string;
  readonly result: string;
  readonly seconds: number;
}

/**
 * Plays the whole story on this machine, a line for each step as it happens, and a table at the end.
 * @returns the exit code: 0 when every step came out, 1 otherwise
 */
export async function runDemo(): Promise<number> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const sandbox = await startSandbox(process.argv[1] ?? '', say);
  const outcomes: Outcome[] = [];
  try {
    const world = new World(sandbox);
    const story = { world, say, ...(await prepare(world)) };
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

/** POS Hub consents by itself, for nobody sits before the browser; the first store of the till is the one to connect. */
async function prepare(world: World): Promise<Pick<Story, 'locationId' | 'store'>> {
  await world.hub('PATCH', '/settings', { autoConsent: true });
  const [location] = listOf(await world.hub('GET', '/locations'));
  const stores = list(await world.till('GET', '/stores'), 'data');
  const store = stores.find((one) => textOf(one, 'currency') === 'GBP');
  return { locationId: textOf(location, 'id'), store: textOf(store, 'id') };
}

function table(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ title }) => title.length));
  const rows = outcomes.map(
    ({ title, seconds, result }) => `${title.padEnd(width)}  ${seconds.toFixed(1).padStart(5)} s  ${result}`,
  );
  const line = '─'.repeat(Math.min(100, Math.max(...rows.map((row) => row.length))));
  return [line, ...rows, line].join('\n');
}
