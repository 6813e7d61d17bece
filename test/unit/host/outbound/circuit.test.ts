import { expect } from 'chai';
import sinon, { type SinonFakeTimers } from 'sinon';
import { Fault, type CatalogPart, type StoreSession } from '@poshub-bridge/core';
import { withCircuits } from '#host/outbound/circuit.js';
import { FakeTill, GBP_STORE } from '../../../support/fake-till.js';
import { CollectedLog } from '../../../support/log.js';
import { ticketOf } from '../../adapter-till/support/tickets.js';
import { faultIn } from '../../pos-hub/support/faults.js';

const STORE = { ref: GBP_STORE.ref, currency: GBP_STORE.currency, timezone: GBP_STORE.timezone };

function session(connectionId: string): StoreSession {
  return { connectionId, credentials: { key: 'good' }, store: STORE };
}

describe('the circuit before a till', () => {
  let till: FakeTill;
  let log: CollectedLog;
  let guarded: ReturnType<typeof withCircuits>;
  let time: SinonFakeTimers;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    till = new FakeTill();
    log = new CollectedLog();
    guarded = withCircuits(till, log);
  });
  afterEach(() => time.restore());

  const find = (connectionId: string) => guarded.find(session(connectionId), 'order-1');
  const codeOf = async (connectionId: string): Promise<string> =>
    find(connectionId).then(
      () => 'fine',
      (error: unknown) => (error instanceof Fault ? error.code : String(error)),
    );

  /** Lets calls fail, one after another. */
  async function fail(connectionId: string, ...faults: readonly Fault[]): Promise<readonly string[]> {
    till.plan('find', ...faults);
    const codes: string[] = [];
    while (codes.length < faults.length) codes.push(await codeOf(connectionId));
    return codes;
  }

  const outages = (count: number): readonly Fault[] =>
    Array.from({ length: count }, (_, index) => new Fault(index % 2 === 0 ? 'vendor.unavailable' : 'vendor.no_answer'));

  it('opens after five outages in a row, for that connection alone', async () => {
    await fail('soho', ...outages(5));
    const asked = till.countOf('find');
    expect(await codeOf('soho')).to.equal('vendor.busy');
    expect(await codeOf('soho')).to.equal('vendor.busy');
    expect(till.countOf('find'), 'the till is left alone').to.equal(asked);
    expect(await codeOf('leeds'), 'another store does not notice').to.equal('fine');
    expect(log.lines.map(({ event, fields }) => [event, fields['connectionId']])).to.deep.equal([
      ['circuit opened', 'soho'],
    ]);
  });

  it('tells when the calls of a connection pause, and when they go on', async () => {
    const told: (readonly [string, boolean])[] = [];
    guarded = withCircuits(till, log, (...change) => told.push(change));
    await fail('soho', ...outages(4));
    expect(told).to.deep.equal([]);
    await fail('soho', ...outages(1));
    expect(told).to.deep.equal([['soho', true]]);
    time.tick(60_000);
    expect(await codeOf('soho')).to.equal('fine');
    expect(told).to.deep.equal([
      ['soho', true],
      ['soho', false],
    ]);
  });

  it('passes each outage on as it is', async () => {
    expect(await fail('soho', ...outages(5))).to.deep.equal([
      ...['vendor.unavailable', 'vendor.no_answer', 'vendor.unavailable', 'vendor.no_answer', 'vendor.unavailable'],
    ]);
  });

  it('stays closed after four, and begins to count anew after a success', async () => {
    await fail('soho', ...outages(4));
    expect(await codeOf('soho')).to.equal('fine');
    await fail('soho', ...outages(4));
    expect(await codeOf('soho')).to.equal('fine');
  });

  it('does not count what the till refuses: that says it is there', async () => {
    for (let round = 0; round < 3; round += 1)
      for (const code of ['vendor.refused', 'credentials.invalid', 'vendor.rate_limited', 'vendor.unreadable'] as const)
        expect(await fail('soho', new Fault(code))).to.deep.equal([code]);
    expect(await codeOf('soho')).to.equal('fine');
  });

  it('begins to count anew after a refusal', async () => {
    await fail('soho', ...outages(4), new Fault('vendor.refused'), ...outages(4));
    expect(await codeOf('soho')).to.equal('fine');
  });

  it('does not count a mistake of the adapter', async () => {
    till.plan('find', ...Array.from({ length: 6 }, () => 'broken-after' as const));
    for (let round = 0; round < 6; round += 1) expect(await codeOf('soho')).to.contain('TypeError');
    expect(await codeOf('soho')).to.equal('fine');
  });

  it('looks once in a while, and closes when the till is back', async () => {
    await fail('soho', ...outages(5));
    time.tick(60_000);
    expect(await fail('soho', ...outages(1)), 'the look is a real call').to.deep.equal(['vendor.unavailable']);
    expect(await codeOf('soho'), 'open again').to.equal('vendor.busy');
    time.tick(60_000);
    expect(await codeOf('soho')).to.equal('fine');
    await fail('soho', ...outages(4));
    expect(await codeOf('soho'), 'it counts from nothing').to.equal('fine');
    expect(log.lines.map(({ event }) => event)).to.deep.equal(['circuit opened', 'circuit opened', 'circuit closed']);
  });

  it('closes when the system’s time is set back: by that time it would stay open for as long', async () => {
    const changes: boolean[] = [];
    guarded = withCircuits(till, log, (_, isPaused) => changes.push(isPaused));
    await fail('soho', ...outages(5));
    expect(await codeOf('soho')).to.equal('vendor.busy');
    time.setSystemTime(1_000_000 - 600_000);
    expect(await codeOf('soho')).to.equal('fine');
    expect(changes).to.deep.equal([true, false]);
    expect(await fail('soho', ...outages(5))).not.to.include('vendor.busy');
    expect(await codeOf('soho')).to.equal('vendor.busy');
  });

  it('closes when the till answers the look with a refusal', async () => {
    await fail('soho', ...outages(5));
    time.tick(60_000);
    expect(await fail('soho', new Fault('vendor.refused'))).to.deep.equal(['vendor.refused']);
    expect(await codeOf('soho')).to.equal('fine');
  });

  it('lets one call look, while the others wait for what it sees', async () => {
    await fail('soho', ...outages(5));
    time.tick(60_000);
    const asked = till.countOf('find');
    till.plan('find', new Fault('vendor.unavailable'));
    const codes = await Promise.all([codeOf('soho'), codeOf('soho'), codeOf('soho')]);
    expect(codes).to.deep.equal(['vendor.unavailable', 'vendor.busy', 'vendor.busy']);
    expect(till.countOf('find')).to.equal(asked + 1);
  });

  it('stands before each call for a store: an outage of one kind opens it for all', async () => {
    const submit = () => guarded.submit(session('soho'), ticketOf());
    till.plan('poll', ...outages(5));
    for (let count = 0; count < 5; count += 1) await faultIn(guarded.poll(session('soho'), undefined));
    for (const call of [
      submit,
      () => guarded.find(session('soho'), 'order-1'),
      () => guarded.read(session('soho'), 'ticket-1'),
      () => guarded.cancel(session('soho'), 'ticket-1', 'other'),
      () => guarded.poll(session('soho'), undefined),
      () => guarded.attach?.(session('soho')) ?? Promise.resolve(),
      () => allOf(guarded.catalog(session('soho'))),
    ])
      expect((await faultIn(call())).code).to.equal('vendor.busy');
  });

  it('does not stand before the vendor’s own calls, nor before a merchant who connects', async () => {
    await fail('soho', ...outages(5));
    till.deliveries.set('news', []);
    expect(guarded.receive({ headers: { 'x-till': 'signed' }, body: new TextEncoder().encode('news') }).events).to.be
      .empty;
    expect((await guarded.stores(session('soho'))).merchant).to.equal('merchant-1');
  });

  describe('of a catalog', () => {
    const part: CatalogPart = { categories: [] };

    it('passes on the parts one by one', async () => {
      till.menu = [part, part];
      expect(await allOf(guarded.catalog(session('soho')))).to.have.length(2);
    });

    it('counts an outage in its midst', async () => {
      till.menu = [part, new Fault('vendor.unavailable')];
      for (let count = 0; count < 4; count += 1)
        expect((await faultIn(allOf(guarded.catalog(session('soho'))))).code).to.equal('vendor.unavailable');
      expect(await codeOf('soho'), 'parts that come count as successes').to.equal('fine');
      till.menu = [new Fault('vendor.unavailable')];
      for (let count = 0; count < 5; count += 1) await faultIn(allOf(guarded.catalog(session('soho'))));
      expect(await codeOf('soho')).to.equal('vendor.busy');
    });

    it('ends the adapter’s reading when nobody reads on', async () => {
      let ended = 0;
      till.catalog = async function* () {
        try {
          await Promise.resolve();
          for (;;) yield part;
        } finally {
          ended += 1;
        }
      };
      for await (const first of guarded.catalog(session('soho'))) {
        expect(first).to.equal(part);
        break;
      }
      expect(ended).to.equal(1);
    });
  });
});

async function allOf(parts: AsyncIterable<CatalogPart>): Promise<readonly CatalogPart[]> {
  const all: CatalogPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}
