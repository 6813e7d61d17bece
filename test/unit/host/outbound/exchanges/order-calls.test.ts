import { expect } from 'chai';
import { Fault, type Exchange, type HttpClient, type HttpRequest, type HttpResponse } from '@poshub-bridge/core';
import { recordOrders, recordReports, type Subject } from '#host/outbound/exchanges/order-calls.js';
import { OrderRuns } from '#host/outbound/runs.js';
import { ManualClock } from '../../../../support/clock.js';
import { FakeHub } from '../../../../support/fake-hub.js';
import { FakeTill } from '../../../../support/fake-till.js';
import { rejection, until } from '../../../../support/until.js';
import { aTicket } from './support.js';

const store = { ref: 's1', currency: 'GBP', timezone: 'Europe/London' };
const session = { connectionId: 'connection-1', credentials: {}, store };
const ids = { connectionId: 'c', accountId: 'a', locationId: 'l' };

/** Answers each call when the test says so. */
class Line implements HttpClient {
  readonly waiting: { readonly request: HttpRequest; readonly answer: (response: HttpResponse | Fault) => void }[] = [];

  send(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const answer = (response: HttpResponse | Fault): void =>
        response instanceof Fault ? reject(response) : resolve(response);
      this.waiting.push({ request, answer });
    });
  }

  /** Answers the call of this number once it is made. */
  async answer(index: number, response: HttpResponse | Fault): Promise<void> {
    await until(() => this.waiting.length > index);
    this.waiting[index]?.answer(response);
  }
}

/** A till that makes one call for whatever it is asked. */
class CallingTill extends FakeTill {
  constructor(
    private readonly http: HttpClient,
    private readonly baseUrl = 'https://till.example.com',
  ) {
    super();
  }

  async #ask(path: string, json: unknown): Promise<void> {
    // Others get their turn before it calls.
    await Promise.resolve();
    await this.http.send({ method: 'POST', url: `${this.baseUrl}${path}?secret=1`, json });
  }

  override async submit(...[, ticket]: Parameters<FakeTill['submit']>) {
    await this.#ask('/orders', { orderId: ticket.orderId, note: 'for Ada' });
    return { kind: 'accepted', ticket: `ticket-of-${ticket.orderId}` } as const;
  }

  override async cancel(...[, ticket]: Parameters<FakeTill['cancel']>) {
    await this.#ask(`/orders/${ticket}/cancel`, undefined);
  }

  override async find(): Promise<undefined> {
    await this.#ask('/search', {});
    return undefined;
  }
}

