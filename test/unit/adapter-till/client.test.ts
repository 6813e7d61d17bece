import { expect } from 'chai';
import type { Fault, FaultCode, HttpResponse, PosSystem } from '@poshub-bridge/core';
import { ManualClock } from '../../support/clock.js';
import { faultIn } from '../pos-hub/support/faults.js';
import { createSystem, startRig, ticketIn, type Rig } from './support/rig.js';
import { ticketOf } from './support/tickets.js';

describe('adapter till: when the till does not answer as it should', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig({ timeoutMs: 400 });
  });
  afterEach(() => rig.close());

  const fault = (kind: string, more: object = {}): Promise<unknown> =>
    rig.admin('POST', '/admin/faults', { kind, ...more });
  const submit = (): Promise<Fault> => faultIn(rig.system.submit(rig.soho, ticketOf()));
  const read = (): Promise<Fault> => faultIn(rig.system.stores(rig.soho));

  it('takes a slow answer that comes in time', async () => {
    await fault('latency', { ms: 50, times: 1 });
    expect((await rig.system.submit(rig.soho, ticketOf())).kind).to.equal('accepted');
  });

  it('does not know what became of an order whose answer is too late, and takes it once all the same', async () => {
    await fault('latency', { ms: 1_000, times: 1 });
    const ticket = ticketOf();
    expect((await faultIn(rig.system.submit(rig.soho, ticket))).code).to.equal('vendor.no_answer');
    expect((await rig.system.submit(rig.soho, ticket)).kind).to.be.oneOf(['accepted', 'duplicate']);
    expect(await rig.taken()).to.equal(1);
  });

  it('finds the ticket whose answer was lost', async () => {
    await fault('lost_answer', { times: 1 });
    const ticket = ticketOf();
    expect((await faultIn(rig.system.submit(rig.soho, ticket))).code).to.equal('vendor.no_answer');
    const found = await rig.system.find(rig.soho, ticket.orderId);
    expect(found?.status).to.equal('accepted');
    expect(await rig.system.submit(rig.soho, ticket)).to.deep.equal({ kind: 'duplicate', ticket: ticketIn(found) });
    expect(await rig.taken()).to.equal(1);
  });

  it('leaves an order in doubt, and a read not, where the till fails', async () => {
    await fault('status', { status: 500 });
    expect((await submit()).code).to.equal('vendor.no_answer');
    expect((await read()).code).to.equal('vendor.unavailable');
    expect((await faultIn(rig.system.find(rig.soho, 'X'))).code).to.equal('vendor.unavailable');
    expect((await faultIn(rig.system.poll(rig.soho, undefined))).code).to.equal('vendor.unavailable');
  });

  it('leaves an order in doubt where the connection stands and no answer comes', async () => {
    await fault('half_open', { times: 1 });
    expect((await submit()).code).to.equal('vendor.no_answer');
  });

  it('knows that an order did not arrive where the connection is refused', async () => {
    await fault('refuse');
    expect((await submit()).code).to.equal('vendor.unavailable');
    expect((await read()).code).to.equal('vendor.unavailable');
  });

  it('waits as long as the till asks', async () => {
    await fault('rate_limit', { retry_after: 7 });
    for (const found of [await submit(), await read()]) {
      expect(found.code).to.equal('vendor.rate_limited');
      expect(found.retryAfterMs).to.equal(7_000);
    }
  });

  it('says that the key is not valid, be it revoked, wrong or missing', async () => {
    for (const credentials of [{ apiKey: 'wrong' }, {}, { apiKey: 7 }, { apiKey: 'line\nfeed' }])
      expect((await faultIn(rig.system.stores({ ...rig.soho, credentials }))).code).to.equal('credentials.invalid');
    await rig.admin('POST', '/admin/keys/revoke', { all: true });
    expect((await submit()).code).to.equal('credentials.invalid');
    expect((await read()).code).to.equal('credentials.invalid');
  });

  it('reads a catalog whole or not at all when a page fails', async () => {
    const parts = rig.system.catalog(rig.soho)[Symbol.asyncIterator]();
    await parts.next();
    await parts.next();
    await fault('status', { status: 503, times: 1, match: { path: '/v1/stores/str_soho/catalog' } });
    expect((await faultIn(parts.next())).code).to.equal('vendor.unavailable');
  });
});

describe('adapter till: answers that no till gives', () => {
  const clock = new ManualClock();
  const session = {
    connectionId: 'C1',
    credentials: { apiKey: 'k' },
    store: { ref: 'S', currency: 'GBP', timezone: 'Europe/London' },
  };
  const answering = (answer: Partial<HttpResponse>): PosSystem => {
    const response: HttpResponse = { status: 200, headers: {}, body: undefined, ...answer };
    return createSystem({ send: () => Promise.resolve(response) }, { clock });
  };
  const codes = async (answer: Partial<HttpResponse>): Promise<readonly FaultCode[]> => {
    const system = answering(answer);
    const faults = [
      await faultIn(system.submit(session, ticketOf())),
      await faultIn(system.stores(session)),
      await faultIn(system.cancel(session, 'T', 'other').then(() => system.read(session, 'T'))),
    ];
    return faults.map((one) => one.code);
  };
  const all = (code: FaultCode): readonly FaultCode[] => [code, code, code];

  it('does not understand a page of HTML, an empty answer, a redirect', async () => {
    expect(await codes({ body: '<html>Log in</html>' })).to.deep.equal(all('vendor.unreadable'));
    expect(await codes({})).to.deep.equal(all('vendor.unreadable'));
    expect(await codes({ status: 302 })).to.deep.equal(all('vendor.unreadable'));
    expect(await codes({ body: { id: 'T', status: 'eaten' } })).to.deep.equal(all('vendor.unreadable'));
  });

  it('names the field that it does not understand, never its value', async () => {
    const body = { id: 'ord_1', store_id: 'S', reference: 'R', status: 'Ada Lovelace', version: 1 };
    const fault = await faultIn(answering({ body }).read(session, 'ord_1'));
    expect(fault.detail).to.contain('/status').and.not.contain('Ada');
  });

  it('repeats nothing of a message, which may be about a guest', async () => {
    const body = { error: { code: 'invalid_request', message: 'Ada Lovelace is too long', path: 'customer.name' } };
    const fault = await faultIn(answering({ status: 400, body }).submit(session, ticketOf()));
    expect(fault.code).to.equal('vendor.refused');
    expect(fault.message).to.contain('customer.name').and.not.contain('Ada');
  });

  it('takes 403 for access that was withdrawn', async () => {
    expect(await codes({ status: 403, body: 'no' })).to.deep.equal(all('credentials.revoked'));
  });

  it('takes a proxy’s refusal for one, without a reason', async () => {
    const fault = await faultIn(answering({ status: 418, body: 'teapot' }).submit(session, ticketOf()));
    expect(fault.code).to.equal('vendor.refused');
    expect(fault.detail).to.contain('418');
  });

  it('reads Retry-After as seconds or as a date, and does without', async () => {
    const wait = async (value?: string): Promise<number | undefined> => {
      const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value };
      return (await faultIn(answering({ status: 429, headers }).stores(session))).retryAfterMs;
    };
    expect(await wait('30')).to.equal(30_000);
    expect(await wait(new Date(clock.now() + 90_000).toUTCString())).to.equal(90_000);
    expect(await wait(new Date(clock.now() - 90_000).toUTCString())).to.equal(0);
    expect(await wait('soon')).to.equal(undefined);
    expect(await wait()).to.equal(undefined);
  });
});
