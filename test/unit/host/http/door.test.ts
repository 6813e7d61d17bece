import { expect } from 'chai';
import { createDoor } from '#host/http/door.js';
import { listen, type Listening } from '#host/http/server.js';
import Koa from 'koa';
import { speak } from './support/server.js';

describe('the door of the host', () => {
  const door = createDoor();
  let listening: Listening;
  before(async () => (listening = await listen(door, { host: '127.0.0.1', port: 0 })));
  after(() => listening.close(0));

  const ask = async (path: string, init?: RequestInit): Promise<[number, string | null, unknown]> => {
    const answer = await fetch(`http://127.0.0.1:${listening.address.port}${path}`, init);
    return [answer.status, answer.headers.get('retry-after'), await answer.json()];
  };

  it('is live and not ready while nobody is behind it, and has callers come again', async () => {
    expect(await ask('/health/live')).to.deep.equal([200, null, { data: { status: 'live' } }]);
    expect(await ask('/health/ready')).to.deep.equal([503, '5', { data: { status: 'starting' } }]);
    const refused = [503, '5', { error: 'The host is starting.' }];
    expect(await ask('/poshub/webhooks', { method: 'POST', body: '{}' })).to.deep.equal(refused);
    expect(await ask('/metrics')).to.deep.equal(refused);
  });

  it('does not stumble over an address that can’t be read', async () => {
    const say = 'GET http://[::1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    expect(await speak(listening.address.port, (socket) => socket.write(say))).to.match(/^HTTP\/1\.1 503 /);
  });

  it('lets everybody through once it is open', async () => {
    const app = new Koa();
    app.use((ctx) => {
      ctx.body = { asked: ctx.path };
    });
    door.open(app);
    for (const path of ['/health/live', '/health/ready', '/poshub/webhooks'])
      expect(await ask(path)).to.deep.equal([200, null, { asked: path }]);
  });
});
