import { expect } from 'chai';
import type { CallOutcome } from '#host/outbound/call-outcome.js';
import { createHttpClient } from '#host/outbound/http-client.js';
import { freePort, startVendor, type Vendor } from './support/vendor.js';

describe('what a call to the outside came to', () => {
  let vendor: Vendor;
  const told: CallOutcome[] = [];
  const times: number[] = [];

  before(async () => {
    vendor = await startVendor((request, response) => {
      if (request.url === '/broken') request.socket.destroy();
      else response.writeHead(Number(request.url?.slice(1))).end();
    });
  });
  after(() => vendor.stop());
  beforeEach(() => {
    told.length = 0;
    times.length = 0;
  });

  function send(method: 'GET' | 'POST', url: string, allowPrivateAddresses = true): Promise<unknown> {
    const client = createHttpClient({
      hosts: [new URL(url).host, 'localhost'],
      allowPrivateAddresses,
      timeoutMs: 5_000,
      onCall: (outcome, milliseconds) => {
        told.push(outcome);
        times.push(milliseconds);
      },
    });
    return client.send({ method, url }).catch(() => undefined);
  }

  it('is told by the class of its status', async () => {
    for (const status of [200, 204, 302, 404, 429, 500, 503]) await send('GET', `${vendor.url}/${status}`);
    expect(told).to.deep.equal(['2xx', '2xx', '3xx', '4xx', '4xx', '5xx', '5xx']);
    expect(times.every((time) => time >= 0)).to.equal(true);
  });

  it('is told where there was no answer, and whether it may have had its effect', async () => {
    await send('GET', `http://127.0.0.1:${await freePort()}/200`);
    await send('GET', `${vendor.url}/broken`);
    await send('POST', `${vendor.url}/broken`);
    expect(told).to.deep.equal(['unavailable', 'unavailable', 'no_answer']);
  });

  it('is told where the name leads to an address that is not allowed', async () => {
    await send('GET', `http://localhost:${vendor.port}/200`, false);
    expect(told).to.deep.equal(['not_allowed']);
    expect(vendor.connections()).to.be.greaterThan(0);
  });
});
