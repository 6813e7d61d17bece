import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { asFault } from '@poshub-bridge/core';
import { expect } from 'chai';
import { readBody } from '#host/http/body.js';
import { until } from '../../../support/until.js';

const POST = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody';

describe('the body of a request', () => {
  let server: Server;
  let port = 0;
  const requests: IncomingMessage[] = [];
  beforeEach(async () => {
    requests.length = 0;
    server = createServer((request) => requests.push(request)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address: AddressInfo | string | null = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function sent(): Promise<{ readonly req: IncomingMessage; readonly hangUp: () => void }> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(POST);
    await until(() => requests[0]?.complete === true);
    const [req] = requests;
    if (req === undefined) throw new Error('there is no request');
    return { req, hangUp: () => socket.destroy() };
  }

  it('is read although it came as a whole before anybody asked for it', async () => {
    const { req, hangUp } = await sent();
    expect(Buffer.from(await readBody({ req }, 4)).toString()).to.equal('body');
    hangUp();
  });

  it('is refused, not awaited for ever, where the sender was gone before anybody asked for it', async () => {
    const { req, hangUp } = await sent();
    hangUp();
    await until(() => req.destroyed);
    const fault = await readBody({ req }, 4).then(() => undefined, asFault);
    expect(fault?.code).to.equal('request.unreadable');
  });
});
