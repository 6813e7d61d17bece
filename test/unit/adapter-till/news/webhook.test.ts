import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import fc from 'fast-check';
import { isFault, type PosSystem, type VendorEvent, type VendorRequest } from '@poshub-bridge/core';
import { ManualClock } from '../../../support/clock.js';
import { until } from '../../../support/until.js';
import { faultOf } from '../../pos-hub/support/faults.js';
import { createSystem, fieldOf, SECRET, startRig, ticketIn, type Rig } from '../support/rig.js';
import { ticketOf } from '../support/tickets.js';

const clock = new ManualClock();
const nowhere = { send: () => Promise.reject(new Error('it must not call')) };
const system: PosSystem = createSystem(nowhere, { clock });

const order = { id: 'ord_1', store_id: 'str_1', reference: 'HUB-1', status: 'ready', version: 7 };
const envelope = { id: 'evt_1', created_at: '', merchant_id: 'mer_1', store_id: 'str_1', sequence: 7 };
const orderUpdated = JSON.stringify({ ...envelope, type: 'order.updated', data: order });

function signed(body: string | Uint8Array, at = clock.now(), secret = SECRET): VendorRequest {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const time = Math.floor(at / 1000);
  const mac = createHmac('sha256', secret).update(`${time}.`).update(bytes).digest('hex');
  return { headers: { 'till-signature': `t=${time},v1=${mac}` }, body: bytes };
}

const codeOf = (request: VendorRequest): string => faultOf(() => system.receive(request)).code;

