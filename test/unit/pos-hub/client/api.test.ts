import { expect } from 'chai';
import { isFault } from '@poshub-bridge/core';
import { faultIn } from '../support/faults.js';
import { startHub, type Behaviour, type TestHub, type TestHubOptions } from '../support/hub.js';
import { IDS, ORDER_ID } from '../support/orders.js';
import { CLIENT_SECRET } from '../support/settings.js';

const location: Behaviour = () => ({ body: { data: { name: 'Soho' } } });

describe('a call to POS Hub', () => {
  let hub: TestHub;
  const start = async (options: TestHubOptions): Promise<TestHub> => (hub = await startHub(options));
  afterEach(() => hub.stop());

  it('fails by the status that it got, with POS Hub’s message, and is not repeated in vain', async () => {
    const codes = Object.entries({
      302: 'hub.unreadable',
      400: 'hub.refused',
      403: 'hub.forbidden',
      404: 'hub.not_found',
      409: 'hub.refused',
      422: 'hub.refused',
    });
    for (const [status, code] of codes) {
      const { hub: posHub, calls } = await start({
        api: () => ({ status: Number(status), body: { error: 'because' } }),
      });
      const fault = await faultIn(posHub.location(IDS));
      expect([fault.code, fault.detail]).to.deep.equal([code, `status ${status}: because`]);
      expect(calls).to.have.length(1);
      await hub.stop();
    }
  });

  it('shows a message of any structure, on one line, short and without secrets', async () => {
    const messages: readonly (readonly [unknown, string])[] = [
      [{ error: { message: 'an\ninner  one' } }, 'status 400: an inner one'],
      [{ message: 'an outer one' }, 'status 400: an outer one'],
      [{ error: `leaks ${CLIENT_SECRET} and token-1` }, 'status 400: leaks … and …'],
      [{ error: 'x'.repeat(5_000) }, `status 400: ${'x'.repeat(300)}`],
      [['?'], 'status 400'],
      [undefined, 'status 400'],
    ];
    for (const [body, detail] of messages) {
      const { hub: posHub } = await start({ api: () => ({ status: 400, body }) });
      expect((await faultIn(posHub.location(IDS))).detail).to.equal(detail);
      await hub.stop();
    }
  });

  it('is repeated over short outages: server errors, dropped connections and silence', async () => {
    const failures: readonly (() => ReturnType<Behaviour>)[] = [
      () => ({ status: 500 }),
      () => ({ status: 503 }),
      () => 'drop',
      () => 'silence',
    ];
    for (const fail of failures) {
      const {
        hub: posHub,
        calls,
        clock,
      } = await start({
        settings: { timeoutMs: 200 },
        api: (request, count) => (count < 3 ? fail() : location(request, count)),
      });
      expect(await posHub.location(IDS)).to.deep.equal({ name: 'Soho' });
      expect(calls).to.have.length(3);
      expect(clock.waits).to.deep.equal([150, 300]);
      await hub.stop();
    }
  });

  it('gives up after its attempts, and leaves longer outages to others', async () => {
    const { hub: posHub, calls } = await start({ api: () => 'drop' });
    const fault = await faultIn(posHub.report(IDS, ORDER_ID, { status: 'accepted' }));
    expect(fault.code).to.equal('hub.unavailable');
    expect(fault.retry).to.equal('later');
    expect(isFault(fault.cause) && fault.cause.code).to.equal('vendor.no_answer');
    expect(calls).to.have.length(3);
  });

  it('says the same where nobody listens', async () => {
    const { hub: posHub } = await start({ settings: { baseUrl: 'http://127.0.0.1:1' } });
    const fault = await faultIn(posHub.location(IDS));
    expect(fault.code).to.equal('hub.unavailable');
    expect(isFault(fault.cause) && fault.cause.code).to.equal('vendor.unavailable');
  });

  it('does not hide that a host is not allowed', async () => {
    const { hub: posHub } = await start({ settings: { baseUrl: 'http://hub.invalid' } });
    expect((await faultIn(posHub.location(IDS))).code).to.equal('outbound.not_allowed');
  });

  it('waits as long as it is asked to, if that is short', async () => {
    const { hub: posHub, clock } = await start({
      api: (request, count) =>
        count === 1 ? { status: 429, headers: { 'retry-after': '2' } } : location(request, count),
    });
    await posHub.location(IDS);
    expect(clock.waits).to.deep.equal([2_000]);
  });

  it('passes on a longer wait, in seconds or as a date', async () => {
    for (const wait of ['60', 'Sun, 01 Mar 2026 12:01:00 GMT']) {
      const { hub: posHub, calls } = await start({ api: () => ({ status: 429, headers: { 'retry-after': wait } }) });
      const fault = await faultIn(posHub.location(IDS));
      expect([fault.code, fault.retryAfterMs]).to.deep.equal(['hub.rate_limited', 60_000]);
      expect(calls).to.have.length(1);
      await hub.stop();
    }
  });

  it('does not believe a wait that is none, or of years', async () => {
    for (const [wait, ms] of [
      ['soon', undefined],
      ['-5', undefined],
      ['999999999', 86_400_000],
      ['Sun, 01 Mar 2020 12:01:00 GMT', 0],
    ] as const) {
      const { hub: posHub } = await start({
        settings: { attempts: 1 },
        api: () => ({ status: 503, headers: { 'retry-after': wait } }),
      });
      const fault = await faultIn(posHub.location(IDS));
      expect([fault.code, fault.retryAfterMs]).to.deep.equal(['hub.unavailable', ms]);
      await hub.stop();
    }
  });

  it('stops repeating when its patience is over', async () => {
    const { hub: posHub, calls } = await start({
      settings: { attempts: 10, patienceMs: 1_000 },
      api: () => ({ status: 503, headers: { 'retry-after': '1' } }),
    });
    expect((await faultIn(posHub.location(IDS))).code).to.equal('hub.unavailable');
    expect(calls).to.have.length(2);
  });
});