describe('what is taken down of orders’ calls', () => {
  const noted: { readonly subject: Subject; readonly exchange: Exchange }[] = [];
  const note = (subject: Subject, exchange: Exchange): void => void noted.push({ subject, exchange });
  let line: Line;
  let clock: ManualClock;
  beforeEach(() => {
    noted.length = 0;
    line = new Line();
    clock = new ManualClock();
  });
  const ok: HttpResponse = { status: 201, headers: {}, body: { id: 't-1', name: 'Ada' } };

  describe('at the till', () => {
    it('belongs to the order that it was made for, however many are under way at once', async () => {
      let systems = 0;
      const till = recordOrders((http) => (systems++, new CallingTill(http)), line, clock, note, new OrderRuns());
      const names = ['o1', 'o2', 'o3'];
      const runs = names.map((id) => till.submit(session, aTicket(id)));
      // They are answered in another order than they were asked.
      for (const index of [2, 0, 1]) {
        await line.answer(index, ok);
        await runs[index];
      }
      expect(noted.map(({ subject }) => subject)).to.deep.equal(['o3', 'o1', 'o2'].map((orderId) => ({ orderId })));
      for (const { subject, exchange } of noted)
        expect(exchange.request).to.deep.equal({ orderId: 'orderId' in subject && subject.orderId, note: '[text 7]' });
      const more = ['o4', 'o5'].map((id) => till.find(session, id));
      for (const index of [4, 3]) await line.answer(index, ok);
      await Promise.all(more);
      expect(noted.slice(3).map(({ subject }) => subject)).to.have.deep.members([{ orderId: 'o4' }, { orderId: 'o5' }]);
      expect(systems, 'a system is used again').to.equal(3);
    });

    it('is not what an adapter does between two pieces of work', async () => {
      const ways: HttpClient[] = [];
      const open = (http: HttpClient) => {
        ways.push(http);
        return new CallingTill(http);
      };
      const till = recordOrders(open, line, clock, note, new OrderRuns());
      const run = till.submit(session, aTicket('o1'));
      await line.answer(0, ok);
      await run;
      const late = ways[0]?.send({ method: 'GET', url: 'https://till.example.com/later' });
      await line.answer(1, ok);
      await late;
      expect(noted).to.have.length(1);
    });

    it('is known by its ticket where only that is named', async () => {
      const till = recordOrders((http) => new CallingTill(http), line, clock, note, new OrderRuns());
      const run = till.cancel(session, 'T1', 'other');
      await line.answer(0, { status: 204, headers: {}, body: undefined });
      await run;
      expect(noted[0]?.subject).to.deep.equal({ connectionId: 'connection-1', ticket: 'T1' });
    });

    it('says what was asked, what came back and when, without query, secrets and what people wrote', async () => {
      const till = recordOrders((http) => new CallingTill(http), line, clock, note, new OrderRuns());
      const run = till.submit(session, aTicket('o1'));
      await line.answer(0, ok);
      await run;
      const { milliseconds, ...exchange } = noted[0]?.exchange ?? { milliseconds: -1 };
      expect(milliseconds).to.be.at.least(0);
      expect(exchange).to.deep.equal({
        ...{ at: clock.now(), target: 'till', method: 'POST', path: '/orders', status: 201 },
        ...{ request: { orderId: 'o1', note: '[text 7]' }, response: { id: 't-1', name: '[text 3]' } },
      });
    });

    it('says why there was no answer, and passes the fault on', async () => {
      const till = recordOrders((http) => new CallingTill(http), line, clock, note, new OrderRuns());
      const failing = rejection(till.submit(session, aTicket('o1')));
      const fault = new Fault('vendor.no_answer');
      await line.answer(0, fault);
      expect(await failing).to.equal(fault);
      expect(noted[0]?.exchange).to.include({ fault: 'vendor.no_answer' }).and.not.to.have.property('status');
    });

    it('leaves it to the way out to say that a URL is none', async () => {
      const refused = new Fault('outbound.not_allowed');
      const way: HttpClient = { send: () => Promise.reject(refused) };
      const till = recordOrders((http) => new CallingTill(http, 'no URL at all'), way, clock, note, new OrderRuns());
      expect(await rejection(till.submit(session, aTicket('o1')))).to.equal(refused);
      expect(noted[0]?.exchange).to.include({ fault: 'outbound.not_allowed', path: '[no URL]' });
    });

    it('keeps no body that is very long', async () => {
      const till = recordOrders((http) => new CallingTill(http), line, clock, note, new OrderRuns());
      const run = till.submit(session, aTicket('o1'));
      const body = Array.from({ length: 50 }, () => ({
        aId: 'x-1'.repeat(20),
        bId: 'y-1'.repeat(20),
        cId: 'z-1'.repeat(20),
      }));
      await line.answer(0, { status: 200, headers: {}, body });
      await run;
      expect(noted[0]?.exchange.response).to.match(/^\[\d+ characters\]$/);
    });
  });

  describe('in POS Hub', () => {
    /** Asks for a token and then reports, as POS Hub's client does. */
    function hubOver(http: HttpClient): FakeHub {
      const hub = new FakeHub();
      return Object.assign(hub, {
        report: async (_ids: object, orderId: string) => {
          await http.send({ method: 'POST', url: 'https://hub.example.com/token', form: { client_secret: 'x' } });
          const url = `https://hub.example.com/locations/l/orders/${encodeURIComponent(orderId)}`;
          await http.send({ method: 'PATCH', url, json: { status: 'ACCEPTED' } });
        },
        location: async () => {
          await http.send({ method: 'GET', url: 'https://hub.example.com/orders/o1' });
          return { name: 'x' };
        },
      });
    }

    it('is what names the order while it is asked about; never the token', async () => {
      const hub = recordReports(hubOver, { send: () => Promise.resolve(ok) }, clock, note);
      await hub.location(ids);
      expect(noted).to.deep.equal([]);
      await Promise.all([hub.report(ids, 'o1', { status: 'accepted' }), hub.report(ids, 'o/2', { status: 'ready' })]);
      await hub.location(ids);
      expect(noted.map(({ subject, exchange }) => [subject, exchange.target, exchange.method])).to.deep.equal([
        [{ orderId: 'o1' }, 'hub', 'PATCH'],
        [{ orderId: 'o/2' }, 'hub', 'PATCH'],
      ]);
      expect(noted[0]?.exchange.request).to.deep.equal({ status: 'ACCEPTED' });
      expect(noted[0]?.exchange.path).to.equal('/locations/l/orders/o1');
    });
  });
});
