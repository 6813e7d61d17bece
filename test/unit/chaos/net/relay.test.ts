import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { Relay } from '../../../chaos/net/relay.js';

describe('The relay of a chaos run', () => {
  let server: Server;
  let relay: Relay;
  let calls = 0;
  beforeEach(async () => {
    calls = 0;
    server = createServer((request, response) => {
      calls += 1;
      request.resume().on('end', () => response.end('here'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    relay = new Relay(() => port);
    await relay.listen();
  });
  afterEach(async () => {
    await relay.close();
    server.close();
    server.closeAllConnections();
  });

  const get = (patience = 5_000): Promise<string> =>
    fetch(relay.url, { method: 'POST', body: 'hello', signal: AbortSignal.timeout(patience) }).then(
      (answer) => answer.text(),
      (error: unknown) => (error instanceof Error && error.name === 'TimeoutError' ? 'nothing' : 'broken'),
    );

  it('carries both ways', async () => expect(await get()).to.equal('here'));

  it('refuses, and listens again at the same address', async () => {
    await relay.set('refuse');
    expect(await get()).to.equal('broken');
    expect(calls).to.equal(0);
    await relay.set('open');
    expect(await get()).to.equal('here');
  });

  it('takes connections and carries nothing', async () => {
    await relay.set('silent');
    expect(await get(100)).to.equal('nothing');
    expect(calls).to.equal(0);
    await relay.set('open');
    expect(await get()).to.equal('here');
  });

  it('breaks the connection when the answer to what arrived comes back', async () => {
    await relay.set('cut');
    expect(await get()).to.equal('broken');
    expect(calls).to.equal(1);
    await relay.set('open');
    expect(await get()).to.equal('here');
  });
});
