import { expect } from 'chai';
import { manifest } from '#adapter-till/manifest.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { wireItem } from '../../pos-hub/support/orders.js';
import { composedFrom } from '../../pos-hub/support/tickets.js';
import { startRig, ticketIn, type Rig } from '../support/rig.js';
import { lineOf, nested, optionOf, ticketOf } from '../support/tickets.js';

describe('adapter till: tickets', () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());
  afterEach(async () => {
    await rig.admin('PATCH', '/admin/stores/str_soho', { open: true, auto_accept: true });
    await rig.api('PUT', '/v1/stores/str_soho/stock/prd_cola', { in_stock: true });
    await rig.api('PUT', '/v1/stores/str_soho/stock/mod_top_olives', { in_stock: true });
  });

  describe('submitting', () => {
    it('says accepted where the store accepts by itself', async () => {
      const outcome = await rig.system.submit(rig.soho, ticketOf());
      expect(outcome.kind).to.equal('accepted');
    });

    it('says pending where a person at the till decides', async () => {
      await rig.admin('PATCH', '/admin/stores/str_soho', { auto_accept: false });
      const outcome = await rig.system.submit(rig.soho, ticketOf());
      expect(outcome).to.have.property('kind', 'pending');
      expect(outcome).to.have.property('ticket').that.matches(/^ord_/);
    });

    it('makes the total that the guest paid where the prices contain the taxes', async () => {
      const items = [wireItem({ posReference: 'prd_diavola', price: 1200 })];
      const wire = { items, tax: [{ name: 'VAT', amount: 200 }], subTotal: 1200, total: 1200 };
      const { ticket, difference } = composedFrom(wire, manifest.capabilities.orders);
      expect(difference).to.equal(0);
      const outcome = await rig.system.submit(rig.soho, ticket);
      const { totals, taxes, note } = await rig.order(ticketIn(outcome.kind === 'accepted' ? outcome : undefined));
      expect(totals).to.include({ total: 1200, sent_total: 1200, difference: 0 });
      expect([taxes, note]).to.deep.equal([[], undefined]);
    });

    it('takes a card at the door for no payment', async () => {
      const items = [wireItem({ posReference: 'prd_diavola', price: 1200 })];
      const wire = { items, total: 1200, isPaid: false, payments: [{ name: 'CARD', amount: 1200 }] };
      const outcome = await rig.system.submit(rig.soho, composedFrom(wire, manifest.capabilities.orders).ticket);
      const { totals, payments } = await rig.order(ticketIn(outcome.kind === 'accepted' ? outcome : undefined));
      expect(totals).to.include({ total: 1200, paid: 0 });
      expect(payments).to.deep.equal([]);
    });

    it('makes one ticket of one key however often it is sent, and says duplicate from then on', async () => {
      const before = await rig.taken();
      const ticket = ticketOf();
      const first = await rig.system.submit(rig.soho, ticket);
      const again = await Promise.all([1, 2, 3].map(() => rig.system.submit(rig.soho, ticket)));
      if (first.kind !== 'accepted') throw new Error('it was not accepted');
      for (const outcome of again) expect(outcome).to.deep.equal({ kind: 'duplicate', ticket: first.ticket });
      expect((await rig.taken()) - before).to.equal(1);
    });

    it('stays pending when a waiting ticket is sent again: nobody has accepted it', async () => {
      await rig.admin('PATCH', '/admin/stores/str_soho', { auto_accept: false });
      const ticket = ticketOf();
      await rig.system.submit(rig.soho, ticket);
      expect((await rig.system.submit(rig.soho, ticket)).kind).to.equal('pending');
    });

    it('holds an order that changed under its key for a person', async () => {
      const ticket = ticketOf();
      await rig.system.submit(rig.soho, ticket);
      const fault = await faultIn(rig.system.submit(rig.soho, { ...ticket, note: 'no cutlery' }));
      expect(fault.code).to.equal('vendor.refused');
      expect(fault.detail).to.contain('idempotency_key_reused');
    });

    it('takes options nested as deep as the manifest claims', async () => {
      const { optionDepth } = manifest.capabilities.orders;
      const options = [nested(optionDepth, { ref: 'mod_top_rocket' })];
      const outcome = await rig.system.submit(rig.soho, ticketOf({ lines: [lineOf({ options })] }));
      const order = await rig.order(ticketIn(outcome.kind === 'accepted' ? outcome : undefined));
      let level = 0;
      for (let inner = order.lines[0]?.modifiers; inner?.[0] !== undefined; inner = inner[0].modifiers) {
        level += 1;
        expect(inner[0].modifier_id).to.equal(level === optionDepth ? 'mod_top_rocket' : 'mod_top_olives');
      }
      expect(level).to.equal(optionDepth);
    });

    it('holds options nested deeper than that, so that none is lost', async () => {
      const options = [nested(manifest.capabilities.orders.optionDepth + 2)];
      const fault = await faultIn(rig.system.submit(rig.soho, ticketOf({ lines: [lineOf({ options })] })));
      expect(fault.code).to.equal('vendor.refused');
    });

    it('takes a note as long as the manifest claims, and holds a longer one', async () => {
      const { noteLength } = manifest.capabilities.orders;
      const fits = await rig.system.submit(rig.soho, ticketOf({ note: 'x'.repeat(noteLength) }));
      expect(fits.kind).to.equal('accepted');
      const fault = await faultIn(rig.system.submit(rig.soho, ticketOf({ note: 'x'.repeat(noteLength + 1) })));
      expect(fault.code).to.equal('vendor.refused');
      expect(fault.detail).to.contain('note');
    });
  });

  describe('what the till turns down', () => {
    const rejected = async (ticket: ReturnType<typeof ticketOf>): Promise<{ code: string; path?: string }> => {
      const before = await rig.taken();
      const outcome = await rig.system.submit(rig.soho, ticket);
      if (outcome.kind !== 'rejected') throw new Error(`it was ${outcome.kind}`);
      expect(await rig.taken()).to.equal(before);
      const { code, path } = outcome.fault;
      return { code, ...(path === undefined ? {} : { path }) };
    };
    const lines = [lineOf(), lineOf({ ref: 'prd_gone' })];
    const unknownOption = optionOf({ ref: 'mod_gone' });

    it('names the unknown item by its place in the order', async () => {
      expect(await rejected(ticketOf({ lines }))).to.deep.equal({ code: 'menu.item_unknown', path: 'lines[1]' });
    });

    it('names the unknown variant by the place of its line', async () => {
      const ticket = ticketOf({ lines: [lineOf({ ref: 'prd_margherita/var_gone' })] });
      expect(await rejected(ticket)).to.deep.equal({ code: 'menu.item_unknown', path: 'lines[0]' });
    });

    it('names the unknown option at any depth', async () => {
      const options = [optionOf(), optionOf({ options: [optionOf(), optionOf({ options: [unknownOption] })] })];
      expect(await rejected(ticketOf({ lines: [lineOf({ options })] }))).to.deep.equal({
        code: 'menu.item_unknown',
        path: 'lines[0].options[1].options[1].options[0]',
      });
    });

    it('takes a reference that no till could have made for an unknown item', async () => {
      expect(await rejected(ticketOf({ lines: [lineOf({ ref: 'SKU 12 / ü' })] }))).to.deep.equal({
        code: 'menu.item_unknown',
        path: 'lines[0]',
      });
      const options = [optionOf({ ref: 'a b' })];
      expect(await rejected(ticketOf({ lines: [lineOf(), lineOf({ options })] }))).to.deep.equal({
        code: 'menu.item_unknown',
        path: 'lines[1].options[0]',
      });
    });

    it('says of a product that is sold by its variants that the choice is missing', async () => {
      const ticket = ticketOf({ lines: [lineOf({ ref: 'prd_margherita' })] });
      expect(await rejected(ticket)).to.deep.equal({ code: 'menu.selection_invalid', path: 'lines[0]' });
    });

    it('names what is out of stock', async () => {
      await rig.api('PUT', '/v1/stores/str_soho/stock/prd_cola', { in_stock: false });
      await rig.api('PUT', '/v1/stores/str_soho/stock/mod_top_olives', { in_stock: false });
      const item = ticketOf({ lines: [lineOf(), lineOf({ ref: 'prd_cola' })] });
      expect(await rejected(item)).to.deep.equal({ code: 'menu.item_unavailable', path: 'lines[1]' });
      const option = ticketOf({ lines: [lineOf({ options: [optionOf()] })] });
      expect(await rejected(option)).to.deep.equal({ code: 'menu.item_unavailable', path: 'lines[0].options[0]' });
    });

    it('says that the store is closed', async () => {
      await rig.admin('PATCH', '/admin/stores/str_soho', { open: false, closed_reason: 'Flood' });
      expect(await rejected(ticketOf())).to.deep.equal({ code: 'store.closed' });
    });

    it('takes the same order after a refusal, under the same key', async () => {
      await rig.admin('PATCH', '/admin/stores/str_soho', { open: false });
      const ticket = ticketOf();
      expect((await rig.system.submit(rig.soho, ticket)).kind).to.equal('rejected');
      await rig.admin('PATCH', '/admin/stores/str_soho', { open: true });
      expect((await rig.system.submit(rig.soho, ticket)).kind).to.equal('accepted');
    });

    it('holds an order in another currency: it is nobody’s menu that is wrong', async () => {
      const fault = await faultIn(rig.system.submit(rig.kreuzberg, ticketOf()));
      expect(fault.code).to.equal('vendor.refused');
      expect(fault.detail).to.contain('currency_mismatch');
    });

    it('does not know a store that is not there', async () => {
      const session = { ...rig.soho, store: { ...rig.soho.store, ref: 'str_gone/../str_soho' } };
      expect((await faultIn(rig.system.submit(session, ticketOf()))).code).to.equal('store.unknown');
    });
  });

  describe('finding, reading, cancelling', () => {
    it('finds the ticket of an order, and none where there is none', async () => {
      const ticket = ticketOf({ orderId: 'HUB & 7?#/ü', idempotencyKey: `find-${Date.now()}` });
      expect(await rig.system.find(rig.soho, ticket.orderId)).to.equal(undefined);
      const outcome = await rig.system.submit(rig.soho, ticket);
      if (outcome.kind !== 'accepted') throw new Error('it was not accepted');
      const found = await rig.system.find(rig.soho, ticket.orderId);
      expect(found).to.include({ ticket: outcome.ticket, status: 'accepted' });
      expect(await rig.system.find(rig.kreuzberg, ticket.orderId)).to.equal(undefined);
    });

    it('finds the ticket that lives where an earlier one was given up', async () => {
      const first = ticketOf();
      const taken = ticketIn(await submitted(first));
      await rig.system.cancel(rig.soho, taken, 'other');
      const second = ticketIn(await submitted({ ...first, idempotencyKey: `${first.orderId}-1` }));
      expect(await rig.system.find(rig.soho, first.orderId)).to.include({ ticket: second, status: 'accepted' });
      await rig.api('POST', `/v1/orders/${second}/cancel`, { reason: 'no' });
      expect(await rig.system.find(rig.soho, first.orderId)).to.include({ ticket: second, status: 'cancelled' });
    });

    it('tells each status, each later than the one before', async () => {
      const ticket = ticketIn(await submitted(ticketOf()));
      let last = (await rig.system.read(rig.soho, ticket)).at;
      for (const status of ['preparing', 'ready', 'delivering', 'completed'] as const) {
        await rig.api('POST', `/v1/orders/${ticket}/status`, { status });
        const view = await rig.system.read(rig.soho, ticket);
        expect(view).to.include({ ticket, status });
        expect(view.at).to.be.greaterThan(last);
        last = view.at;
      }
    });

    it('does not know a ticket that is not there', async () => {
      expect((await faultIn(rig.system.read(rig.soho, 'ord_gone'))).code).to.equal('vendor.order_unknown');
      const fault = await faultIn(rig.system.cancel(rig.soho, 'ord_gone', 'other'));
      expect(fault.code).to.equal('vendor.order_unknown');
    });

    it('cancels once, and is content the second time', async () => {
      const ticket = ticketIn(await submitted(ticketOf()));
      await rig.system.cancel(rig.soho, ticket, 'customer-cancelled');
      await rig.system.cancel(rig.soho, ticket, 'other');
      const order = await rig.order(ticket);
      expect(order).to.include({ status: 'cancelled', status_reason: 'customer-cancelled' });
    });

    it('says when it is too late to cancel', async () => {
      const ticket = ticketIn(await submitted(ticketOf()));
      await rig.api('POST', `/v1/orders/${ticket}/status`, { status: 'completed' });
      const fault = await faultIn(rig.system.cancel(rig.soho, ticket, 'other'));
      expect(fault.code).to.equal('order.cancel_refused');
    });

    async function submitted(ticket: ReturnType<typeof ticketOf>): Promise<{ readonly ticket?: string }> {
      const outcome = await rig.system.submit(rig.soho, ticket);
      return outcome.kind === 'rejected' ? {} : outcome;
    }
  });
});
