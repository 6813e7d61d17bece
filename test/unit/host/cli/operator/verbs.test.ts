import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { IDS } from '../../../pos-hub/support/orders.js';
import { Operator } from '../../http/support/operator.js';
import { MENU, startServer, type TestServer } from '../../http/support/server.js';
import { API_TOKEN } from '../../support/configs.js';
import { run, type Ended } from '../../support/program.js';

const { connectionId } = IDS;

/** The command line as a process, against all routes of a host on a real server. */
describe('the command line of a host that runs', function () {
  this.timeout(60_000);
  let server: TestServer;
  let operator: Operator;
  beforeEach(async () => {
    server = await startServer();
    operator = new Operator(server);
    server.till.menu = [MENU];
    await server.connect();
  });
  afterEach(() => server.dispose());

  const ask = (...args: readonly string[]): Promise<Ended> =>
    run([...args, '--url', server.url], { BRIDGE_API_TOKEN: API_TOKEN });
  const rowsOf = ({ stdout }: Ended): readonly (readonly string[])[] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
  const jsonOf = ({ stdout }: Ended): unknown => {
    const value: unknown = JSON.parse(stdout);
    return value;
  };

  /** An order that needs a person. */
  async function takeOld(id: string): Promise<void> {
    await operator.take(id, { placedOn: '2020-01-01T00:00:00Z' });
  }
  const phaseOf = async (id: string): Promise<unknown> => (await operator.item(`/orders/${id}`))['phase'];

  describe('orders', () => {
    it('are listed newest first, those that need a person with the reason', async () => {
      await operator.take('order-1');
      server.storage.clock.advance(1_000);
      await takeOld('order-2');
      const ended = await ask('orders');
      expect(ended).to.include({ code: 0, stderr: '' });
      const [headings = [], ...rows] = rowsOf(ended);
      expect(headings.slice(0, 4)).to.deep.equal(['ORDER', 'NUMBER', 'PHASE', 'NEEDS YOU']);
      expect(rows.map((row) => [row[0], row[2], row[3]])).to.deep.equal([
        ['order-2', 'attention', 'order.too_old'],
        ['order-1', 'accepted', '–'],
      ]);
      expect(rows[1]).to.include('10.00 GBP');
    });

    it('are narrowed by phase, connection and time', async () => {
      await operator.take('order-1');
      await takeOld('order-2');
      const idsOf = async (...args: readonly string[]): Promise<unknown[]> =>
        rowsOf(await ask('orders', 'list', ...args))
          .slice(1)
          .map(([id]) => id);
      expect(await idsOf('--phase', 'attention')).to.deep.equal(['order-2']);
      expect(await idsOf('--connection', connectionId)).to.have.members(['order-1', 'order-2']);
      expect(await idsOf('--connection', 'another')).to.deep.equal([]);
      expect(await idsOf('--from', '2000-01-01', '--to', '2001-01-01T00:00Z')).to.deep.equal([]);
      expect(await idsOf('--from', '2000-01-01', '--to', '2999-01-01')).to.have.length(2);
    });

    it('come page after page up to the limit, and it is said where there are more', async () => {
      for (let count = 0; count < 103; count += 1) await operator.take(`order-${count}`);
      const some = await ask('orders', '--limit', '3');
      expect(rowsOf(some)).to.have.length(4);
      expect(some.stderr).to.contain('--limit');
      const all = await ask('orders', '--limit', '500', '--json');
      expect(all.stderr).to.equal('');
      expect(jsonOf(all)).to.be.an('array').with.length(103);
    });

    it('are shown with each step of their way', async () => {
      await operator.take('order-1');
      const { code, stdout } = await ask('orders', 'show', 'order-1');
      expect(code).to.equal(0);
      expect(stdout).to.match(/^id +order-1$/m);
      expect(stdout)
        .to.match(/^timeline$/m)
        .and.to.match(/Z {2}accepted/);
      expect(jsonOf(await ask('orders', 'show', 'order-1', '--json'))).to.have.property('timeline');
    });

    it('are settled, tried again, and read from POS Hub again', async () => {
      for (const [id, args, after] of [
        ['order-1', ['--as', 'entered-by-hand'], 'accepted'],
        ['order-2', ['--as', 'rejected'], 'rejected'],
        ['order-3', ['--retry'], 'accepted'],
      ] as const) {
        await takeOld(id);
        expect(await ask('orders', 'resolve', id, ...args)).to.include({ code: 0, stderr: '' });
        await operator.work(id);
        expect(await phaseOf(id), id).to.equal(after);
      }
      expect(server.till.tickets).to.have.length(1);
      expect(await ask('orders', 'replay', 'order-3')).to.include({ code: 0, stderr: '' });
      expect((await server.storage.queue.depth()).order ?? 0).to.be.at.least(1);
    });

    it('are not resolved where they need nobody, and it is said', async () => {
      await operator.take('order-1');
      const ended = await ask('orders', 'resolve', 'order-1', '--retry');
      expect(ended).to.include({ code: 1, stdout: '' });
      expect(ended.stderr).to.contain('(order.not_resolvable: see docs/errors.md)').and.to.contain('orders show');
    });

    it('are not touched by half a command', async () => {
      await takeOld('order-1');
      for (const args of [[], ['--retry', '--as', 'rejected'], ['--as', 'eaten']])
        expect((await ask('orders', 'resolve', 'order-1', ...args)).code).to.equal(1);
      await operator.work('order-1');
      expect(await phaseOf('order-1')).to.equal('attention');
    });
  });

  describe('connections', () => {
    it('are listed and shown', async () => {
      const [, row = []] = rowsOf(await ask('connections'));
      expect(row.slice(0, 3)).to.deep.equal([connectionId, 'connected', 'High Street']);
      expect((await ask('connections', 'show', connectionId)).stdout).to.match(/^store\.name +High Street$/m);
    });

    it('are ended only where that is said twice', async () => {
      const asked = await ask('connections', 'disconnect', connectionId);
      expect(asked.code).to.equal(1);
      expect(asked.stderr).to.contain('--yes');
      expect(await operator.item(`/connections/${connectionId}`)).to.include({ status: 'connected' });
      expect((await ask('connections', 'disconnect', connectionId, '--yes')).code).to.equal(0);
      expect(await operator.item(`/connections/${connectionId}`)).not.to.include({ status: 'connected' });
    });
  });

  describe('the catalog', () => {
    it('is planned, synced, and shown', async () => {
      expect((await ask('catalog', 'plan', connectionId)).stdout).to.match(/^inserted +[1-9]/m);
      expect(server.hub.imports).to.have.length(0);
      expect((await ask('catalog', 'sync', connectionId)).stdout).to.match(/^outcome +applied$/m);
      expect(server.hub.imports).to.have.length(1);
      const [, row = []] = rowsOf(await ask('catalog', 'syncs', connectionId));
      expect(row.slice(1, 3)).to.deep.equal(['operator', 'applied']);
      expect((await ask('catalog', 'show', connectionId)).stdout).to.match(/^counts\.products +[1-9]/m);
      const entries = await ask('catalog', 'show', connectionId, '--kind', 'products');
      expect(entries.code).to.equal(0);
      expect(rowsOf(entries).length).to.be.greaterThan(1);
    });

    it('that would lose a large part is synced only by force', async () => {
      await ask('catalog', 'sync', connectionId);
      server.till.menu = [{ categories: [], products: [] }];
      const refused = await ask('catalog', 'sync', connectionId);
      expect(refused).to.include({ code: 1, stdout: '' });
      expect(refused.stderr).to.contain('catalog.too_many_removed').and.to.contain('force');
      expect((await ask('catalog', 'sync', connectionId, '--force')).code).to.equal(0);
    });

    it('that can’t be read is no success', async () => {
      server.till.menu = [new Fault('vendor.unavailable')];
      const { code, stderr } = await ask('catalog', 'sync', connectionId);
      expect(code).to.equal(1);
      expect(stderr).to.match(/\((vendor|catalog)\.[a-z_]+: see docs\/errors\.md\)/);
    });
  });

  it('lists events, shows one without what people wrote, and has it worked on again', async () => {
    await operator.take('order-1', { specialInstructions: 'for Ada, at the back door' });
    const [headings = [], row = []] = rowsOf(await ask('events', '--order', 'order-1'));
    expect(headings[0]).to.equal('EVENT');
    expect(row).to.include.members(['order-1', 'hub', 'handled']);
    expect(rowsOf(await ask('events', '--waiting'))).to.deep.equal([['There are none.']]);
    const [id = ''] = row;
    const shown = await ask('events', 'show', id);
    expect(shown.code).to.equal(0);
    expect(shown.stdout).to.contain('order-1').and.not.to.contain('Ada');
    expect((await ask('events', 'replay', id)).code).to.equal(0);
  });

  it('says which thing is not there, with the code to look up', async () => {
    for (const [args, code] of [
      [['orders', 'show', 'nope'], 'order.unknown'],
      [['orders', 'resolve', '../connections', '--retry'], 'order.unknown'],
      [['orders', 'replay', 'nope'], 'order.unknown'],
      [['connections', 'show', 'nope'], 'connection.unknown'],
      [['catalog', 'plan', 'nope'], 'connection.unknown'],
      [['events', 'show', 'nope'], 'event.unknown'],
    ] as const) {
      const ended = await ask(...args);
      expect(ended, args.join(' ')).to.include({ code: 1, stdout: '' });
      expect(ended.stderr).to.contain(`(${code}: see docs/errors.md)`);
    }
  });
});
