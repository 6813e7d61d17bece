import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { at, call, textAt } from './talk.js';

const entry = import.meta.resolve('#kit/index.js');

async function first(emitter: ChildProcess, event: string): Promise<unknown> {
  const values: unknown[] = await once(emitter, event);
  return values[0];
}

describe('the simulator as a process of its own', () => {
  let child: ChildProcess;
  let printed: string;

  const run = (options: object): ChildProcess => {
    printed = '';
    const script = `const { runHub } = await import(${JSON.stringify(entry)}); await runHub(${JSON.stringify(options)});`;
    child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
    return child;
  };
  afterEach(() => child.kill('SIGKILL'));

  it('tells its parent where it is, prints it, and ends at SIGTERM', async () => {
    const message = await first(run({ port: 0 }), 'message');
    const url = textAt(message, 'listening.url');
    expect((await call('GET', url)).status).to.equal(200);
    child.kill('SIGTERM');
    expect(await first(child, 'exit')).to.equal(0);
    expect(printed).to.contain(url).and.contain(textAt(message, 'listening.adminToken'));
    await call('GET', url).then(
      () => expect.fail('it still answers'),
      () => undefined,
    );
  });

  it('does not print secrets that it was given', async () => {
    const given = { adminToken: 'an admin token of ours', clientSecret: 'a client secret of ours' };
    const message = await first(run(given), 'message');
    expect(at(message, 'listening.adminToken')).to.equal(given.adminToken);
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(printed)
      .to.contain('POS Hub simulator')
      .and.not.contain(given.adminToken)
      .and.not.contain(given.clientSecret);
  });
});
