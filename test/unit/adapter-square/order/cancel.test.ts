import { expect } from 'chai';
import { faultIn } from '../../pos-hub/support/faults.js';
import { fieldOf, startRig, ticketIn, type Rig } from '../support/rig.js';
import { gbp, ticketOf } from '../support/tickets.js';

describe('adapter square: cancelling', () => {
  let rig: Rig;
  let ticket: string;
  beforeEach(async () => {
    rig = await startRig();
    const tenders = [
      { kind: 'cash', amount: gbp(400) },
      { kind: 'card', amount: gbp(1199) },
    ] as const;
    ticket = ticketIn(await rig.system.submit(rig.soho, ticketOf({ tenders, tip: gbp(200), total: gbp(1599) })));
  });
  afterEach(() => rig.close());

  const cancel = (): Promise<void> => rig.system.cancel(rig.soho, ticket, 'out-of-stock');
  const status = async (): Promise<string> => (await rig.system.read(rig.soho, ticket)).status;
  const move = (state: string): Promise<unknown> => rig.admin('POST', `/orders/${ticket}/fulfillment`, { state });
  const refunded = async (): Promise<number> =>
    (await rig.payments()).reduce<number>((all, one) => all + Number(fieldOf(one, 'refunded_money', 'amount') ?? 0), 0);

  for (const state of ['PROPOSED', 'RESERVED', 'PREPARED'])
    it(`ends an order that is ${state}, and gives all back that was paid`, async () => {
      if (state !== 'PROPOSED') await move(state);
      await cancel();
      expect(await status()).to.equal('cancelled');
      expect(await refunded()).to.equal(1599);
    });

  it('is content the second time, and gives back once', async () => {
    await cancel();
    await cancel();
    expect(await refunded()).to.equal(1599);
  });

  it('is content when the till cancelled it', async () => {
    await rig.admin('POST', `/orders/${ticket}/cancel`, {});
    await cancel();
    expect(await refunded()).to.equal(1599);
  });

  it('tries again with the order as it is by then', async () => {
    rig.beforeSending = async ({ method }) => {
      if (method !== 'PUT') return;
      delete rig.beforeSending;
      await move('RESERVED');
    };
    await cancel();
    expect(rig.sent.filter(({ method }) => method === 'PUT')).to.have.length(2);
    expect(await status()).to.equal('cancelled');
  });

  it('gives up, for now, where it keeps changing', async () => {
    await rig.fault('status', { method: 'PUT', status: 409 });
    expect((await faultIn(cancel())).code).to.equal('vendor.no_answer');
  });

  for (const [said, fault] of [
    ['ending it', { method: 'PUT' }],
    ['giving the first payment back', { path: '/v2/refunds' }],
    ['giving the second payment back', { path: '/v2/refunds', skip: 1 }],
  ] as const)
    it(`finishes what broke off while ${said}`, async () => {
      await rig.fault('lost_answer', { ...fault, times: 1 });
      expect((await faultIn(cancel())).code).to.equal('vendor.no_answer');
      await cancel();
      expect(await status()).to.equal('cancelled');
      expect(await refunded()).to.equal(1599);
    });

  for (const [said, fault] of [
    ['ending it', { method: 'PUT' }],
    ['giving back', { path: '/v2/refunds' }],
  ] as const)
    it(`is another request when it is for another reason after ${said} failed: no key is used with two contents`, async () => {
      await rig.fault('status', { ...fault, times: 2 });
      await faultIn(cancel());
      await faultIn(cancel());
      await rig.system.cancel(rig.soho, ticket, 'too-busy');
      expect(await refunded()).to.equal(1599);
      const contents = new Map<string, Set<string>>();
      for (const { json } of rig.sent) {
        const key = String(fieldOf(json, 'idempotency_key'));
        contents.set(key, (contents.get(key) ?? new Set()).add(JSON.stringify(json)));
      }
      const tries = rig.sent.filter(({ method, url }) => method === 'PUT' || url.endsWith('/refunds'));
      expect(tries.length).to.be.at.least(4);
      expect([...contents].filter(([key, all]) => key !== 'undefined' && all.size > 1)).to.deep.equal([]);
      const failed = tries.filter(({ url }) => (said === 'ending it') === url.includes('/orders/')).slice(0, 3);
      const [first, again, other] = failed.map(({ json }) => fieldOf(json, 'idempotency_key'));
      expect(first, 'the same reason').to.equal(again);
      expect(first, 'another reason').to.not.equal(other);
    });

  it('refuses what was handed over', async () => {
    await move('COMPLETED');
    expect((await faultIn(cancel())).code).to.equal('order.cancel_refused');
    expect(await refunded()).to.equal(0);
  });

  it('says so when the money was not given back', async () => {
    await rig.fault('status', { path: '/v2/refunds', status: 400 });
    const fault = await faultIn(cancel());
    expect(fault.code).to.equal('order.cancel_refused');
    expect(fault.detail).to.include('not given back');
  });

  it('does not know a ticket that is not there', async () => {
    expect((await faultIn(rig.system.cancel(rig.soho, 'none', 'other'))).code).to.equal('vendor.order_unknown');
    expect((await faultIn(rig.system.read(rig.soho, 'none'))).code).to.equal('vendor.order_unknown');
  });
});
