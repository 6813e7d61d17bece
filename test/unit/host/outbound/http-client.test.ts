import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { HttpClient, HttpResponse } from '@poshub-bridge/core';
import { createHttpClient, type OutboundOptions } from '#host/outbound/http-client.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { bodyOf, freePort, startVendor, type Vendor } from './support/vendor.js';

describe('the way out', () => {
  let vendor: Vendor | undefined;
  afterEach(async () => {
    await vendor?.stop();
    vendor = undefined;
  });

  async function start(listener: RequestListener): Promise<Vendor> {
    return (vendor = await startVendor(listener));
  }

  function clientOf(hosts: readonly string[], more: Partial<OutboundOptions> = {}): HttpClient {
    return createHttpClient({ hosts, allowPrivateAddresses: true, timeoutMs: 5_000, ...more });
  }

  async function answerTo(listener: RequestListener): Promise<HttpResponse> {
    const { host, url } = await start(listener);
    return clientOf([host]).send({ method: 'GET', url });
  }

  describe('what is sent', () => {
    it('is JSON, a form, or nothing, with the headers that were given', async () => {
      const seen: (readonly [string | undefined, string | undefined, string | undefined, string])[] = [];
      const { host, url } = await start((request, response) => {
        void bodyOf(request).then((body) => {
          const { 'content-type': type, accept, 'x-key': key } = request.headers;
          seen.push([type, accept, String(key), body]);
          response.end();
        });
      });
      const client = clientOf([host]);
      await client.send({ method: 'POST', url, headers: { 'x-key': 'a' }, json: { name: 'Käse' } });
      await client.send({ method: 'PUT', url, headers: { 'x-key': 'b' }, form: { a: '1 2', b: 'ü&' } });
      await client.send({ method: 'GET', url, headers: { 'x-key': 'c', accept: 'text/csv' } });
      expect(seen).to.deep.equal([
        ['application/json', 'application/json', 'a', '{"name":"Käse"}'],
        ['application/x-www-form-urlencoded', 'application/json', 'b', 'a=1+2&b=%C3%BC%26'],
        [undefined, 'text/csv', 'c', ''],
      ]);
    });

    it('may be JSON in pieces, which come as one body of a known length', async () => {
      const seen: (readonly [string | undefined, string | undefined, string | undefined, string])[] = [];
      const { host, url } = await start((request, response) => {
        void bodyOf(request).then((body) => {
          const { 'content-type': type, 'content-length': length, 'transfer-encoding': transfer } = request.headers;
          seen.push([type, length, transfer, body]);
          response.end();
        });
      });
      const jsonPieces = ['{"name":', '"Käse"}'].map((text) => Buffer.from(text));
      const client = clientOf([host]);
      for (let count = 0; count < 2; count += 1) await client.send({ method: 'PUT', url, jsonPieces });
      const whole = ['application/json', '16', undefined, '{"name":"Käse"}'];
      expect(seen).to.deep.equal([whole, whole]);
    });

    it('goes over one connection, again and again', async () => {
      const { host, url, connections } = await start((_request, response) => response.end());
      const client = clientOf([host]);
      for (let count = 0; count < 5; count += 1) await client.send({ method: 'GET', url });
      expect(connections()).to.equal(1);
    });
  });

  describe('an answer', () => {
    it('is parsed where it is JSON', async () => {
      const { status, headers, body } = await answerTo((_request, response) => {
        response.writeHead(201, { 'Content-Type': 'application/vnd.till+json; charset=utf-8', 'X-Seen': 'Yes' });
        response.end('{"a":[1]}');
      });
      expect({ status, body }).to.deep.equal({ status: 201, body: { a: [1] } });
      expect(headers).to.include({ 'x-seen': 'Yes' });
    });

    for (const [what, type, text, wanted] of [
      ['a text stays a text', 'text/plain', '{"a":1}', '{"a":1}'],
      ['one that says JSON and is none is given as it came', 'application/json', '<html>', '<html>'],
      ['an empty one is nothing', 'application/json', '', undefined],
    ] as const)
      it(what, async () => {
        const { body } = await answerTo((_request, response) => {
          response.setHeader('content-type', type);
          response.end(text);
        });
        expect(body).to.equal(wanted);
      });

    for (const status of [204, 304, 400, 401, 404, 429, 500, 503])
      it(`of status ${status} is an answer and no error`, async () => {
        const answer = await answerTo((_request, response) => {
          response.writeHead(status, { 'Retry-After': '7' });
          response.end();
        });
        expect(answer.status).to.equal(status);
        expect(answer.headers).to.include({ 'retry-after': '7' });
      });

    it('that redirects is given, not followed', async () => {
      let asked = 0;
      const answer = await answerTo((_request, response) => {
        asked += 1;
        response.writeHead(302, { Location: '/elsewhere' });
        response.end();
      });
      expect({ status: answer.status, asked }).to.deep.equal({ status: 302, asked: 1 });
      expect(answer.headers).to.include({ location: '/elsewhere' });
    });

    it('that redirects to another host gives that one neither the call nor its token', async () => {
      let asked = 0;
      const other = await startVendor((_request, response) => {
        asked += 1;
        response.end();
      });
      const { host, url } = await start((_request, response) => {
        response.writeHead(307, { Location: other.url });
        response.end();
      });
      const headers = { authorization: 'Bearer token' };
      const { status } = await clientOf([host, other.host]).send({ method: 'POST', url, headers, json: {} });
      await other.stop();
      expect({ status, asked }).to.deep.equal({ status: 307, asked: 0 });
    });

    it('that is compressed is unfolded', async () => {
      const { body } = await answerTo((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
        response.end(gzipSync('{"a":1}'));
      });
      expect(body).to.deep.equal({ a: 1 });
    });
  });

  describe('the list of hosts', () => {
    it('lets through a host on any port, or on the one that is named', async () => {
      const { host, port, url } = await start((_request, response) => response.end());
      for (const hosts of [['127.0.0.1'], [host], ['other.example.com', host]])
        expect((await clientOf(hosts).send({ method: 'GET', url })).status).to.equal(200);
      expect((await clientOf(['LOCALHOST']).send({ method: 'GET', url: `http://localhost:${port}` })).status).to.equal(
        200,
      );
    });

    it('takes the port that a protocol stands for as named', async () => {
      for (const [hosts, url] of [
        [['127.0.0.1:443'], 'https://127.0.0.1/'],
        [['127.0.0.1:80'], 'http://127.0.0.1/'],
        [['127.0.0.1:443'], 'https://127.0.0.1:443/'],
      ] as const)
        // Whether anybody listens there or not: it is let through.
        expect(await outcome(clientOf(hosts).send({ method: 'GET', url })), url).not.to.equal('outbound.not_allowed');
    });

    it('refuses everything else before it is asked', async () => {
      let asked = 0;
      const { host, port, url } = await start((_request, response) => {
        asked += 1;
        response.end();
      });
      for (const [hosts, target] of [
        [[], url],
        [['127.0.0.1:1'], url],
        [['localhost'], url],
        [[host], `http://localhost:${port}`],
        [[host], `http://127.0.0.1.example.com:${port}`],
        [[host], `http://127.0.0.1@example.com:${port}`],
        [[host], `http://${host}@example.com`],
        [[host], `http://127.0.0.1.:${port}`.replace('127.0.0.1.', 'localhost.')],
        [[host], `ftp://${host}/`],
        [[host], `file:///etc/hostname`],
        [[host], `data:text/plain,x`],
        [[host], '/relative'],
        [[host], ''],
      ] as const)
        expect(await outcome(clientOf(hosts).send({ method: 'GET', url: target })), target).to.equal(
          'outbound.not_allowed',
        );
      expect(asked).to.equal(0);
    });
  });

  describe('private addresses', () => {
    it('are refused unless they are allowed, however they are written, and by name', async () => {
      let asked = 0;
      const { port } = await start((_request, response) => {
        asked += 1;
        response.end();
      });
      const spellings = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]'];
      for (const name of [...spellings, 'localhost', '169.254.169.254', '10.0.0.1', '0.0.0.0', '[::]']) {
        const url = `http://${name}:${port}/`;
        const client = clientOf([new URL(url).host], { allowPrivateAddresses: false, timeoutMs: 1_000 });
        const fault = await faultIn(client.send({ method: 'POST', url, json: {} }));
        expect(fault.code, name).to.equal('outbound.not_allowed');
        expect(fault.detail, name).to.contain('not public');
      }
      expect(asked).to.equal(0);
    });
  });

  it('names the host that can’t be found, which certainly was not asked', async () => {
    const url = 'https://nobody.invalid/path?secret=1';
    for (const method of ['GET', 'POST'] as const) {
      const fault = await faultIn(clientOf(['nobody.invalid']).send({ method, url }));
      expect(fault.code).to.equal('vendor.unavailable');
      expect(fault.detail).to.match(/^(GET|POST) nobody\.invalid: (ENOTFOUND|EAI_AGAIN)$/);
    }
  });

  it('says that nobody listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const fault = await faultIn(clientOf(['127.0.0.1']).send({ method: 'POST', url, json: {} }));
    expect(fault.code).to.equal('vendor.unavailable');
    expect(fault.detail).to.contain('ECONNREFUSED');
  });
});

/** The code of the fault, or of whatever else came of it. */
function outcome(sent: Promise<HttpResponse>): Promise<string> {
  return faultIn(sent).then(
    ({ code }) => code,
    () => 'answered',
  );
}
