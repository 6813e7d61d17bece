import { expect } from 'chai';
import type { Fault, SubmitOutcome, Ticket } from '@poshub-bridge/core';
import { faultIn } from '../../pos-hub/support/faults.js';
import { fieldOf, PATIENCE, startRig, ticketIn, type Rig } from '../support/rig.js';
import { gbp, lineOf, ticketOf } from '../support/tickets.js';

const ORDERS = { method: 'POST', path: '/v2/orders' };
const PAYMENTS = { method: 'POST', path: '/v2/payments' };

describe('adapter square: submitting while Square fails', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  const submit = (ticket: Ticket): Promise<SubmitOutcome> => rig.system.submit(rig.soho, ticket);
  const failing = (ticket: Ticket): Promise<Fault> => faultIn(submit(ticket));
  const one = async (ticket: Ticket): Promise<void> => {
    const shown = await rig.ticket(ticketIn(await submit(ticket)));
    expect(shown.totals).to.include({ total: ticket.total.amount, due: 0 });
    expect(await rig.orders()).to.have.length(1);
    expect((await rig.payments()).filter((payment) => fieldOf(payment, 'status') === 'COMPLETED')).to.have.length(
      ticket.tenders.length,
    );
    const keys = rig.sent
      .filter(({ url }) => url.endsWith('/v2/payments'))
      .map(({ json }) => String(fieldOf(json, 'idempotency_key')));
    expect(new Set(keys).size, 'keys of payments').to.be.at.most(ticket.tenders.length);
    for (const key of keys) expect(key.length).to.be.within(1, 45);
  };

  for (const [said, kind, more] of [
    ['its answer is lost', 'lost_answer', {}],
    ['the server fails before', 'status', { status: 500 }],
    ['the server fails after', 'status', { status: 502, when: 'after' }],
    ['nothing is answered', 'half_open', {}],
    ['the answer is late', 'slow', { ms: 1_200 }],
    ['a proxy answers', 'html', { when: 'after' }],
    ['the answer breaks off', 'malformed', { when: 'after' }],
  ] as const)
    for (const [step, path] of [
      ['order', ORDERS],
      ['payment', PAYMENTS],
    ] as const)
      it(`is in doubt at its ${step} when ${said}, and finishes once what it began`, async () => {
        await rig.fault(kind, { ...path, ...more, times: 1 });
        if (kind === 'half_open' || kind === 'slow') rig.patience = 500;
        const ticket = ticketOf();
        expect((await failing(ticket)).code).to.be.oneOf(['vendor.no_answer', 'vendor.unreadable']);
        rig.patience = PATIENCE;
        await rig.admin('DELETE', '/faults');
        await one(ticket);
      });

  it('finishes several payments that broke off, at each step', async () => {
    const tenders = [
      { kind: 'cash', amount: gbp(400) },
      { kind: 'card', amount: gbp(999) },
    ] as const;
    for (const fault of [PAYMENTS, { ...PAYMENTS, skip: 1 }, { method: 'POST', path: '/v2/orders/*/pay' }]) {
      await rig.admin('POST', '/reset');
      rig.sent.length = 0;
      Object.assign(rig.soho.credentials, {
        accessToken: fieldOf(await rig.admin('POST', '/tokens', {}), 'access_token'),
      });
      await rig.fault('lost_answer', { ...fault, times: 1 });
      const ticket = ticketOf({ tenders });
      expect((await failing(ticket)).code).to.equal('vendor.no_answer');
      await one(ticket);
    }
  });

  it('knows that no order was made where it is asked to wait, and is in doubt once one was', async () => {
    const ticket = ticketOf();
    await rig.fault('rate_limit', { ...ORDERS, times: 1, retryAfter: 3 });
    expect(await failing(ticket)).to.include({ code: 'vendor.rate_limited', retryAfterMs: 3_000 });
    await rig.fault('rate_limit', { ...PAYMENTS, times: 1, retryAfter: 2 });
    expect(await failing(ticket)).to.include({ code: 'vendor.no_answer', retryAfterMs: 2_000 });
    await one(ticket);
  });

  it('goes on after the session ended between order and payment', async () => {
    const ticket = ticketOf();
    await rig.fault('expired', { ...PAYMENTS, times: 1 });
    expect((await failing(ticket)).code).to.equal('credentials.expired');
    await one(ticket);
  });

  it('leaves no half order where the payment is refused', async () => {
    await rig.fault('status', { ...PAYMENTS, status: 400 });
    const ticket = ticketOf();
    const fault = await failing(ticket);
    expect(fault.code).to.equal('vendor.refused');
    expect(fault.detail).to.include('cancelled');
    expect(await rig.tickets()).to.deep.equal([]);
    expect(fieldOf((await rig.orders())[0], 'order', 'state')).to.equal('CANCELED');
    await rig.admin('DELETE', '/faults');
    expect((await failing(ticket)).code, 'the same key never makes another').to.equal('vendor.refused');
    expect(await rig.orders()).to.have.length(1);
    await rig.system.submit(rig.soho, { ...ticket, idempotencyKey: `${ticket.orderId}-1` });
    expect(await rig.tickets(), 'an operator’s retry does').to.have.length(1);
  });

  it('leaves no payment that was begun, where another one is refused', async () => {
    await rig.fault('status', { ...PAYMENTS, status: 400, skip: 1 });
    const tenders = [
      { kind: 'cash', amount: gbp(400) },
      { kind: 'card', amount: gbp(999) },
    ] as const;
    expect((await failing(ticketOf({ tenders }))).code).to.equal('vendor.refused');
    expect((await rig.payments()).map((payment) => fieldOf(payment, 'status'))).to.deep.equal(['CANCELED']);
    expect(fieldOf((await rig.orders())[0], 'order', 'state')).to.equal('CANCELED');
  });

  it('leaves no half order when cancelling it is interrupted, too', async () => {
    await rig.fault('status', { ...PAYMENTS, status: 400 });
    await rig.fault('lost_answer', { method: 'PUT', times: 1 });
    const ticket = ticketOf();
    expect((await failing(ticket)).code).to.equal('vendor.no_answer');
    expect((await failing(ticket)).code).to.equal('vendor.refused');
    expect(fieldOf((await rig.orders())[0], 'order', 'state')).to.equal('CANCELED');
  });

  it('holds an order that changed under its key for a person', async () => {
    const ticket = ticketOf();
    await submit(ticket);
    const fault = await failing({ ...ticket, note: 'no cutlery' });
    expect(fault.code).to.equal('vendor.refused');
    expect(fault.detail).to.include('IDEMPOTENCY_KEY_REUSED');
  });

  describe('while the menu changes', () => {
    const adHoc = (ticket: Ticket): Promise<SubmitOutcome> =>
      rig.systemWith({ unknownItems: 'ad-hoc' }).submit(rig.soho, ticket);
    const takeOff = (id: string): Promise<unknown> => rig.admin('DELETE', `/catalog/objects/${id}`);

    for (const [said, when, gone] of [
      ['was there when it was sent first', 'since', undefined],
      ['was gone when it was sent first', 'before', 'VAR_DIAVOLA'],
    ] as const)
      it(`finishes an order of which an item ${said}`, async () => {
        if (gone !== undefined) await takeOff(gone);
        const ticket = ticketOf();
        for (const step of [ORDERS, PAYMENTS]) {
          // A refusal counts as an answer that can be lost, too: what was made is what is meant.
          await rig.fault('lost_answer', {
            ...step,
            times: 1,
            ...(when === 'before' && step === ORDERS ? { skip: 1 } : {}),
          });
          expect((await faultIn(adHoc(ticket))).code).to.equal('vendor.no_answer');
          await rig.admin('DELETE', '/faults');
          if (when === 'since' && step === ORDERS) await takeOff('VAR_DIAVOLA');
        }
        const shown = await rig.ticket(ticketIn(await adHoc(ticket)));
        expect(shown.totals).to.include({ total: 1399, due: 0 });
        expect(await rig.orders()).to.have.length(1);
      });
  });

  it('says that the store is unknown where the location is', async () => {
    const session = { ...rig.soho, store: { ...rig.soho.store, ref: 'L_NONE' } };
    expect((await faultIn(rig.system.submit(session, ticketOf()))).code).to.equal('store.unknown');
  });

  it('repeats nothing of what Square quotes', async () => {
    const outcome = await submit(ticketOf({ lines: [lineOf({ ref: 'Zebulon' })] }));
    expect(outcome.kind).to.equal('rejected');
    expect(JSON.stringify(outcome)).to.not.include('Zebulon');
  });
});
