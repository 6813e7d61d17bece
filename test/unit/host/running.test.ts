import { expect } from 'chai';
import type { RunningJob } from '@poshub-bridge/core';
import { createHttpClient } from '#host/outbound/http-client.js';
import { OrderRuns, refuseGivenUp } from '#host/outbound/runs.js';
import { runnerOf } from '#host/running.js';
import { World } from '../../support/world.js';
import { fakeManifest } from '../../support/fake-till.js';
import { faultIn } from '../pos-hub/support/faults.js';
import { startVendor, type Vendor } from './outbound/support/vendor.js';

const ORDER: RunningJob = { topic: 'order', key: 'o1', group: 'connection-1', failures: 0 };

describe('the run of a job', () => {
  let world: World;
  let vendor: Vendor;
  let runs: OrderRuns;
  let asked = 0;
  const failed: string[] = [];

  beforeEach(async () => {
    asked = 0;
    failed.length = 0;
    vendor = await startVendor((_request, response) => {
      asked += 1;
      response.end();
    });
    // A till that could not tell of a second ticket.
    world = await World.open(fakeManifest({ idempotent: false }));
    const http = createHttpClient({ hosts: [vendor.host], allowPrivateAddresses: true, timeoutMs: 5_000 });
    runs = new OrderRuns();
    const submit = world.till.submit.bind(world.till);
    world.till.submit = async (session, ticket) => {
      await http.send({ method: 'POST', url: vendor.url, json: ticket }, () => refuseGivenUp(runs.of(ticket.orderId)));
      return submit(session, ticket);
    };
    await world.connect();
    await world.place('o1');
  });
  afterEach(async () => {
    await vendor.stop();
    await world.dispose();
  });

  const goesOn = new AbortController().signal;
  const metrics = { jobFailed: (topic: string, code: string) => failed.push(`${topic} ${code}`) };
  const run = (givenUp: AbortSignal, lastCalls = goesOn): Promise<unknown> =>
    runnerOf(world.services, metrics, runs, lastCalls)(ORDER, givenUp);

  it('that was given up sends the till nothing; the next one does, and needs no person', async () => {
    const { code, retry } = await faultIn(run(AbortSignal.abort()));
    expect([code, retry, asked]).to.deep.equal(['vendor.busy', 'later', 0]);
    expect(failed).to.deep.equal(['order vendor.busy']);
    await run(goesOn);
    expect(asked).to.equal(1);
    expect(await world.order('o1')).to.include({ phase: 'accepted' });
    expect(world.till.tickets).to.have.length(1);
  });

  it('begins no call where the host has no time left for one', async () => {
    expect((await faultIn(run(goesOn, AbortSignal.abort()))).code).to.equal('vendor.busy');
    expect(asked).to.equal(0);
  });
});
