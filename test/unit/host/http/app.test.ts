import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { API_TOKEN } from '../support/configs.js';
import { speak, startServer, type TestServer } from './support/server.js';

describe('the routes of the host', () => {
  let server: TestServer;
  beforeEach(async () => (server = await startServer()));
  afterEach(() => server.dispose());

  for (const path of [
    ...['/', '/nothing', '/poshub', '/poshub/webhooks/more', '/api/v2/orders', '/api/v1'],
    ...['/api/v1/nothing', '/__proto__', '/constructor', '/%00', '/..%2f..%2fetc%2fpasswd', '//example.com/'],
  ])
    it(`answer 404 in JSON where nothing is: ${path}`, async () => {
      const { status, headers, body } = await server.call(path, { method: 'POST' });
      expect(status).to.be.oneOf([404, 405]);
      expect(headers.get('content-type')).to.match(/^application\/json/);
      expect(body).to.have.property('error').that.is.a('string');
    });

  for (const path of ['/%', '/api/v1/orders/%', '/api/v1/orders/%E0%A4%A', '/connect/%ff'])
    it(`do not stumble over a path that can’t be decoded: ${path}`, async () => {
      const { status } = await server.call(path, { headers: { authorization: `Bearer ${API_TOKEN}` } });
      expect(status).to.be.within(400, 499);
      expect(server.storage.log.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
    });

  for (const [method, path, allowed] of [
    ['GET', '/poshub/webhooks', 'POST'],
    ['PUT', '/poshub/catalog', 'POST'],
    ['GET', '/vendor/webhooks', 'POST'],
    ['DELETE', '/api/v1/orders', 'HEAD, GET'],
    ['GET', '/api/v1/orders/x/resolve', 'POST'],
    ['POST', '/health/live', 'HEAD, GET'],
  ] as const)
    it(`answer 405 to ${method} ${path}, naming what is allowed`, async () => {
      const { status, headers, body } = await server.call(path, { method });
      expect(status).to.equal(405);
      expect(headers.get('allow')).to.equal(allowed);
      expect(body).to.deep.equal({ error: 'This method is not allowed here.' });
    });

  it('name each request, in its answer and in its lines of the log', async () => {
    const ids = new Set<string>();
    for (const path of ['/poshub/webhooks', '/vendor/webhooks', '/connect/nobody', '/console/sign-in', '/nothing']) {
      const { headers } = await server.call(path, {
        method: 'POST',
        headers: { 'x-request-id': 'chosen-by-a-stranger' },
      });
      ids.add(headers.get('x-request-id') ?? '');
    }
    expect(ids).to.have.property('size', 5);
    for (const id of ids) expect(id).to.match(/^[0-9a-f-]{36}$/);
    const logged = server.storage.log.lines.flatMap(({ fields }) => fields['requestId'] ?? []);
    expect(logged).to.have.length.above(2);
    for (const id of logged) expect(ids).to.include(id);
  });

  for (const [beside, path] of [
    ['the connect pages', '/connect/…'],
    ['the API', '/api/v1/orders/…'],
  ] as const)
    it(`tell of a path without end no more than its beginning, at ${beside}`, async () => {
      const headers = { authorization: `Bearer ${API_TOKEN}` };
      await server.call(path.replace('…', `${'a'.repeat(8_000)}=`), { headers });
      expect(server.storage.log.lines.flatMap(({ fields }) => fields['path'] ?? [])).to.deep.equal([path]);
    });

  const say = (line: string): Promise<string> =>
    speak(server.port, (socket) => socket.write(`${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`));

  it('answer 405 to a method that they never heard of', async () => {
    expect(await say('PROPFIND /poshub/webhooks'))
      .to.match(/^HTTP\/1\.1 405 /)
      .and.to.match(/\r\nallow: POST\r\n/i)
      .and.to.contain('"error"');
  });

  it('answer 400 to an address that can’t be read, and take one with a host in it', async () => {
    for (const target of ['http://[::1', 'http://a b@[/', 'http://[::1/health/live'])
      expect(await say(`GET ${target}`), target).to.match(/^HTTP\/1\.1 400 /);
    expect(await say('GET http://[::1')).to.contain('"error"');
    expect(await say('GET http://bridge.example.com/health/live')).to.match(/^HTTP\/1\.1 200 /);
  });

  it('answer OPTIONS with what is allowed, and HEAD without a body', async () => {
    const options = await server.call('/poshub/webhooks', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow'), options.text]).to.deep.equal([200, 'POST', '']);
    const head = await server.call('/health/live', { method: 'HEAD' });
    expect([head.status, head.text]).to.deep.equal([200, '']);
    expect((await server.call('/api/v1/orders', { method: 'HEAD' })).status).to.equal(401);
  });

  it('let no browser guess a type, and give no leave to other origins', async () => {
    const { headers } = await server.call('/health/live', { headers: { origin: 'https://evil.example.com' } });
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('access-control-allow-origin')).to.equal(null);
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('refuse headers that are too large', async () => {
    const answer = await speak(server.port, (socket) => {
      socket.write(`GET /health/live HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`);
    });
    expect(answer).to.match(/^HTTP\/1\.1 431 /);
  });

  it('refuse what is no HTTP, and what two servers could read differently', async () => {
    for (const text of [
      'hello\r\n\r\n',
      'POST /poshub/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
      'POST /poshub/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /poshub/webhooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nnot-a-length\r\n',
    ]) {
      const answer = await speak(server.port, (socket) => {
        socket.write(text);
      });
      expect(answer, text).to.match(/^HTTP\/1\.1 400 /);
    }
    expect((await server.call('/health/live')).status, 'the others are served').to.equal(200);
  });
});

describe('the health of the host', () => {
  let server: TestServer;
  afterEach(() => server.dispose());

  it('is told without a token', async () => {
    server = await startServer();
    const live = await server.call('/health/live');
    expect([live.status, live.body]).to.deep.equal([200, { data: { status: 'live' } }]);
    const ready = await server.call('/health/ready');
    expect([ready.status, ready.body]).to.deep.equal([200, { data: { status: 'ready' } }]);
  });

  it('is alive, but takes no work, while it starts or drains', async () => {
    let isReady = false;
    server = await startServer({ isReady: () => isReady });
    expect((await server.call('/health/live')).status).to.equal(200);
    const draining = await server.call('/health/ready');
    expect([draining.status, draining.body]).to.deep.equal([503, { data: { status: 'draining' } }]);
    isReady = true;
    expect((await server.call('/health/ready')).status).to.equal(200);
  });

  it('is alive, but takes no work, while the storage can’t be read, and does not say why', async () => {
    server = await startServer({
      checkStorage: () => Promise.reject(new Fault('storage.unavailable', { detail: 'SQLITE_IOERR at /var/secret' })),
    });
    expect((await server.call('/health/live')).status).to.equal(200);
    const { status, body } = await server.call('/health/ready');
    expect([status, body]).to.deep.equal([503, { data: { status: 'storage unavailable' } }]);
    expect(server.storage.log.lines.some(({ level }) => level === 'error')).to.equal(true);
  });
});
