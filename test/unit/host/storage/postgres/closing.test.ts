import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { asFault } from '@poshub-bridge/core';
import { openStorage, type Storage } from '#host/storage/index.js';
import { PostgresConnections } from '#host/storage/postgres/pool.js';
import { BossDesk } from '#host/storage/postgres/queue/boss-desk.js';
import { Relay } from '../../../../chaos/net/relay.js';
import { anEvent } from '../../../../contract/samples.js';
import { ManualClock, seededChance } from '../../../../support/clock.js';
import { CollectedLog } from '../../../../support/log.js';
import { testPostgres, type PostgresDatabase, type PostgresServer } from '../../../../support/postgres.js';
import { skip } from '../../../../support/skip.js';
import { TEST_KEY } from '../../../../support/storage.js';
import { rejection, until } from '../../../../support/until.js';
import { LAST_WORD } from './messages.js';

describe('a storage on PostgreSQL whose way to the database is lost', () => {
  let server: PostgresServer;
  let database: PostgresDatabase;
  let relay: Relay;
  let url: string;
  let log: CollectedLog;

  before(async function () {
    const found = await testPostgres();
    if ('reason' in found) skip(this, found.reason);
    server = found;
  });
  beforeEach(async () => {
    database = await server.database();
    relay = new Relay(() => Number(new URL(database.url).port));
    await relay.listen();
    url = through(database.url, new URL(relay.url).port);
    log = new CollectedLog();
  });
  afterEach(async () => {
    await relay.close();
    await database.drop();
  });

  const open = (place: string): Promise<Storage> =>
    openStorage({ url: place, keys: [TEST_KEY], clock: new ManualClock(), chance: seededChance(1), log });
  const job = { topic: 'order', key: 'order-1', group: 'g' } as const;

  it('is closed all the same where nothing is said any more, and loses nothing that was acknowledged', async () => {
    const storage = await open(url);
    await storage.locks.withLock('lock', () => Promise.resolve());
    expect(await storage.ledger.inbox.record(anEvent('before'), job)).to.equal('stored');
    await relay.set('silent');
    const told = rejection(storage.ledger.inbox.record(anEvent('meanwhile'), job));
    const locked = rejection(storage.locks.withLock('lock', () => Promise.resolve()));
    const read = rejection(storage.ledger.inbox.get('before'));
    await storage.close();
    for (const error of [await told, await locked, await read])
      expect(asFault(error).code).to.equal('storage.unavailable');
    expect(log.lines.map(({ event }) => event)).to.include('storage said nothing while it was closed, and is left');
    const again = await open(database.url);
    expect((await again.ledger.inbox.unhandled('order', 'order-1')).map(({ id }) => id)).to.deep.equal(['before']);
    await again.close();
  });

  it('is closed without a word where the database answers', async () => {
    const storage = await open(url);
    const told = storage.ledger.inbox.record(anEvent('e1'), job);
    await storage.close();
    expect(await told).to.equal('stored');
    expect(log.lines).to.deep.equal([]);
  });

  it('survives the database’s last word while it is closed', async () => {
    const sockets = new Set<Socket>();
    // A database that is shut down in the moment in which a connection says good-bye.
    const dying = createServer((client) => {
      const way = connect(Number(new URL(database.url).port), '127.0.0.1');
      for (const socket of [client, way]) sockets.add(socket.on('error', () => undefined));
      way.pipe(client);
      client.on('data', (bytes) => (bytes.at(0) === GOODBYE ? client.end(LAST_WORD) : way.write(bytes)));
    }).listen(0, '127.0.0.1');
    await once(dying, 'listening');
    const address = dying.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const storage = await open(through(database.url, String(port)));
    await storage.close();
    for (const socket of sockets) socket.destroy();
    dying.close();
    await once(dying, 'close');
  });

  it('does not wait for ever for the look for dead runs', async () => {
    // To make its tables takes longer than any of what it asks for then.
    await (await open(database.url)).close();
    let wakes = 0;
    const desk = await BossDesk.open({ url, log, wake: () => (wakes += 1), answerMs: 3_000 });
    await relay.set('silent');
    desk.supervise();
    await until(() => log.lines.some(({ cause }) => cause instanceof Error && cause.message === 'Query read timeout'));
    await relay.set('open');
    const before = wakes;
    await until(() => {
      desk.supervise();
      return wakes > before && desk.hasFoundDead();
    });
    await desk.close();
  });

  it('asks nothing more of a connection that is lost', async () => {
    const connections = new PostgresConnections(url, { connections: 1, log });
    const connection = await connections.connect();
    const lost = await rejection(connection.query('select pg_terminate_backend(pg_backend_pid())', []));
    expect(asFault(lost).code).to.equal('storage.unavailable');
    expect(await rejection(connection.query('rollback', []))).to.equal(lost);
    connection.release();
    await connections.end();
  });
});

/** The type of the message with which a connection is closed. */
const GOODBYE = 'X'.charCodeAt(0);

function through(url: string, port: string): string {
  const place = new URL(url);
  place.port = port;
  return place.href;
}
