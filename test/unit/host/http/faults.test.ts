import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect } from 'chai';
import Koa from 'koa';
import { Fault } from '@poshub-bridge/core';
import { answerFaults } from '#host/http/faults.js';
import { CollectedLog } from '../../../support/log.js';
import { boundless } from './support/limits.js';

describe('a request that finds no room', () => {
  it('is asked to come again on another connection, and noted where somebody looks for it only', async () => {
    const log = new CollectedLog();
    const app = new Koa({ env: 'test' }).use(answerFaults(log, boundless())).use(() => {
      throw new Fault('request.no_room');
    });
    const handle = app.callback();
    const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { status, headers } = await fetch(`http://127.0.0.1:${port}/`);
    server.close();
    expect(status).to.equal(503);
    expect([headers.get('retry-after'), headers.get('connection')]).to.deep.equal(['30', 'close']);
    expect(log.lines.map(({ level }) => level)).to.deep.equal(['debug']);
  });
});
