import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { Fault, type Ledger } from '@poshub-bridge/core';
import { IDS, ORDER_ID, wireEvent } from '../../pos-hub/support/orders.js';
import { CLIENT_SECRET } from '../../pos-hub/support/settings.js';
import {
  BODY_BYTES,
  sign,
  speak,
  startServer,
  type Answer,
  type ServerOptions,
  type TestServer,
} from './support/server.js';

const KINDS = [
  ...['LOCATION', 'ORDER', 'ACCOUNT', 'MENU', 'DELIVERY', 'CONNECTION'],
  ...['CATALOG_PRODUCT', 'CATALOG_CATEGORY', 'CATALOG_MODIFIER_GROUP', 'CATALOG_MODIFIER'],
];

describe('POST /poshub/webhooks', () => {
  let server: TestServer;
  afterEach(() => server.dispose());

  const start = async (options?: ServerOptions): Promise<void> => void (server = await startServer(options));

  /** How many events are stored about the order of the samples. */
  const stored = async (): Promise<number> => (await server.storage.ledger.inbox.unhandled('order', ORDER_ID)).length;

  function post(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return server.call('/poshub/webhooks', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-signature': sign(body, CLIENT_SECRET), ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  }

  it('answers 200 once the event is stored, and says so in JSON', async () => {
    await start();
    const { status, headers, body } = await server.tell(wireEvent());
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.match(/^application\/json/);
    expect(body).to.deep.equal({ data: { eventId: wireEvent()['eventId'], outcome: 'stored' } });
    expect(await stored()).to.equal(1);
  });

  it('answers 200 to repetitions, and keeps the event once', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.tell(wireEvent())));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(20).fill(200));
    expect(answers.filter(({ text }) => text.includes('"stored"'))).to.have.length(1);
    expect(answers.filter(({ text }) => text.includes('"duplicate"'))).to.have.length(19);
    expect(await stored()).to.equal(1);
  });

  for (const objectType of KINDS)
    for (const eventType of ['INSERT', 'MODIFY', 'REMOVE'])
      it(`takes ${eventType} of ${objectType}`, async () => {
        await start();
        const { orderId: _its, ...event } = wireEvent({ objectType, eventType });
        const answer = await server.tell(
          objectType === 'ORDER' ? wireEvent({ eventType }) : { ...event, newState: {} },
        );
        expect(answer.status).to.equal(200);
        expect(answer.body).to.have.nested.property('data.outcome', 'stored');
        const waiting = await server.storage.queue.depth();
        const wanted = objectType === 'ORDER' ? { order: 1 } : objectType === 'CONNECTION' ? { connection: 1 } : {};
        expect(waiting).to.deep.equal(wanted);
      });

  it('takes an event whose order can’t be read: that is the bridge’s work, not POS Hub’s', async () => {
    await start();
    expect((await server.tell(wireEvent({ newState: { id: ORDER_ID, items: 'none' } }))).status).to.equal(200);
    expect((await server.tell(wireEvent({ eventId: 'other', connectionId: 'never-heard-of' }))).status).to.equal(200);
  });

  describe('its signature', () => {
    for (const [what, headers] of [
      ['absent', { 'x-webhook-signature': '' }],
      ['of another secret', { 'x-webhook-signature': sign(JSON.stringify(wireEvent()), 'another secret') }],
      ['of another body', { 'x-webhook-signature': sign('{}', CLIENT_SECRET) }],
      ['cut', { 'x-webhook-signature': sign(JSON.stringify(wireEvent()), CLIENT_SECRET).slice(0, 63) }],
      ['no signature at all', { 'x-webhook-signature': 'sha256=' }],
      ['very long', { 'x-webhook-signature': 'a'.repeat(5_000) }],
    ] as const)
      it(`that is ${what} is answered 401, and nothing is kept`, async () => {
        await start();
        const { status, body } = await post(JSON.stringify(wireEvent()), headers);
        expect(status).to.equal(401);
        expect(body).to.include({ code: 'request.unauthenticated' });
        expect(await stored()).to.equal(0);
      });

    it('is over the bytes as they came', async () => {
      await start();
      const spaced = ` ${JSON.stringify(wireEvent(), undefined, 3)}\n`;
      expect((await post(spaced)).status).to.equal(200);
      expect((await post(spaced, { 'x-webhook-signature': sign(spaced.trim(), CLIENT_SECRET) })).status).to.equal(401);
    });

    it('may be made with any of several secrets, in hex or base64, and then with no other', async () => {
      await start({ hub: { signature: { secrets: ['old secret', 'new secret'] } } });
      const body = JSON.stringify(wireEvent());
      for (const secret of ['old secret', 'new secret']) {
        expect((await post(body, { 'x-webhook-signature': sign(body, secret) })).status, secret).to.equal(200);
        const base64 = createHmac('sha256', secret).update(body).digest('base64');
        expect((await post(body, { 'x-webhook-signature': base64 })).status, secret).to.equal(200);
      }
      expect((await post(body)).status, 'the client secret is none of them').to.equal(401);
    });
  });

  describe('its body', () => {
    const tooLarge = JSON.stringify(wireEvent({ padding: 'x'.repeat(BODY_BYTES) }));

    for (const [what, body] of [
      ['is no JSON', 'orderId=1'],
      ['is empty', ''],
      ['is a list', '[]'],
      ['lacks its id', JSON.stringify(wireEvent({ eventId: undefined }))],
      ['is of an order without id', JSON.stringify(wireEvent({ orderId: undefined, newState: {} }))],
      ['is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ] as const)
      it(`that ${what} is answered 400`, async () => {
        await start();
        const { status, body: answer } = await post(body);
        expect(status).to.equal(400);
        expect(answer).to.include({ code: 'request.unreadable' });
      });

    for (const type of ['text/plain', 'application/xml', '', 'application/jsonp', 'application/x-www-form-urlencoded'])
      it(`of type ${type || 'nothing'} is answered 415`, async () => {
        await start();
        expect((await post(Buffer.from(JSON.stringify(wireEvent())), { 'content-type': type })).status).to.equal(415);
      });

    for (const type of ['application/json; charset=utf-8', 'application/vnd.poshub+json', 'Application/JSON'])
      it(`of type ${type} is taken`, async () => {
        await start();
        expect((await post(JSON.stringify(wireEvent()), { 'content-type': type })).status).to.equal(200);
      });

    for (const encoding of ['gzip', 'br', 'identity, gzip'])
      it(`that is compressed by ${encoding} is answered 415`, async () => {
        await start();
        const packed = gzipSync(JSON.stringify(wireEvent()));
        expect((await post(packed, { 'content-encoding': encoding })).status).to.equal(415);
        expect(await stored()).to.equal(0);
      });

    it('that says it is too large is answered 413 before it is read', async () => {
      await start();
      const answer = await speak(server.port, (socket) => {
        socket.write(
          `POST /poshub/webhooks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${10 * BODY_BYTES}\r\n\r\n{`,
        );
      });
      expect(answer)
        .to.match(/^HTTP\/1\.1 413 /)
        .and.to.contain('request.too_large')
        .and.to.match(/connection: close/i);
    });

    it('that grows too large in chunks is answered 413, not read to its end', async () => {
      await start();
      const head =
        'POST /poshub/webhooks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
      const answer = await speak(server.port, (socket) => {
        socket.write(head);
        const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
        for (let count = 0; count <= BODY_BYTES / 0x4000; count += 1) socket.write(chunk);
      });
      expect(answer)
        .to.match(/^HTTP\/1\.1 413 /)
        .and.to.contain('request.too_large');
    });

    it('that is one byte below the limit is taken, one above is not', async () => {
      await start();
      const bare = JSON.stringify(wireEvent({ padding: '' })).length;
      for (const [more, status] of [
        [0, 200],
        [1, 413],
      ] as const) {
        const body = JSON.stringify(wireEvent({ padding: 'x'.repeat(BODY_BYTES - bare + more) }));
        expect(body).to.have.length(BODY_BYTES + more);
        expect((await post(body)).status).to.equal(status);
      }
      expect(tooLarge.length).to.be.greaterThan(BODY_BYTES);
      expect((await post(tooLarge)).status).to.equal(413);
    });

    it('that breaks off leaves nothing behind, and the next one is served', async () => {
      await start();
      await speak(server.port, (socket) => {
        socket.write(
          'POST /poshub/webhooks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"eventId"',
        );
        setImmediate(() => socket.destroy());
      });
      expect(await stored()).to.equal(0);
      expect((await server.tell(wireEvent())).status).to.equal(200);
    });

    it('with dangerous or repeated keys does no harm', async () => {
      await start();
      const text = JSON.stringify(wireEvent()).slice(1, -1);
      const body = `{"__proto__":{"connectionId":"polluted"},"constructor":{"prototype":{"polluted":1}},"eventId":"first",${text}}`;
      expect((await post(body)).status).to.equal(200);
      expect({}).not.to.have.property('polluted');
      const [event] = await server.storage.ledger.inbox.unhandled('order', ORDER_ID);
      expect(event).to.include({ id: wireEvent()['eventId'], connectionId: IDS.connectionId });
    });
  });

  describe('when the storage fails', () => {
    const failing =
      (fault: unknown) =>
      (ledger: Ledger): Ledger => ({
        ...ledger,
        inbox: { ...ledger.inbox, record: () => Promise.reject(fault instanceof Error ? fault : new Error('none')) },
      });

    for (const [what, fault] of [
      ['for lack of space', new Fault('storage.unavailable', { detail: 'SQLITE_FULL at /var/lib/secret-place' })],
      ['in a way that nobody foresaw', new TypeError('secret-place is not a function')],
    ] as const)
      it(`${what}, it answers 503 and asks to come again, and tells nothing of its inside`, async () => {
        await start({ ledger: failing(fault) });
        const { status, headers, text } = await server.tell(wireEvent());
        expect(status).to.equal(503);
        expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
        expect(text).not.to.match(/secret-place|SQLITE|TypeError|\.js/);
        expect(server.storage.log.lines.some(({ level, event }) => level === 'error' && event === 'request failed')).to
          .be.true;
      });

    it('does not say 200 before the commit is done', async () => {
      const order: string[] = [];
      await start({
        ledger: (ledger) => ({
          ...ledger,
          inbox: {
            ...ledger.inbox,
            record: async (...all) => {
              const outcome = await ledger.inbox.record(...all);
              await new Promise((resolve) => setTimeout(resolve, 20));
              order.push('stored');
              return outcome;
            },
          },
        }),
      });
      await server.tell(wireEvent());
      order.push('answered');
      expect(order).to.deep.equal(['stored', 'answered']);
    });
  });
});
