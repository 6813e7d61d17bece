import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { Fault, MINUTE, type Alert, type Alerts } from '@poshub-bridge/core';
import { createAlertWebhook } from '#host/outbound/alert-webhook.js';
import { createHttpClient } from '#host/outbound/http-client.js';
import { ManualClock } from '../../../support/clock.js';
import { rejection } from '../../../support/until.js';
import { bodyOf, freePort, startVendor, type Vendor } from './support/vendor.js';

const SECRET = randomBytes(32).toString('base64');

const ALERT: Alert = {
  type: 'order.attention',
  id: 'alert-1',
  connectionId: 'connection-1',
  orderId: 'order-1',
  at: Date.UTC(2026, 0, 31, 18, 30),
  fault: { code: 'vendor.refused', message: 'no', detail: 'Ada Lovelace, 5 Park Row', path: 'lines[0]' },
};

describe('the webhook of alerts', () => {
  let receiver: Vendor;
  let clock: ManualClock;
  let status: number;
  const calls: { readonly headers: IncomingHttpHeaders; readonly body: string; readonly type: string | undefined }[] =
    [];

  beforeEach(async () => {
    calls.length = 0;
    status = 204;
    // A receiver refuses what is older than five minutes by its own clock.
    clock = new ManualClock(Date.now());
    receiver = await startVendor((request, response) => {
      void bodyOf(request).then((body) => {
        calls.push({ headers: request.headers, body, type: request.method });
        response.writeHead(status, { location: `${receiver.url}/elsewhere` }).end('Ada');
      });
    });
  });
  afterEach(() => receiver.stop());

  const webhook = (more: { secret?: string; url?: string; consoleUrl?: string } = {}): Alerts => {
    const url = more.url ?? `${receiver.url}/hook`;
    const http = createHttpClient({ hosts: [new URL(url).host], allowPrivateAddresses: true, timeoutMs: 5_000 });
    return createAlertWebhook({ secret: SECRET, consoleUrl: undefined, ...more, url, http, clock });
  };
  const sent = (): unknown => JSON.parse(calls.at(-1)?.body ?? 'null');
  const headersOf = (index: number) =>
    Object.fromEntries(Object.entries(calls[index]?.headers ?? {}).map(([name, value]) => [name, String(value)]));

  it('tells what happened and what to do, with a link, and nothing that a vendor wrote', async () => {
    await webhook({ consoleUrl: 'https://bridge.example.com/console' }).send(ALERT);
    expect(sent()).to.deep.equal({
      id: 'alert-1',
      type: 'order.attention',
      time: '2026-01-31T18:30:00.000Z',
      connectionId: 'connection-1',
      orderId: 'order-1',
      code: 'vendor.refused',
      summary: 'The till’s system refused the call.',
      hint: 'The detail has its reason; the order or the settings must change.',
      link: 'https://bridge.example.com/console/orders/order-1',
    });
    expect(calls[0]).to.include({ type: 'POST' });
    expect(calls[0]?.headers['content-type']).to.equal('application/json');
  });

  it('tells of a connection, and of an order that needs nobody any more', async () => {
    const { orderId: _, ...about } = ALERT;
    await webhook({ consoleUrl: 'https://b.example.com/console' }).send({ ...about, type: 'connection.failed' });
    expect(sent()).to.include({ link: 'https://b.example.com/console/connections/connection-1' });
    expect(sent()).to.not.have.property('orderId');
    await webhook({ consoleUrl: 'https://b.example.com/console' }).send({ ...about, type: 'catalog.failing' });
    expect(sent()).to.include({
      type: 'catalog.failing',
      link: 'https://b.example.com/console/connections/connection-1',
    });
    await webhook().send({ ...ALERT, type: 'order.settled', phase: 'accepted' });
    expect(sent()).to.include({ phase: 'accepted', code: 'vendor.refused' });
    expect(sent()).to.not.have.any.keys('hint', 'link');
  });

  it('is signed so that the libraries of Standard Webhooks verify it, with and without whsec_', async () => {
    for (const [index, secret] of [SECRET, `whsec_${SECRET}`].entries()) {
      await webhook({ secret }).send(ALERT);
      const { body = '' } = calls[index] ?? {};
      expect(new Webhook(secret).verify(body, headersOf(index))).to.deep.equal(sent());
      expect(() => new Webhook(secret).verify(`${body} `, headersOf(index))).to.throw();
      const other = new Webhook(randomBytes(32).toString('base64'));
      expect(() => other.verify(body, headersOf(index))).to.throw();
    }
  });

  it('is signed over id, time and the very bytes that are sent', async () => {
    await webhook().send(ALERT);
    const { body = '', headers = {} } = calls[0] ?? {};
    const timestamp = String(Math.floor(clock.now() / 1_000));
    const expected = createHmac('sha256', Buffer.from(SECRET, 'base64')).update(`alert-1.${timestamp}.${body}`);
    expect(headers['webhook-timestamp']).to.equal(timestamp);
    expect(headers['webhook-signature']).to.equal(`v1,${expected.digest('base64')}`);
  });

  it('has one id and one body in every repetition, and the time of each', async () => {
    await webhook().send(ALERT);
    clock.advance(2 * MINUTE);
    await webhook().send(ALERT);
    const [first, second] = calls;
    expect(second?.headers['webhook-id']).to.equal(first?.headers['webhook-id']);
    expect(second?.body).to.equal(first?.body);
    expect(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).to.equal(120);
  });

  it('is not taken by who answers anything but 2xx, a redirect too', async () => {
    for (status of [301, 400, 401, 410, 429, 500, 503]) {
      const error = await rejection(webhook().send(ALERT));
      expect(error).to.be.instanceOf(Fault).and.to.include({ code: 'alert.not_taken' });
      expect(error).to.have.property('detail', `it answered ${status}`);
    }
    expect(calls).to.have.length(7);
  });

  it('is not taken where nobody listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}/hook`;
    expect(await rejection(webhook({ url }).send(ALERT))).to.include({ code: 'alert.not_taken' });
  });
});
