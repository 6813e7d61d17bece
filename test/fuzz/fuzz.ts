import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz, MOST_MEGABYTES, replay, type Report, type Violation } from './campaign.js';
import { BODY_BYTES } from './host.js';
import { makeItem } from './requests.js';
import { routesOfHost } from './routes.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    replay: { type: 'string' },
  },
});

if (values.replay !== undefined) {
  const { seed, index } = readPlace(await readFile(values.replay, 'utf8'));
  const routes = await routesOfHost();
  const [heard, complaints] = await replay((known) =>
    Promise.resolve(makeItem({ routes, known, bodyBytes: BODY_BYTES }, seed, index)),
  );
  for (const { bytes } of heard.answers) say(bytes.toString('latin1', 0, 2_000));
  for (const complaint of complaints) say(`violation: ${complaint}`);
  process.exit(complaints.length === 0 ? 0 : 1);
}

const [requests, seed] = [Number(values.requests), Number(values.seed)];
say(`seed ${seed}, ${requests} requests; every hundredth to a host with its usual limits`);
const onProgress = (sent: number, report: Report): void =>
  say(`  ${sent} sent in ${report.seconds.toFixed(0)} s, ${report.megabytes.most.toFixed(0)} MB at most`);
let failed = false;
for (const isLimited of [true, false]) {
  const share = Math.ceil(isLimited ? requests / 100 : (requests * 99) / 100);
  const report = await fuzz({ requests: share, seed, isLimited, onProgress });
  await tell(report, isLimited);
  failed ||= report.violations.length > 0;
}
process.exit(failed ? 1 : 0);

async function tell(report: Report, isLimited: boolean): Promise<void> {
  const { megabytes, statuses, violations } = report;
  say(
    `\n${isLimited ? 'with the usual limits' : 'without limits'}: ${report.requests} requests in ${report.seconds.toFixed(0)} s, ${(report.requests / report.seconds).toFixed(0)}/s`,
  );
  say(
    `  memory: ${megabytes.before.toFixed(0)} MB before, ${megabytes.most.toFixed(0)} MB at most (bar: ${MOST_MEGABYTES})`,
  );
  say(`  health asked and answered ${report.healthAnswers} times`);
  for (const [status, count] of [...statuses].sort(([a], [b]) => a - b)) say(`  ${status}: ${count}`);
  say(`  violations: ${violations.length}`);
  if (violations.length === 0) return;
  const folder = await mkdtemp(join(tmpdir(), 'poshub-bridge-fuzz-'));
  for (const [number, violation] of violations.entries()) {
    const file = join(folder, `${number}.json`);
    await writeFile(file, JSON.stringify(shown(violation), undefined, 2));
    say(
      `  ${violation.what.slice(0, 300)}\n    seed ${seed}, number ${violation.index}: npm run fuzz -- --replay ${file}`,
    );
  }
}

/** What a file of a violation says: the two numbers make the request anew, the rest is for people. */
function shown({ what, index, item }: Violation) {
  const { manner, methods, pieces } = item;
  return { seed, index, what, manner, methods, pieces: pieces.map((piece) => piece.toString('latin1')) };
}

function readPlace(text: string): { readonly seed: number; readonly index: number } {
  const told: unknown = JSON.parse(text);
  if (typeof told === 'object' && told !== null && 'seed' in told && 'index' in told)
    return { seed: Number(told.seed), index: Number(told.index) };
  throw new Error('that is no file of a violation');
}
