import { expect } from 'chai';
import { GBP_STORE } from '../../../support/fake-till.js';
import { BODY_BYTES, startServer, type Answer, type TestServer } from './support/server.js';

describe('POST /vendor/webhooks', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    await server.connect();
  });
  afterEach(() => server.dispose());

  const post = (body: string, headers: Readonly<Record<string, string>> = { 'x-till': 'signed' }): Promise<Answer> =>
    server.call('/vendor/webhooks', { method: 'POST', body, headers });

  it('gives the bytes and the headers to the adapter, and keeps what it made of them', async () => {
    const event = { type: 'stock', id: 'e1', store: GBP_STORE.ref, item: 'p1', available: false } as const;
    server.till.deliveries.set('Käse', [event]);
    const { status, text } = await post('Käse', { 'X-Till': 'signed', 'content-type': 'text/whatever' });
    expect({ status, text }).to.deep.equal({ status: 200, text: '' });
    const [kept] = await server.storage.ledger.inbox.unhandled('stock', (await server.connect()).connectionId);
    expect(kept?.news).to.deep.equal({ source: 'till', event });
  });

  it('answers 401 where the adapter does not recognise the vendor', async () => {
    const { status, body } = await post('x', {});
    expect(status).to.equal(401);
    expect(body).to.include({ code: 'request.unauthenticated' });
  });

  it('answers 400 to what the adapter can’t read', async () => {
    expect((await post('unheard of')).status).to.equal(400);
  });

  it('answers what the vendor wants to hear', async () => {
    server.till.receive = () => ({
      events: [],
      reply: { status: 202, body: '<ok challenge="1"/>', contentType: 'application/xml' },
    });
    const { status, headers, text } = await post('');
    expect({ status, text }).to.deep.equal({ status: 202, text: '<ok challenge="1"/>' });
    expect(headers.get('content-type')).to.match(/^application\/xml/);
  });

  it('bounds the body before the adapter sees it', async () => {
    let asked = 0;
    server.till.receive = () => {
      asked += 1;
      return { events: [] };
    };
    expect((await post('x'.repeat(BODY_BYTES + 1))).status).to.equal(413);
    expect((await post('x', { 'content-encoding': 'gzip' })).status).to.equal(415);
    expect(asked).to.equal(0);
  });

  it('answers 503 when the adapter stumbles, and tells nothing of it', async () => {
    server.till.receive = () => {
      throw new TypeError('secret-place is undefined');
    };
    const { status, text, headers } = await post('x');
    expect(status).to.equal(503);
    expect(headers.get('retry-after')).to.not.equal(null);
    expect(text).not.to.match(/secret-place|TypeError/);
  });
});
