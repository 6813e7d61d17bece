import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Fault, FaultCode, HttpRequest } from '@poshub-bridge/core';
import { createHttpClient } from '#host/outbound/http-client.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { bodyOf, startSockets, startVendor, type Vendor } from './support/vendor.js';

const MEBIBYTE = 1024 * 1024;

/** What may become of a call whose answer is lost: once it may have arrived, only a call without an effect is harmless. */
const LOST: readonly (readonly [Pick<HttpRequest, 'method' | 'readOnly'>, FaultCode])[] = [
  [{ method: 'GET' }, 'vendor.unavailable'],
  [{ method: 'POST', readOnly: true }, 'vendor.unavailable'],
  [{ method: 'POST' }, 'vendor.no_answer'],
  [{ method: 'PATCH' }, 'vendor.no_answer'],
  [{ method: 'PUT' }, 'vendor.no_answer'],
  [{ method: 'DELETE' }, 'vendor.no_answer'],
];

describe('a lost answer', function () {
  this.timeout(20_000);
  let vendor: Vendor;
  afterEach(() => vendor.stop());

  const CANARY = 'kanarienvogel';

  function call(request: Pick<HttpRequest, 'method' | 'readOnly'>, timeoutMs = 10_000): Promise<Fault> {
    const client = createHttpClient({ hosts: [vendor.host], allowPrivateAddresses: true, timeoutMs });
    return faultIn(
      client.send({
        ...request,
        url: `http://${CANARY}:${CANARY}@${vendor.host}/${CANARY}?key=${CANARY}`,
        headers: { 'x-key': CANARY },
        ...(request.method === 'GET' ? {} : { json: { secret: CANARY } }),
      }),
    );
  }

  /** What the fault shows or carries with it. */
  function shown(fault: Fault): string {
    const parts: string[] = [];
    for (let error: unknown = fault; error instanceof Error; error = error.cause)
      parts.push(String(error.stack), JSON.stringify(Object.entries(error)), JSON.stringify(error));
    return parts.join('\n');
  }

  const dropAfterReading = (socket: Socket): void => void socket.once('data', () => socket.destroy());
  const answering =
    (head: string, more?: (socket: Socket) => void) =>
    (socket: Socket): void =>
      void socket.once('data', () => {
        socket.write(head);
        if (more === undefined) socket.destroy();
        else more(socket);
      });

  const FAILURES: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
    ['the connection is dropped at once', (socket) => socket.destroy(), /ECONNRESET/],
    ['the connection is reset', (socket) => socket.resetAndDestroy(), /ECONNRESET/],
    ['the connection is dropped after the request was read', dropAfterReading, /ECONNRESET/],
    ['the answer breaks off in its head', answering('HTTP/1.1 200 OK\r\ncontent-'), /ECONNRESET/],
    ['the answer breaks off in its body', answering('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a"'), /./],
    [
      'the answer breaks off between chunks',
      answering('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'),
      /./,
    ],
    ['the answer is no HTTP', answering('220 smtp ready\r\n\r\n'), /HPE_/],
  ];
  for (const [what, behave, says] of FAILURES)
    for (const [request, code] of LOST)
      it(`of ${request.method}${request.readOnly === true ? ' that only reads' : ''} is ${code} when ${what}`, async () => {
        vendor = await startSockets(behave);
        const fault = await call(request);
        expect(fault.code).to.equal(code);
        expect(fault.detail).to.match(says).and.to.contain(`${request.method} ${vendor.host}: `);
        expect(shown(fault)).not.to.contain(CANARY);
      });

  const TOO_LATE: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['nothing is ever answered', () => undefined],
    ['the head is all that comes', answering('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n', () => undefined)],
    [
      'the answer trickles without an end',
      answering('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', (socket) => {
        const timer = setInterval(() => socket.write('1\r\nx\r\n'), 10);
        socket.on('close', () => clearInterval(timer));
      }),
    ],
  ];
  for (const [what, behave] of TOO_LATE)
    for (const [request, code] of LOST.slice(0, 3))
      it(`of ${request.method}${request.readOnly === true ? ' that only reads' : ''} is ${code} when ${what}`, async () => {
        vendor = await startSockets(behave);
        const fault = await call(request, 150);
        expect(fault.code).to.equal(code);
        expect(fault.detail).to.equal(`${request.method} ${vendor.host}: no answer in time`);
        expect(shown(fault)).not.to.contain(CANARY);
      });

  it('is waited for as long as the call itself says', async () => {
    vendor = await startVendor((_request, response) => void setTimeout(() => response.end('late'), 400));
    const client = createHttpClient({ hosts: [vendor.host], allowPrivateAddresses: true, timeoutMs: 50 });
    const answer = await client.send({ method: 'POST', url: vendor.url, timeoutMs: 15_000 });
    expect(answer.body).to.equal('late');
  });

  for (const [what, isPacked] of [
    ['is too large', false],
    ['unfolds to too much', true],
  ] as const)
    it(`is what becomes of one that ${what}`, async () => {
      const block = Buffer.alloc(MEBIBYTE);
      vendor = await startVendor((request, response) => {
        void bodyOf(request).then(() => {
          if (isPacked) {
            response.setHeader('content-encoding', 'gzip');
            response.end(gzipSync(Buffer.alloc(65 * MEBIBYTE)));
            return;
          }
          let sent = 0;
          const more = (): void => {
            while (sent < 80 && !response.destroyed) {
              sent += 1;
              if (!response.write(block)) return void response.once('drain', more);
            }
            response.end();
          };
          more();
        });
      });
      expect((await call({ method: 'GET' })).code).to.equal('vendor.unavailable');
      expect((await call({ method: 'POST' })).code).to.equal('vendor.no_answer');
    });

  it('does no harm to the next call', async () => {
    let asked = 0;
    vendor = await startSockets((socket) => {
      socket.on('data', () => {
        asked += 1;
        if (asked % 2 === 0) socket.destroy();
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    });
    const client = createHttpClient({ hosts: [vendor.host], allowPrivateAddresses: true, timeoutMs: 5_000 });
    for (let round = 0; round < 3; round += 1) {
      expect((await client.send({ method: 'POST', url: vendor.url })).body).to.equal('ok');
      expect((await faultIn(client.send({ method: 'POST', url: vendor.url }))).code).to.equal('vendor.no_answer');
    }
  });
});
