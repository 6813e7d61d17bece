import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { skip } from '../support/skip.js';
import { changed, isShown, stepsOf, type Step } from '../support/walk.js';
import { Folder } from '../unit/host/support/folder.js';

const PAGE = 'docs/add-a-vendor.md';

describe(`${PAGE}, word for word`, function () {
  this.timeout(300_000);
  const steps = stepsOf(PAGE);
  let folder: Folder;
  /** Of the last command, as a shell keeps it. */
  let exitCode = 0;

  before(function () {
    if (process.platform === 'win32') skip(this, 'the commands of the page are for a POSIX shell');
    folder = new Folder();
  });
  after(() => {
    if (process.platform !== 'win32') folder.remove();
  });

  /**
   * The one step that is not taken as it stands: what the page installs comes from this repository, so that it is this
   * repository's packages that are tried. The packages must be there under the names that the page says.
   */
  function install(text: string): void {
    const [, , ...names] = text.split(' ');
    for (const name of names) expect(existsSync(join('node_modules', name)), name).to.equal(true);
    symlinkSync(resolve('node_modules'), join(folder.path, 'node_modules'));
  }

  async function shell(text: string): Promise<string> {
    const { PATH = '' } = process.env;
    // What npm has to say of itself is not on the page.
    const quiet = { NPM_CONFIG_LOGLEVEL: 'silent', NPM_CONFIG_UPDATE_NOTIFIER: 'false' };
    const child = spawn('sh', ['-c', `(exit ${exitCode}); ${text}`], { cwd: folder.path, env: { PATH, ...quiet } });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
    await once(child, 'close');
    exitCode = child.exitCode ?? -1;
    return printed;
  }

  async function take(step: Step): Promise<void> {
    if (step.kind === 'file') folder.write(step.path, step.text);
    else if (step.kind === 'change')
      folder.write(step.path, changed(readFileSync(join(folder.path, step.path), 'utf8'), step.hunks));
    else if (step.text.startsWith('npm install ')) install(step.text);
    else {
      const printed = await shell(step.text);
      expect(
        isShown(step.shown, printed),
        `${step.at} shows:\n${step.shown.join('\n')}\nit prints:\n${printed}`,
      ).to.equal(true);
    }
  }

  for (const step of steps)
    it(`${step.at}: ${step.kind === 'command' ? step.text : `${step.kind} ${step.path}`}`, () => take(step));

  it('shows a certification that fails, and at its end one that passes', () => {
    const summaries = steps.flatMap((step) => (step.kind === 'command' ? step.shown.filter(isSummary) : []));
    expect(summaries.some((line) => !line.includes(' 0 failed'))).to.equal(true);
    expect(summaries.at(-1)).to.contain(' passed, 0 failed, 0 skipped');
    const last = steps.findLast((step) => step.kind === 'command' && step.text.includes(' certify '));
    expect(last).to.have.property('text', 'npx poshub-bridge certify --adapter ./adapter-acme');
  });
});

function isSummary(line: string): boolean {
  return / passed, \d+ failed/.test(line);
}
