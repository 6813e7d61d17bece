import { expect } from 'chai';
import type { HttpClient } from '@poshub-bridge/core';
import { recordOrders, type OrderCalls } from '#host/outbound/exchanges/order-calls.js';
import { createHttpClient } from '#host/outbound/http-client.js';
import { OrderRuns } from '#host/outbound/runs.js';
import { ManualClock } from '../../../support/clock.js';
import { FakeTill } from '../../../support/fake-till.js';
import { until } from '../../../support/until.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { aTicket } from './exchanges/support.js';
import { startVendor, type Vendor } from './support/vendor.js';

const session = {
  ...{ connectionId: 'connection-1', credentials: {} },
  store: { ref: 's1', currency: 'GBP', timezone: 'Europe/London' },
};

/** A till whose orders take two calls. */
class TwoCallsTill extends FakeTill {
  constructor(
    private readonly http: HttpClient,
    private readonly url: string,
  ) {
    super();
  }

  override async submit(...[, { orderId }]: Parameters<FakeTill['submit']>) {
    for (const part of ['first', 'second'])
      await this.http.send({ method: 'POST', url: `${this.url}/${orderId}/${part}`, json: {} });
    return { kind: 'accepted', ticket: `ticket-of-${orderId}` } as const;
  }
}

describe('the calls of a run that is given up', () => {
  let vendor: Vendor;
  let asked: string[] = [];
  let answers: (() => void)[] = [];
  let runs: OrderRuns;

  beforeEach(async () => {
    [asked, answers, runs] = [[], [], new OrderRuns()];
    vendor = await startVendor((request, response) => {
      asked.push(request.url ?? '');
      answers.push(() => void response.end());
    });
  });
  afterEach(() => vendor.stop());

  function tillOf(callsPerSecond?: number): OrderCalls {
    const pace = callsPerSecond === undefined ? {} : { callsPerSecond };
    const http = createHttpClient({ hosts: [vendor.host], allowPrivateAddresses: true, timeoutMs: 5_000, ...pace });
    const create = (way: HttpClient): TwoCallsTill => new TwoCallsTill(way, vendor.url);
    return recordOrders(create, http, new ManualClock(), () => undefined, runs);
  }

  /** Answers the call of this number once it came. */
  async function answer(index: number): Promise<void> {
    await until(() => answers.length > index);
    answers[index]?.();
  }

  it('don’t begin: the one under way ends, and certainly nothing more was sent', async () => {
    const givenUp = new AbortController();
    const till = tillOf();
    const run = faultIn(runs.during('o1', givenUp.signal, () => till.submit(session, aTicket('o1'))));
    await until(() => asked.length === 1);
    givenUp.abort();
    await answer(0);
    const fault = await run;
    expect([fault.code, fault.side, fault.retry]).to.deep.equal(['vendor.busy', 'vendor', 'later']);
    expect(asked).to.deep.equal(['/o1/first']);
  });

  it('don’t begin where they waited for their turn meanwhile', async () => {
    const givenUp = new AbortController();
    const till = tillOf(1);
    const run = faultIn(runs.during('o1', givenUp.signal, () => till.submit(session, aTicket('o1'))));
    await answer(0);
    givenUp.abort();
    expect((await run).code).to.equal('vendor.busy');
    expect(asked).to.deep.equal(['/o1/first']);
  });

  it('are not those of the next run, nor of another order, nor of what is no run', async () => {
    const till = tillOf();
    const submit = (id: string) => till.submit(session, aTicket(id));
    const given = AbortSignal.abort();
    await runs.during('o1', given, () => Promise.resolve());
    const all = Promise.all([
      runs.during('o1', new AbortController().signal, () => submit('o1')),
      runs.during('o2', given, () => submit('o3')),
    ]);
    for (const index of [0, 1, 2, 3]) await answer(index);
    await all;
    expect(asked).to.have.members(['/o1/first', '/o1/second', '/o3/first', '/o3/second']);
  });
});
