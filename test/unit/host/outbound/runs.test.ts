import { expect } from 'chai';
import type { HttpClient } from '@poshub-bridge/core';
import { createHttpClient, type OutboundOptions } from '#host/outbound/http-client.js';
import { withinRun } from '#host/outbound/runs.js';
import { until } from '../../../support/until.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { startVendor, type Vendor } from './support/vendor.js';

describe('the calls of a run that is given up', () => {
  let vendor: Vendor;
  let asked: string[] = [];
  let answer = (): void => undefined;

  beforeEach(async () => {
    asked = [];
    vendor = await startVendor((request, response) => {
      asked.push(request.url ?? '');
      answer = () => void response.end();
      if (request.url !== '/slow') answer();
    });
  });
  afterEach(() => vendor.stop());

  function clientOf(more: Partial<OutboundOptions> = {}): HttpClient {
    return createHttpClient({ hosts: [vendor.host], allowPrivateAddresses: true, timeoutMs: 5_000, ...more });
  }

  const post = (client: HttpClient, path: string) =>
    client.send({ method: 'POST', url: `${vendor.url}${path}`, json: {} });

  it('don’t begin, however deep in its work they are made: certainly nothing was sent', async () => {
    const client = clientOf();
    const givenUp = new AbortController();
    const fault = await withinRun(givenUp.signal, async () => {
      await post(client, '/before');
      givenUp.abort();
      await new Promise((resolve) => setImmediate(resolve));
      return faultIn(post(client, '/after'));
    });
    expect([fault.code, fault.side, fault.retry]).to.deep.equal(['vendor.busy', 'vendor', 'later']);
    expect(asked).to.deep.equal(['/before']);
  });

  it('don’t begin where they waited for their turn meanwhile', async () => {
    const client = clientOf({ callsPerSecond: 1 });
    const givenUp = new AbortController();
    const [, fault] = await withinRun(givenUp.signal, async () => {
      const calls = Promise.all([post(client, '/first'), faultIn(post(client, '/second'))]);
      await until(() => asked.length === 1);
      givenUp.abort();
      return calls;
    });
    expect(fault.code).to.equal('vendor.busy');
    expect(asked).to.deep.equal(['/first']);
  });

  it('go on where they are under way: what they come to is still known', async () => {
    const givenUp = new AbortController();
    const call = withinRun(givenUp.signal, () => post(clientOf(), '/slow'));
    await until(() => asked.length === 1);
    givenUp.abort();
    answer();
    expect(await call).to.include({ status: 200 });
  });

  it('are no other run’s, and not those of what is no run', async () => {
    const client = clientOf();
    await withinRun(AbortSignal.abort(), () => withinRun(new AbortController().signal, () => post(client, '/other')));
    await post(client, '/nobody');
    expect(asked).to.deep.equal(['/other', '/nobody']);
  });
});
