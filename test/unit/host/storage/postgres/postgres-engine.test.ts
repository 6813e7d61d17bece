import { expect } from 'chai';
import pg from 'pg';
import { asFault, type Fault } from '@poshub-bridge/core';
import { lookAtStorage, openStorage } from '#host/storage/index.js';
import { PostgresConnections } from '#host/storage/postgres/pool.js';
import { StorageChild } from '../../../../support/children.js';
import { ManualClock, seededChance } from '../../../../support/clock.js';
import { CollectedLog } from '../../../../support/log.js';
import { newCluster, type PostgresCluster, type PostgresDatabase } from '../../../../support/postgres.js';
import { skip } from '../../../../support/skip.js';
import { TEST_KEY } from '../../../../support/storage.js';
import { rejection, until } from '../../../../support/until.js';
import { aChange, anEvent, aRecord } from '../../../../contract/samples.js';

const job = (key: string) => ({ topic: 'order', key, group: 'g' }) as const;

describe('a storage on PostgreSQL', () => {
  let cluster: PostgresCluster;
  let remove: (() => Promise<void>) | undefined;
  let database: PostgresDatabase;

  before(async function () {
    const made = await newCluster(['-c', 'fsync=off']);
    if ('reason' in made) skip(this, made.reason);
    cluster = made;
    remove = () => made.remove();
  });
  after(() => remove?.());
  beforeEach(async () => {
    database = await cluster.database();
  });
  afterEach(() => database.drop());

  const open = (url = database.url, log = new CollectedLog()) =>
    openStorage({ url, keys: [TEST_KEY], clock: new ManualClock(), chance: seededChance(1), log });

  async function administer(...statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  const at = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  async function refusal(url: string): Promise<Fault> {
    const looked = asFault(await rejection(lookAtStorage(url)));
    const opened = asFault(await rejection(open(url)));
    expect(looked.code).to.equal(opened.code);
    return opened;
  }

  it('is made by several processes that start at once', async () => {
    const children = Array.from({ length: 3 }, () => new StorageChild(database.url, 'hold'));
    try {
      for (const child of children)
        expect(await child.hears(({ say }) => say === 'opened' || say === 'failed')).to.deep.equal({ say: 'opened' });
    } finally {
      for (const child of children) await child.kill();
    }
    expect(await lookAtStorage(database.url)).to.equal('usable');
  });

  it('is looked at without a change', async () => {
    expect(await lookAtStorage(database.url)).to.equal('empty');
    expect(await lookAtStorage(database.url)).to.equal('empty');
    await (await open()).close();
    expect(await lookAtStorage(database.url)).to.equal('usable');
  });

  it('leaves alone the tables of a newer version', async () => {
    await (await open()).close();
    await administer(`insert into kysely_migration values ('9999-future', '2030-01-01')`);
    const fault = await refusal(database.url);
    expect(fault.code).to.equal('storage.unreadable');
    expect(fault.detail).to.include('9999-future');
  });

  it('says what is to be mended where it can’t be opened', async () => {
    const nowhere = await refusal(at((url) => (url.pathname = '/nowhere')));
    expect(nowhere.code).to.equal('config.invalid');
    expect(nowhere.detail).to.include('/nowhere has no database of this name');
    const plain = await refusal(at((url) => (url.search = '?sslmode=verify-full')));
    expect(plain.detail).to.include('does not speak TLS');
    await administer('create role guest login');
    const guest = await refusal(at((url) => (url.username = 'guest')));
    expect(guest.code).to.equal('config.invalid');
    expect(guest.detail).to.include('right to create');
    await administer('drop role guest');
  });

  it('says where it can’t be reached', async () => {
    const fault = await refusal('postgres://bridge:s3cret-word@127.0.0.1:1/orders');
    expect(fault.code).to.equal('storage.unavailable');
    expect(fault.detail).to.equal('postgres://bridge@127.0.0.1:1/orders: PostgreSQL: ECONNREFUSED');
  });

  it('is durable although the default of the database is not', async () => {
    await administer(`alter database ${database.name} set synchronous_commit = off`);
    const connections = new PostgresConnections(database.url, { connections: 1, log: new CollectedLog() });
    const connection = await connections.connect();
    const { rows } = await connection.query<object>('show synchronous_commit', []);
    expect(rows).to.deep.equal([{ synchronous_commit: 'on' }]);
    connection.release();
    await connections.end();
  });

  it('compresses with what takes the least time, where the server has it', async () => {
    const connections = new PostgresConnections(database.url, { connections: 1, log: new CollectedLog() });
    const connection = await connections.connect();
    const { rows } = await connection.query<object>(
      `select setting = 'lz4' or 'lz4' <> all(enumvals) as quick from pg_settings where name = 'default_toast_compression'`,
      [],
    );
    expect(rows).to.deep.equal([{ quick: true }]);
    connection.release();
    await connections.end();
  });

  it('keeps a text that PostgreSQL can’t hold as near to it as it can', async () => {
    const storage = await open();
    const event = anEvent('e\0-1', {
      subject: 'order\0',
      news: { source: 'till', event: { type: 'stock', id: '\0', store: 's', item: 'i', available: true } },
    });
    expect(await storage.ledger.inbox.record(event, undefined)).to.equal('stored');
    expect(await storage.ledger.inbox.record(event, undefined)).to.equal('duplicate');
    const [kept] = await storage.ledger.inbox.unhandled('order', 'order\0');
    expect(kept).to.deep.equal({ ...event, id: 'e\uFFFD-1', subject: 'order\uFFFD' });
    const halves = ['half\uD83D', 'half\uD83E'].map((id) => storage.ledger.inbox.record(anEvent(id), undefined));
    expect(await Promise.all(halves)).to.deep.equal(['stored', 'duplicate']);
    await storage.close();
  });

  it('refuses one event of a group without the others', async () => {
    const storage = await open();
    const chance = seededChance(3);
    const tooLong = Array.from({ length: 1_000 }, () => chance.id()).join();
    const told = await Promise.allSettled([
      storage.ledger.inbox.record(anEvent('e1'), job('a')),
      storage.ledger.inbox.record(anEvent(tooLong), job('b')),
      storage.ledger.inbox.record(anEvent('e2'), job('c')),
    ]);
    expect(told.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(await storage.queue.depth()).to.deep.equal({ order: 2 });
    await storage.close();
  });

  it('stores of many events at once each id once, with the job of the one that was stored', async () => {
    const storage = await open();
    const large = { source: 'hub', body: Buffer.from('{"a":"é"} '.repeat(40_000)) } as const;
    const told = await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        const event = anEvent(`e${index % 200}`, index % 40 === 0 ? { news: large } : {});
        return storage.ledger.inbox.record(event, index % 2 === 0 ? job(`${index}`) : undefined);
      }),
    );
    for (let index = 0; index < 100; index += 1)
      expect([told[index], told[index + 200]]).to.have.members(['stored', 'duplicate']);
    expect(told.slice(100, 200)).to.deep.equal(Array(100).fill('stored'));
    expect(await storage.queue.depth()).to.deep.equal({ order: 100 });
    expect((await storage.ledger.inbox.get('e40'))?.news).to.deep.equal(large);
    await storage.close();
  });

  it('takes an event although its group was undone for the sake of another process', async () => {
    const storage = await open();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin');
    // Each holds what the other wants: PostgreSQL undoes the one that finds out, which is the one that is less patient.
    await client.query("set local deadlock_timeout = '1min'");
    await client.query(
      `insert into bridge_jobs.job_common (name, policy, singleton_key) values ('order', 'stately', 'a')`,
    );
    const told = storage.ledger.inbox.record(anEvent('e1'), job('a'));
    const watcher = new pg.Client({ connectionString: database.url });
    await watcher.connect();
    await until(async () => {
      const { rowCount } = await watcher.query("select from pg_stat_activity where wait_event_type = 'Lock'");
      return rowCount === 1;
    });
    await watcher.end();
    await client.query(
      `insert into inbox (id, topic, subject, connection_id, received_at, news_json) values ('e1', 'other', '', '', 0, '{}')`,
    );
    await client.query('rollback');
    await client.end();
    expect(await told).to.equal('stored');
    await storage.close();
  });

  it('says that it can’t be used while the database is away, and goes on by itself when it is back', async () => {
    const log = new CollectedLog();
    const storage = await open(database.url, log);
    await storage.ledger.inbox.record(anEvent('before'), job('a'));
    for (const end of [() => cluster.stop(), () => cluster.kill()]) {
      await end();
      for (const use of [
        () => storage.check(),
        () => storage.ledger.inbox.record(anEvent('meanwhile'), job('a')),
        () => storage.ledger.orders.commit(aChange(aRecord('order-1'))),
        () => storage.locks.withLock('lock', () => Promise.resolve()),
      ])
        expect(asFault(await rejection(use())).code).to.equal('storage.unavailable');
      await cluster.start();
      await storage.check();
      await until(() => storage.locks.withLock('lock', () => Promise.resolve(true)));
    }
    expect(await storage.ledger.inbox.record(anEvent('after'), job('a'))).to.equal('stored');
    expect((await storage.ledger.inbox.unhandled('order', 'order-1')).map(({ id }) => id)).to.deep.equal([
      'before',
      'after',
    ]);
    await storage.close();
  });

  it('is not copied by a host', async () => {
    const storage = await open();
    expect(asFault(await rejection(storage.backup('/tmp/never.db'))).code).to.equal('storage.backup_elsewhere');
    await storage.close();
  });
});
