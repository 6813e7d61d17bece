import { expect } from 'chai';
import { asFault, Fault, MINUTE, type Credentials, type StoreSession } from '@poshub-bridge/core';
import { rejection, until } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';

describe('the access to a store', () => {
  let world: World;
  let renewals: Credentials[];
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    renewals = [];
    world.till.refresh = ({ credentials }) => {
      renewals.push(credentials);
      return Promise.resolve({ key: 'good', number: renewals.length });
    };
  });
  afterEach(() => world.dispose());

  const { connectionId } = IDS;
  const stored = () => world.storage.ledger.vault.read(connectionId);
  const use = <T>(task: (session: StoreSession) => Promise<T>) => world.services.sessions.use(connectionId, task);
  const codeOf = async (promise: Promise<unknown>) => asFault(await rejection(promise)).code;
  const numberOf = (session: StoreSession) => Promise.resolve(session.credentials['number']);
  /** A task that the till answers with these faults, and then well. */
  const answering =
    (...codes: ConstructorParameters<typeof Fault>[0][]) =>
    () => {
      const code = codes.shift();
      return code === undefined ? Promise.resolve('done') : Promise.reject(new Fault(code));
    };

  it('is the store’s with the merchant’s credentials', async () => {
    const session = await use((one) => Promise.resolve(one));
    expect(session).to.deep.include({ connectionId, credentials: { key: 'good' } });
    expect(session.store).to.include({ ref: 'store-1', currency: 'GBP' });
    expect(renewals).to.deep.equal([]);
  });

  it('is nobody’s while the location is not connected', async () => {
    expect(await codeOf(world.services.sessions.use('unknown', numberOf))).to.equal('order.not_attached');
    await world.connect({ status: 'failed' });
    expect(await codeOf(use(numberOf))).to.equal('order.not_attached');
    await world.connect();
    await world.storage.ledger.vault.erase(connectionId);
    expect(await codeOf(use(numberOf))).to.equal('order.not_attached');
  });

  it('is renewed before it ends, once for many who come at once, and stored before its first use', async () => {
    const end = world.clock.now() + MINUTE;
    world.till.expiresAt = ({ number }) => (number === undefined ? end : undefined);
    expect(await use(numberOf)).to.equal(undefined);
    world.clock.advance(MINUTE);
    const numbers = await Promise.all(
      Array.from({ length: 20 }, () =>
        use(async (session) => {
          expect((await stored())?.['number']).to.equal(1);
          return session.credentials['number'];
        }),
      ),
    );
    expect(new Set(numbers)).to.deep.equal(new Set([1]));
    expect(renewals).to.deep.equal([{ key: 'good' }]);
  });

  describe('that could not be renewed in good time', () => {
    let answers: (Fault | undefined)[];
    beforeEach(() => {
      answers = [];
      world.till.expiresAt = ({ number }) => (number === undefined ? 0 : undefined);
      world.till.refresh = ({ credentials }) => {
        renewals.push(credentials);
        const fault = answers.shift();
        return fault === undefined ? Promise.resolve({ key: 'good', number: 1 }) : Promise.reject(fault);
      };
    });

    for (const code of ['vendor.unavailable', 'vendor.no_answer', 'vendor.refused', 'vendor.rate_limited'] as const)
      it(`is used as it was after ${code}, and is renewed a minute later, not with each call`, async () => {
        answers = [new Fault(code)];
        const calls = Array.from({ length: 10 }, () => use(numberOf));
        expect(new Set(await Promise.all(calls))).to.deep.equal(new Set([undefined]));
        expect(renewals).to.have.length(1);
        expect(world.storage.log.lines.map(({ event }) => event)).to.include('credentials not renewed yet');
        world.clock.advance(MINUTE - 1);
        expect(await use(numberOf)).to.equal(undefined);
        expect(renewals).to.have.length(1);
        world.clock.advance(1);
        expect(await use(numberOf)).to.equal(1);
        expect(renewals).to.have.length(2);
      });

    it('holds up nobody until it is tried again', async () => {
      answers = [new Fault('vendor.unavailable')];
      await use(numberOf);
      const before = world.life.steps.length;
      expect(await use(numberOf)).to.equal(undefined);
      expect(world.life.steps.slice(before)).to.not.include('locks.withLock');
    });

    it('is left alone as long as the till wants to be', async () => {
      answers = [new Fault('vendor.rate_limited', { retryAfterMs: 3 * MINUTE })];
      await use(numberOf);
      world.clock.advance(3 * MINUTE - 1);
      expect(await use(numberOf)).to.equal(undefined);
      world.clock.advance(1);
      expect(await use(numberOf)).to.equal(1);
    });

    it('is renewed at once where the till says that it ended, and of no use where that fails', async () => {
      answers = [new Fault('vendor.unavailable'), new Fault('vendor.unavailable')];
      expect(await codeOf(use(answering('credentials.expired')))).to.equal('vendor.unavailable');
      expect(renewals).to.have.length(2);
      expect(await use(answering('credentials.expired'))).to.equal('done');
      expect((await world.connection())?.status).to.equal('connected');
    });

    it('is looked at again a minute later by itself', async () => {
      answers = [new Fault('vendor.unavailable')];
      expect(await world.run('renew')).to.deep.equal({ again: world.clock.now() + MINUTE });
      world.clock.advance(MINUTE);
      expect(await world.run('renew')).to.deep.equal({ done: true });
    });

    for (const code of ['credentials.invalid', 'credentials.revoked'] as const)
      it(`is of no use any more after ${code}`, async () => {
        answers = [new Fault(code)];
        expect(await codeOf(use(numberOf))).to.equal(code);
        expect((await world.connection())?.status).to.equal('failed');
      });
  });

  it('is not used when its renewal could not be stored', async () => {
    world.till.expiresAt = () => 0;
    const { vault } = world.storage.ledger;
    vault.write = () => Promise.reject(new Fault('storage.unavailable'));
    world.reborn();
    let used = 0;
    expect(await codeOf(use(() => Promise.resolve((used += 1))))).to.equal('storage.unavailable');
    expect(used).to.equal(0);
  });

  it('is renewed once, and the call repeated once, when the till says that it ended', async () => {
    expect(await use(answering('credentials.expired'))).to.equal('done');
    expect(renewals).to.have.length(1);
    expect(await codeOf(use(answering('credentials.expired', 'credentials.expired')))).to.equal('credentials.expired');
    expect(renewals).to.have.length(2);
    expect((await world.connection())?.status).to.equal('connected');
  });

  it('is renewed once for many calls that all hear that it ended', async () => {
    await Promise.all(Array.from({ length: 10 }, () => use(answering('credentials.expired'))));
    expect(renewals).to.have.length(1);
  });

  it('passes on what else goes wrong, and renews nothing', async () => {
    expect(await codeOf(use(answering('vendor.unavailable')))).to.equal('vendor.unavailable');
    expect(await codeOf(use(() => Promise.reject(new TypeError('broken'))))).to.equal('bridge.broken');
    expect(renewals).to.deep.equal([]);
  });

  it('fails the connection once, and tells POS Hub the reason, when the till says no for good', async () => {
    const all = Array.from({ length: 5 }, () => codeOf(use(answering('credentials.invalid'))));
    expect(new Set(await Promise.all(all))).to.deep.equal(new Set(['credentials.invalid']));
    expect(await world.connection()).to.deep.include({ status: 'failed', announced: 'connected' });
    expect(world.storage.log.lines.filter(({ event }) => event === 'connection failed')).to.have.length(1);
    await world.run('connection');
    await world.run('connection');
    expect(world.hub.statuses).to.have.length(1);
    expect(world.hub.statuses[0]).to.include({ status: 'failed' });
    expect(world.hub.statuses[0]?.reason).to.contain('The merchant must connect again.');
  });

  it('fails the connection when the till refuses to renew it', async () => {
    world.till.refresh = () => Promise.reject(new Fault('credentials.revoked'));
    expect(await codeOf(use(answering('credentials.expired')))).to.equal('credentials.revoked');
    expect((await world.connection())?.failure?.code).to.equal('credentials.revoked');
  });

  it('fails the connection when it ended and the till has no way to renew it', async () => {
    delete world.till.refresh;
    expect(await codeOf(use(answering('credentials.expired')))).to.equal('credentials.invalid');
    expect((await world.connection())?.status).to.equal('failed');
  });

  it('fails also when the renewed access is refused', async () => {
    expect(await codeOf(use(answering('credentials.expired', 'credentials.invalid')))).to.equal('credentials.invalid');
    expect((await world.connection())?.status).to.equal('failed');
  });

  it('stays with a merchant who connected anew while the old one was refused', async () => {
    const refused = use(async () => {
      await world.connect();
      await world.storage.ledger.vault.write(connectionId, { key: 'good', from: 'the merchant' });
      throw new Fault('credentials.invalid');
    });
    expect(await codeOf(refused)).to.equal('credentials.invalid');
    expect((await world.connection())?.status).to.equal('connected');
    expect(await stored()).to.deep.equal({ key: 'good', from: 'the merchant' });
  });

  it('is that of the merchant who connected anew, not a renewal of the old one', async () => {
    world.till.expiresAt = ({ from }) => (from === undefined ? 0 : undefined);
    const first = use(async () => {
      await world.storage.ledger.vault.write(connectionId, { key: 'good', from: 'the merchant' });
      throw new Fault('credentials.expired');
    });
    await rejection(first).catch(() => undefined);
    expect(await use((session) => Promise.resolve(session.credentials))).to.include({ from: 'the merchant' });
    expect(renewals).to.have.length(1);
  });

  describe('in good time', () => {
    it('is renewed by itself, and looked at again before its next end', async () => {
      const ends = new Map([
        [undefined, world.clock.now()],
        [1, world.clock.now() + 60 * MINUTE],
      ]);
      world.till.expiresAt = ({ number }) => ends.get(number === 1 ? 1 : undefined);
      expect(await world.run('renew')).to.deep.equal({ again: world.clock.now() + 60 * MINUTE });
      expect(renewals).to.have.length(1);
    });

    it('is left alone where it never ends or the location is not connected', async () => {
      expect(await world.run('renew')).to.deep.equal({ done: true });
      await world.connect({ status: 'failed' });
      expect(await world.run('renew')).to.deep.equal({ done: true });
      expect(await world.run('renew', 'unknown')).to.deep.equal({ done: true });
    });

    it('does not besiege a vendor whose access ends sooner than it comes', async () => {
      world.till.expiresAt = () => 0;
      expect(await world.run('renew')).to.deep.equal({ again: world.clock.now() + MINUTE });
      expect(renewals).to.have.length(1);
    });

    it('registers the store at the vendor once in each process', async () => {
      await world.run('renew');
      await world.run('renew');
      expect(world.till.countOf('attach')).to.equal(1);
      await world.restart();
      await world.run('renew');
      expect(world.till.countOf('attach')).to.equal(2);
    });

    it('registers the store again until the vendor can be reached', async () => {
      world.till.plan('attach', new Fault('vendor.unavailable'));
      expect(await codeOf(world.run('renew'))).to.equal('vendor.unavailable');
      await world.run('renew');
      expect(world.till.countOf('attach')).to.equal(2);
    });

    it('does without a registration that the vendor refuses: news come by polling', async () => {
      world.till.plan('attach', new Fault('vendor.refused'));
      expect(await world.run('renew')).to.deep.equal({ done: true });
      expect(world.storage.log.lines.map(({ event }) => event)).to.include('store not registered at the vendor');
    });

    it('fails the connection when the registration shows that the access is gone', async () => {
      world.till.plan('attach', new Fault('credentials.invalid'));
      expect(await codeOf(world.run('renew'))).to.equal('credentials.invalid');
      expect((await world.connection())?.status).to.equal('failed');
    });
  });

  it('is erased for good by a removal, although a renewal was on its way', async () => {
    let arrive: (renewed: Credentials) => void = () => undefined;
    world.till.refresh = (session) => {
      renewals.push(session.credentials);
      return new Promise((resolve) => (arrive = resolve));
    };
    const renewal = use(answering('credentials.expired'));
    await until(() => renewals.length === 1);
    const body = world.wire.connectionEvent('removal', IDS, 'remove');
    await world.services.receiving.receive(body, { 'x-hub': 'signed' });
    const removal = world.run('connection');
    await new Promise((resolve) => setImmediate(resolve));
    arrive({ key: 'good', renewed: true });
    await Promise.all([renewal, removal]);
    expect((await world.connection())?.status).to.equal('removed');
    expect(await stored()).to.equal(undefined);
  });
});
