import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startFakeSquare } from '#kit/index.js';
import { at, textAt } from './support/square.js';

const CHILD = fileURLToPath(new URL('./support/child.js', import.meta.url));

describe('the fake Square as a process', () => {
  it('tells its parent where it is, prints no secret that was given to it, and ends when told to', async () => {
    const options = { applicationSecret: 'given-secret', adminToken: 'given-token', signatureKey: 'given-key' };
    const child = fork(CHILD, [JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    let said = '';
    child.stdout?.on('data', (part: Buffer) => (said += part.toString()));
    const heard = await once(child, 'message');
    const listening = at(heard[0], 'listening');
    expect(listening).to.include(options).and.to.include.keys('url', 'adminUrl', 'applicationId', 'applicationToken');
    expect((await fetch(`${textAt(listening, 'url')}/v2/locations`)).status).to.equal(401);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
    expect(said)
      .to.contain('The fake Square is at http://127.0.0.1:')
      .and.not.match(/given-/);
  });

  it('gives everything back when its port is taken', async () => {
    const one = await startFakeSquare();
    const port = Number(new URL(one.url).port);
    const other = await startFakeSquare({ port }).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    await one.close();
    expect(other).to.contain('EADDRINUSE');
  });
});
