import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { IDS, ORDER_ID, wireEvent } from '../../pos-hub/support/orders.js';
import { CLIENT_SECRET } from '../../pos-hub/support/settings.js';
import { API_TOKEN, CATALOG_TOKEN } from '../support/configs.js';
import { MENU, sign, startServer, type Answer, type TestServer } from './support/server.js';

const LARGE = 4_000_000;
const DEEP = '['.repeat(10_000) + ']'.repeat(10_000);
const MANY = `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":0`).join(',')}}`;

describe('bodies that are made to hurt', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer({ bodyBytes: LARGE });
    server.till.menu = [MENU];
    await server.connect();
  });
  afterEach(() => server.dispose());

  const json = { 'content-type': 'application/json' };
  const signed = (body: string): Promise<Answer> =>
    server.call('/poshub/webhooks', {
      method: 'POST',
      headers: { ...json, 'x-webhook-signature': sign(body, CLIENT_SECRET) },
      body,
    });
  /** The same body on every route that reads one, by somebody who may. */
  const everywhere: Readonly<Record<string, (body: string) => Promise<Answer>>> = {
    'POST /poshub/webhooks': signed,
    'POST /poshub/catalog': (body) =>
      server.call(`/poshub/catalog?token=${CATALOG_TOKEN}`, { method: 'POST', headers: json, body }),
    'POST /vendor/webhooks': (body) =>
      server.call('/vendor/webhooks', { method: 'POST', headers: { ...json, 'x-till': 'signed' }, body }),
    'POST /api/v1/orders/{id}/resolve': (body) =>
      server.api(`/orders/${ORDER_ID}/resolve`, { method: 'POST', headers: json, body }),
  };

  for (const [route, post] of Object.entries(everywhere)) {
    it(`are refused where they are nested 10,000 deep: ${route}`, async () => {
      for (const body of [DEEP, `{"a":${DEEP}}`, `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`]) {
        const answer = await post(body);
        expect(answer.status).to.equal(400);
        expect(answer.body).to.include({ code: 'request.unreadable' });
      }
    });

    it(`are refused where they have 100,000 keys, and nothing is kept of them: ${route}`, async () => {
      await post(MANY);
      const before = process.memoryUsage().heapUsed;
      for (let count = 0; count < 10; count += 1) expect((await post(MANY)).status).to.be.oneOf([400, 413]);
      expect(process.memoryUsage().heapUsed - before).to.be.lessThan(100_000_000);
      expect(server.storage.log.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
    });
  }

  it('reach no adapter, signed or not', async () => {
    let asked = 0;
    server.till.receive = () => {
      asked += 1;
      return { events: [] };
    };
    for (const body of [DEEP, MANY, ` \r\n${DEEP}`])
      expect((await server.call('/vendor/webhooks', { method: 'POST', body })).status).to.be.oneOf([400, 413]);
    expect(asked).to.equal(0);
    expect((await server.call('/vendor/webhooks', { method: 'POST', body: 'a=[[[[&b=2' })).status).to.equal(200);
  });

  it('are not parsed for who has no signature or token', async () => {
    const unsigned = (path: string): Promise<Answer> =>
      server.call(path, { method: 'POST', headers: json, body: DEEP });
    for (const path of ['/poshub/webhooks', '/poshub/catalog', `/api/v1/orders/${ORDER_ID}/resolve`])
      expect((await unsigned(path)).status, path).to.equal(401);
  });

  for (const path of ['/poshub/webhooks', '/poshub/catalog', '/vendor/webhooks', `/api/v1/orders/${ORDER_ID}/resolve`])
    it(`are not unfolded: ${path}`, async () => {
      const bomb = gzipSync(Buffer.alloc(50_000_000));
      for (const encoding of ['gzip', 'GZIP', 'deflate', 'br', 'x-gzip', 'gzip, gzip', 'zstd']) {
        const headers = { ...json, 'content-encoding': encoding, authorization: `Bearer ${API_TOKEN}` };
        const { status, body } = await server.call(path, { method: 'POST', headers, body: new Uint8Array(bomb) });
        expect(status, encoding).to.equal(415);
        expect(body).to.include({ code: 'request.unsupported_type' });
      }
    });

  it('change no prototype, and of a key that comes twice the last counts', async () => {
    const text = JSON.stringify(wireEvent()).slice(1, -1);
    const evil = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}';
    expect((await signed(`{${evil},"connectionId":"first",${text}}`)).status).to.equal(200);
    const [event] = await server.storage.ledger.inbox.unhandled('order', ORDER_ID);
    expect(event).to.include({ connectionId: IDS.connectionId });
    const { connectionId } = IDS;
    const asked = await everywhere['POST /poshub/catalog']?.(
      `{${evil},"connectionId":"first","connectionId":"${connectionId}"}`,
    );
    expect(asked?.status).to.equal(200);
    const resolve = `/orders/${ORDER_ID}/resolve`;
    for (const body of [`{${evil},"action":"retry"}`, '{"__proto__":{"action":"retry"}}'])
      expect((await server.api(resolve, { method: 'POST', headers: json, body })).status, body).to.be.oneOf([400, 404]);
    const headers = { ...json, __proto__x: '1', ['__proto__']: 'polluted', constructor: 'polluted' };
    await server.call('/poshub/webhooks?__proto__[polluted]=1&constructor=1', { method: 'POST', headers, body: '{}' });
    expect({}).not.to.have.property('polluted');
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
  });
});
