import { expect } from 'chai';
import sinon, { type SinonFakeTimers } from 'sinon';
import { createHttpClient } from '#host/outbound/http-client.js';
import { until } from '../../../support/until.js';
import { startVendor, type Vendor } from './support/vendor.js';

describe('the pace of calls', function () {
  this.timeout(10_000);
  let vendor: Vendor;
  let asked = 0;
  let time: SinonFakeTimers | undefined;

  beforeEach(async () => {
    asked = 0;
    vendor = await startVendor((_request, response) => {
      asked += 1;
      response.end();
    });
  });
  afterEach(async () => {
    time?.restore();
    time = undefined;
    await vendor.stop();
  });

  /** Lets the connections do their part, which no clock holds up. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 200; turn += 1) await settle();
  };

  function send(callsPerSecond: number | undefined, count: number): readonly Promise<unknown>[] {
    const client = createHttpClient({
      hosts: [vendor.host],
      allowPrivateAddresses: true,
      timeoutMs: 600_000,
      ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    });
    return Array.from({ length: count }, () => client.send({ method: 'GET', url: vendor.url }));
  }

  for (const [callsPerSecond, seconds, most] of [
    [3, 1, 3],
    [2.9, 1, 2],
    [0.5, 2, 1],
    [0.3, 4, 1],
  ] as const)
    it(`at ${callsPerSecond} a second is ${most} in ${seconds} s, and each call has its turn`, async () => {
      time = sinon.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: 1_000_000 });
      const calls = send(callsPerSecond, 3 * most);
      await turns(() => asked === most);
      await settled();
      expect(asked, 'at once').to.equal(most);
      for (let round = 2; round <= 3; round += 1) {
        await time.tickAsync(seconds * 1_000 - (round === 2 ? 20 : 40));
        await settled();
        expect(asked, 'before the time has come').to.equal((round - 1) * most);
        await time.tickAsync(40);
        await turns(() => asked === round * most);
      }
      await Promise.all(calls);
    });

  /** Waits by turns, for the clock stands still. */
  async function turns(condition: () => boolean): Promise<void> {
    while (!condition()) await settle();
  }

  it('is not held up where the vendor names no limit', async () => {
    await Promise.all(send(undefined, 20));
    await until(() => asked === 20);
  });
});