describe('adapter till: webhooks', () => {
  describe('the signature', () => {
    it('lets in what the till signed', () => {
      expect(system.receive(signed(orderUpdated)).events).to.have.length(1);
    });

    it('keeps out another secret, another body, another time, and none at all', () => {
      const good = signed(orderUpdated);
      const tampered = orderUpdated.replace('ready', 'ready ');
      const header = good.headers['till-signature'] ?? '';
      const wrong: readonly VendorRequest[] = [
        signed(orderUpdated, clock.now(), 'another secret of webhooks'),
        { ...good, body: new TextEncoder().encode(tampered) },
        { ...good, headers: { 'till-signature': header.replace(/t=(\d+)/, (_, t: string) => `t=${Number(t) + 1}`) } },
        { ...good, headers: {} },
        { ...good, headers: { 'till-signature': header.toUpperCase() } },
        { ...good, headers: { 'till-signature': `${header},v1=${'0'.repeat(64)}` } },
      ];
      for (const request of wrong) expect(codeOf(request)).to.equal('request.unauthenticated');
    });

    it('keeps out a call that was captured more than five minutes ago, or comes from the future', () => {
      const minute = 60_000;
      for (const age of [4.9, -4.9]) expect(system.receive(signed(orderUpdated, clock.now() - age * minute))).to.be.ok;
      for (const age of [5.1, 60, -5.1])
        expect(codeOf(signed(orderUpdated, clock.now() - age * minute))).to.equal('request.unauthenticated');
    });

    it('accepts no form but its own, whatever the header says', () => {
      const good = signed(orderUpdated);
      const own = good.headers['till-signature'] ?? '';
      const near = fc
        .tuple(fc.nat(own.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 4 }))
        .map(([at, cut, text]) => own.slice(0, at) + text + own.slice(at + cut));
      fc.assert(
        fc.property(fc.oneof(near, fc.string({ unit: 'binary' }), fc.constant(`${own}\n`)), (header) => {
          fc.pre(header !== own);
          expect(codeOf({ ...good, headers: { 'till-signature': header } })).to.equal('request.unauthenticated');
        }),
        { numRuns: 1_000 },
      );
    });
  });

  describe('what is signed but can’t be read', () => {
    it('ends in a Fault, never in another error, whatever the bytes are', () => {
      const types = fc.constantFrom('order.updated', 'stock.updated', 'catalog.updated', 'store.updated', 'x');
      const bodies = fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
        fc
          .tuple(types, fc.oneof(fc.nat(), fc.jsonValue()), fc.oneof(fc.constant(order), fc.jsonValue()))
          .map(([type, sequence, data]) => JSON.stringify({ ...envelope, type, sequence, data }))
          .map((text) => new TextEncoder().encode(text)),
      );
      fc.assert(
        fc.property(bodies, (body) => {
          try {
            expect(system.receive(signed(body)).events).to.be.an('array');
          } catch (error) {
            expect(isFault(error) ? error.code : error).to.equal('request.unreadable');
          }
        }),
        { numRuns: 1_000 },
      );
    });

    it('refuses an order in another form instead of guessing', () => {
      const body = { ...envelope, type: 'order.updated', data: { ...order, status: 'eaten' } };
      expect(codeOf(signed(JSON.stringify(body)))).to.equal('request.unreadable');
    });

    it('has nothing to say of events of kinds that it does not know', () => {
      expect(system.receive(signed(JSON.stringify({ ...envelope, type: 'tip.jar.full' }))).events).to.deep.equal([]);
    });
  });

  describe('from a till that runs', () => {
    let rig: Rig;
    let server: Server;
    let calls: VendorRequest[];
    beforeEach(async () => {
      calls = [];
      server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const headers = Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
          );
          calls.push({ headers, body: Buffer.concat(chunks) });
          response.end();
        });
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      rig = await startRig({ webhookUrl: `http://127.0.0.1:${port ?? 0}/vendor/webhooks` });
    });
    afterEach(async () => {
      await rig.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    const told = (): readonly VendorEvent[] => calls.flatMap((call) => rig.system.receive(call).events);

    it('registers once however often it is attached, and ends its own subscription only', async () => {
      await rig.system.attach?.(rig.soho);
      await rig.system.attach?.(rig.kreuzberg);
      const url = async (): Promise<unknown> => fieldOf(await rig.api('GET', '/v1/webhooks'), 'url');
      expect(await url()).to.match(/vendor\/webhooks$/);
      await rig.system.detach?.(rig.soho);
      expect(await url()).to.equal(null);
      await rig.system.detach?.(rig.soho);
      const other = { url: 'http://127.0.0.1:9/other', secret: 'a secret of somebody else' };
      await rig.api('PUT', '/v1/webhooks', other);
      await rig.system.detach?.(rig.soho);
      expect(await url()).to.equal(other.url);
    });

    it('does without webhooks where the till can’t reach the bridge, and says so', async () => {
      const far = createSystem(
        { send: () => Promise.resolve({ status: 422, headers: {}, body: { error: { code: 'webhook_url_refused' } } }) },
        { log: rig.log },
      );
      await far.attach?.(rig.soho);
      expect(rig.log.lines.map((line) => line.level)).to.deep.equal(['warn']);
    });

    it('tells what becomes of a ticket, each news under an id of its own, the later with a later time', async () => {
      await rig.system.attach?.(rig.soho);
      const ticket = ticketOf();
      const outcome = await rig.system.submit(rig.soho, ticket);
      const ref = ticketIn(outcome.kind === 'accepted' ? outcome : undefined);
      await rig.api('POST', `/v1/orders/${ref}/status`, { status: 'ready' });
      await until(() => calls.length >= 2);
      const news = told().filter((event) => event.type === 'ticket');
      expect(news.every((event) => event.orderId === ticket.orderId && event.ticket === ref)).to.equal(true);
      const inOrder = [...news].sort((a, b) => a.at - b.at);
      expect(inOrder.map((event) => event.status)).to.deep.equal(['accepted', 'ready']);
      expect(new Set(news.map((event) => event.id)).size).to.equal(2);
      expect(inOrder[1]).to.include(await rig.system.read(rig.soho, ref));
    });

    it('tells at once what ran out, and has the catalog read for everything else', async () => {
      await rig.system.attach?.(rig.soho);
      const stock = async (item: string, inStock: boolean): Promise<readonly VendorEvent[]> => {
        calls = [];
        await rig.api('PUT', `/v1/stores/str_soho/stock/${item}`, { in_stock: inStock });
        await until(() => calls.length >= 1);
        return told();
      };
      const kinds = (events: readonly VendorEvent[]): readonly string[] => events.map((event) => event.type);
      const gone = await stock('prd_cola', false);
      expect(gone[0]).to.include({ type: 'stock', store: 'str_soho', item: 'prd_cola', available: false });
      expect(kinds(gone)).to.deep.equal(['stock', 'catalog-changed']);
      expect(kinds(await stock('prd_cola', true))).to.deep.equal(['catalog-changed']);
      expect(kinds(await stock('mod_top_olives', false))).to.deep.equal(['stock', 'catalog-changed']);
      expect(kinds(await stock('var_margherita_9', false))).to.deep.equal(['catalog-changed']);
    });

    it('has the catalog read when the menu or the store’s hours change', async () => {
      await rig.system.attach?.(rig.soho);
      await rig.admin('PATCH', '/admin/stores/str_soho/products/prd_cola', { price: 330 });
      await until(() => calls.length >= 1);
      await rig.admin('PATCH', '/admin/stores/str_soho', { hours: [] });
      await until(() => calls.length >= 2);
      const news = told();
      expect(news.map((event) => event.type)).to.deep.equal(['catalog-changed', 'catalog-changed']);
      expect(new Set(news.map((event) => event.id)).size).to.equal(2);
    });
  });
});
