import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { asFault } from '@poshub-bridge/core';
import { PostgresConnections } from '#host/storage/postgres/pool.js';
import { CollectedLog } from '../../../../support/log.js';
import { rejection } from '../../../../support/until.js';
import { LAST_WORD, WELCOME } from './messages.js';

describe('a connection to PostgreSQL', () => {
  it('may be lost in the moment in which it is made', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(Buffer.concat([WELCOME, LAST_WORD])));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `postgres://bridge@127.0.0.1:${port}/orders`;
    const connections = new PostgresConnections(url, { connections: 1, log: new CollectedLog() });
    try {
      expect(asFault(await rejection(connections.connect())).code).to.equal('storage.unavailable');
    } finally {
      await connections.end();
      server.close();
    }
  });
});
