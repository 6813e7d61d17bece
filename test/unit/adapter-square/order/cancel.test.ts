import { expect } from 'chai';
import { faultIn } from '../../pos-hub/support/faults.js';
import { until } from '../../../support/until.js';
import { fieldOf, startRig, ticketIn, type Rig } from '../support/rig.js';
import { gbp, ticketOf } from '../support/tickets.js';

describe('adapter square: cancelling', () => {
  let rig: Rig;
  let ticket: string;
  beforeEach(async () => {
    rig = await startRig({ timeoutMs: 500 });
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
    await rig.fault('slow', { method: 'PUT', ms: 150, times: 1 });
    const cancelling = cancel();
    await until(() => rig.sent.some(({ method }) => method === 'PUT'));
    await move('RESERVED');
    await cancelling;
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
