import { expect } from 'chai';
import sinon, { type SinonFakeTimers } from 'sinon';
import { HOUR, type HttpClient } from '@poshub-bridge/core';
import { createHttpClient } from '#host/outbound/http-client.js';
import { until } from '../../../support/until.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { startVendor, type Vendor } from './support/vendor.js';

const CLOCKS = ['Date', 'performance', 'setTimeout', 'clearTimeout'] as const;

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

  function clientOf(callsPerSecond: number | undefined, timeoutMs: number): HttpClient {
    return createHttpClient({
      hosts: [vendor.host],
      allowPrivateAddresses: true,
      timeoutMs,
      ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    });
  }

  function send(callsPerSecond: number | undefined, count: number, timeoutMs = 600_000): readonly Promise<unknown>[] {
    const client = clientOf(callsPerSecond, timeoutMs);
    return Array.from({ length: count }, () => client.send({ method: 'GET', url: vendor.url }));
  }

  for (const [callsPerSecond, seconds, most] of [
    [3, 1, 3],
    [2.9, 1, 2],
    [0.5, 2, 1],
    [0.3, 4, 1],
  ] as const)
    it(`at ${callsPerSecond} a second is ${most} in ${seconds} s, and each call has its turn`, async () => {
      time = sinon.useFakeTimers({ toFake: [...CLOCKS], now: 1_000_000 });
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

  it('goes on where the clock is set back', async () => {
    time = sinon.useFakeTimers({ toFake: [...CLOCKS], now: 10_000_000 });
    const client = clientOf(2, 5_000);
    const ask = (): readonly Promise<unknown>[] => [1, 2].map(() => client.send({ method: 'GET', url: vendor.url }));
    await Promise.all(ask());
    time.setSystemTime(10_000_000 - HOUR);
    const calls = ask();
    await time.tickAsync(1_001);
    await turns(() => asked === 4);
    await Promise.all(calls);
  });

  it('refuses at once a call whose turn would come after its own timeout, which is then never sent', async () => {
    time = sinon.useFakeTimers({ toFake: [...CLOCKS], now: 10_000_000 });
    const calls = send(2, 9, 3_000);
    const outcomes = await Promise.all(calls.slice(6).map((call) => faultIn(call)));
    expect(outcomes.map(({ code, retry }) => [code, retry])).to.deep.equal(
      Array(3).fill(['vendor.rate_limited', 'later']),
    );
    for (let second = 1; second <= 10; second += 1) {
      await Promise.all(calls.slice(0, Math.min(2 * second, 6)));
      await time.tickAsync(1_001);
    }
    await settled();
    expect(asked).to.equal(6);
  });

  it('refuses what has become too late while the process stood still, and begins nothing in a burst', async () => {
    time = sinon.useFakeTimers({ toFake: [...CLOCKS], now: 10_000_000 });
    const calls = send(1, 4, 5_000);
    const late = Promise.all(calls.slice(1).map((call) => faultIn(call)));
    await calls[0];
    time.jump(10_000);
    await settled();
    expect((await late).map(({ code }) => code)).to.deep.equal(Array(3).fill('vendor.rate_limited'));
    expect(asked).to.equal(1);
  });

  it('lets one call follow another where calls are rarer than their timeout is long', async () => {
    time = sinon.useFakeTimers({ toFake: [...CLOCKS], now: 10_000_000 });
    const calls = send(0.1, 2, 1_000);
    await settled();
    await time.tickAsync(10_001);
    await settled();
    await Promise.all(calls);
    expect(asked).to.equal(2);
  });

  it('is not held up where the vendor names no limit', async () => {
    await Promise.all(send(undefined, 20));
    await until(() => asked === 20);
  });
});
