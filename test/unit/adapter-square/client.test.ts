import { expect } from 'chai';
import type { FaultCode, HttpResponse, PosSystem } from '@poshub-bridge/core';
import { ManualClock } from '../../support/clock.js';
import { faultIn } from '../pos-hub/support/faults.js';
import { createSystem, startRig } from './support/rig.js';
import { ticketOf } from './support/tickets.js';

const session = {
  connectionId: 'C',
  credentials: { merchantId: 'M', accessToken: 'T', refreshToken: 'R', obtainedAt: 0, expiresAt: 1, pkce: false },
  store: { ref: 'L1', currency: 'GBP', timezone: 'Europe/London' },
};

/** Square, always with one answer. */
function answering(status: number, body?: unknown, headers: Record<string, string> = {}): PosSystem {
  const answer: HttpResponse = { status, headers, body };
  return createSystem({ send: () => Promise.resolve(answer) }, { clock: new ManualClock(Date.UTC(2026, 1, 1)) });
}

const errors = (code: string, field?: string): object => ({
  errors: [{ category: 'INVALID_REQUEST_ERROR', code, detail: 'SECRET of Ann Lee', ...(field ? { field } : {}) }],
});
const submit = (system: PosSystem): Promise<unknown> => system.submit(session, ticketOf());

describe('adapter square: what Square answers', () => {
  for (const [status, body, read, write] of [
    [401, errors('ACCESS_TOKEN_EXPIRED'), 'credentials.expired', 'credentials.expired'],
    [401, errors('ACCESS_TOKEN_REVOKED'), 'credentials.revoked', 'credentials.revoked'],
    [401, errors('UNAUTHORIZED'), 'credentials.expired', 'credentials.expired'],
    [401, 'nothing like that', 'credentials.expired', 'credentials.expired'],
    [403, errors('INSUFFICIENT_SCOPES'), 'credentials.invalid', 'credentials.invalid'],
    [403, errors('APPLICATION_DISABLED'), 'vendor.refused', 'vendor.refused'],
    [400, errors('BAD_REQUEST'), 'vendor.refused', 'vendor.refused'],
    [404, errors('NOT_FOUND'), 'vendor.order_unknown', 'vendor.refused'],
    [400, errors('INVALID_LOCATION'), 'vendor.refused', 'store.unknown'],
    [404, errors('NOT_FOUND', 'order.location_id'), 'vendor.order_unknown', 'store.unknown'],
    [409, errors('CONFLICT'), 'vendor.refused', 'vendor.refused'],
    [408, errors('REQUEST_TIMEOUT'), 'vendor.unavailable', 'vendor.no_answer'],
    [500, errors('INTERNAL_SERVER_ERROR'), 'vendor.unavailable', 'vendor.no_answer'],
    [502, '<h1>Bad gateway</h1>', 'vendor.unavailable', 'vendor.no_answer'],
    [503, undefined, 'vendor.unavailable', 'vendor.no_answer'],
    [302, undefined, 'vendor.unreadable', 'vendor.unreadable'],
    [200, '<h1>Welcome</h1>', 'vendor.unreadable', 'vendor.unreadable'],
    [200, {}, 'vendor.unreadable', 'vendor.unreadable'],
    [200, { order: { id: 5 } }, 'vendor.unreadable', 'vendor.unreadable'],
  ] as const satisfies readonly (readonly [number, unknown, FaultCode, FaultCode])[])
    it(`reads ${status} ${JSON.stringify(body)} as ${read}, or ${write} where something may have happened`, async () => {
      const faults = [
        await faultIn(answering(status, body).read(session, 'O1')),
        await faultIn(submit(answering(status, body))),
      ];
      expect(faults.map(({ code }) => code)).to.deep.equal([read, write]);
      expect(faults.map(({ message }) => message).join()).to.not.include('SECRET');
    });

  it('reads a search that fails as one that changed nothing', async () => {
    expect((await faultIn(answering(500).poll(session, undefined))).code).to.equal('vendor.unavailable');
  });

  for (const [header, wait] of [
    ['7', 7_000],
    ['Sun, 01 Feb 2026 00:00:05 GMT', 5_000],
    ['soon', undefined],
    [undefined, undefined],
  ] as const)
    it(`waits as long as Retry-After says: ${header ?? 'nothing'}`, async () => {
      const system = answering(429, errors('RATE_LIMITED'), header === undefined ? {} : { 'retry-after': header });
      expect(await faultIn(submit(system))).to.include({ code: 'vendor.rate_limited', retryAfterMs: wait });
    });

  it('names the field that has another form, not what is in it', async () => {
    const fault = await faultIn(
      answering(200, { order: { id: 'O', location_id: 'L', state: 'SECRET' } }).read(session, 'O'),
    );
    expect(fault.detail).to.include('/order/state').and.not.include('SECRET');
  });

  it('does not claim to look orders up', async () => {
    expect((await faultIn(answering(200).find(session, 'X'))).code).to.equal('vendor.unsupported');
  });

  it('knows that a call did not arrive where nobody listens', async () => {
    const rig = await startRig();
    await rig.close();
    expect((await faultIn(rig.system.submit(rig.soho, ticketOf()))).code).to.equal('vendor.unavailable');
  });
});
