import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import Koa from 'koa';
import { readBody } from '#host/http/body.js';
import { answerFaults } from '#host/http/faults.js';
import { listen, type Listening, type ServerLimits } from '#host/http/server.js';
import { CollectedLog } from '../../../support/log.js';
import { boundless } from './support/limits.js';
import { speak } from './support/server.js';

/** As patient as a host that runs for real, in a hundredth of the time. */
const SHORT: Partial<ServerLimits> = { headersMs: 100, requestMs: 300, lookEveryMs: 50, idleMs: 100 };
const HEAD = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n';

/** Sends a piece again and again until the other side hangs up. */
function drip(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 10);
  socket.on('close', () => clearInterval(timer));
}

describe('callers that are slow on purpose', () => {
  const open: Listening[] = [];
  const sockets: Socket[] = [];
  let served = 0;
  const log = new CollectedLog();
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const one of open.splice(0)) await one.close(0);
  });

  /** A server that reads bodies, and gives its port. */
  async function start(limits: Partial<ServerLimits>): Promise<number> {
    served = 0;
    const app = new Koa().use(answerFaults(log, boundless())).use(async (ctx) => {
      await readBody(ctx, 1_000_000);
      served += 1;
      ctx.body = 'served';
    });
    app.on('error', () => undefined);
    const listening = await listen(app, { host: '127.0.0.1', port: 0 }, limits);
    open.push(listening);
    return listening.address.port;
  }

  async function joined(port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.resume();
    return socket;
  }

  it('are cut off when their headers don’t come to an end', async () => {
    const port = await start({ ...SHORT, requestMs: 60_000 });
    const heard = await speak(port, (socket) => {
      socket.write(HEAD);
      drip(socket, 'x-more: 1\r\n');
    });
    expect(heard).to.match(/^HTTP\/1\.1 (408|431) /);
    expect(served).to.equal(0);
  });

  it('are cut off when they never say a word', async () => {
    const port = await start({ ...SHORT, requestMs: 60_000 });
    expect(await speak(port, () => undefined)).to.match(/^(HTTP\/1\.1 408 |$)/);
  });

  it('are cut off when their body doesn’t come to an end, with a length or in chunks', async () => {
    const port = await start({ ...SHORT, headersMs: 200 });
    for (const [head, piece] of [
      [`${HEAD}\r\n`, 'x'],
      ['POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\nx\r\n'],
    ] as const)
      await speak(port, (socket) => {
        socket.write(head);
        drip(socket, piece);
      });
    expect(served).to.equal(0);
    expect(log.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('may not keep a connection open that they don’t use', async () => {
    const port = await start({ ...SHORT, headersMs: 60_000, requestMs: 60_000 });
    const heard = await speak(port, (socket) => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
    expect(heard).to.match(/^HTTP\/1\.1 200 /);
  });

  it('take nobody else’s turn', async () => {
    const port = await start({ requestMs: 60_000 });
    for (let count = 0; count < 200; count += 1) {
      const socket = await joined(port);
      socket.write(count % 2 === 0 ? HEAD : `${HEAD}\r\nx`);
    }
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).to.equal('served');
  });

  it('don’t hurt where 2,000 of them sit and wait', async () => {
    const port = await start({});
    for (let round = 0; round < 20; round += 1) await Promise.all(Array.from({ length: 100 }, () => joined(port)));
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 20; count += 1) expect((await fetch(`http://127.0.0.1:${port}/`)).status).to.equal(200);
    expect(sockets.filter((socket) => !socket.destroyed)).to.have.length(2_000);
    expect(process.memoryUsage().heapUsed - before).to.be.lessThan(50_000_000);
  });
});
