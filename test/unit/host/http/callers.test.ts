import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import Koa from 'koa';
import { readBody } from '#host/http/body.js';
import { listen, type Listening, type ServerLimits } from '#host/http/server.js';
import { until } from '../../../support/until.js';

const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const POST = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\nx';
const SLOW = 'POST /slow HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nx';
/** So patient that nothing ends by itself. */
const PATIENT: Partial<ServerLimits> = { headersMs: 600_000, requestMs: 600_000, idleMs: 600_000 };
/** More than the sockets' buffers hold. */
const LARGE = 32 * 1024 * 1024;

/** One who is connected, and what was heard. */
class Caller {
  heard = '';
  isClosed = false;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('error', () => undefined);
    socket.on('data', (text: string) => (this.heard += text));
    socket.on('close', () => (this.isClosed = true));
  }

  static async join(port: number): Promise<Caller> {
    const caller = new Caller(connect(port, '127.0.0.1'));
    await once(caller.socket, 'connect');
    return caller;
  }

  say(text: string): this {
    this.socket.write(text);
    return this;
  }

  async hears(text: string): Promise<void> {
    await until(() => this.heard.includes(text));
    this.heard = '';
  }

  async isHungUpOn(): Promise<void> {
    await until(() => this.isClosed);
  }
}

describe('callers, where there are as many as there may be', () => {
  let listening: Listening | undefined;
  const callers: Caller[] = [];
  /** How many requests wait for their answer, and what lets them go on. */
  let waiting = 0;
  let begun = 0;
  /** How many answers ended, read or not. */
  let ended = 0;
  let goOn = (): void => undefined;
  afterEach(async () => {
    for (const { socket } of callers.splice(0)) socket.destroy();
    await listening?.close(0);
  });

  async function start(limits: Partial<ServerLimits>): Promise<() => Promise<Caller>> {
    [waiting, begun, ended] = [0, 0, 0];
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const app = new Koa().use(async (ctx) => {
      begun += 1;
      ctx.res.once('close', () => (ended += 1));
      // Whoever has nothing to read does not look for the end of it.
      if (ctx.method === 'POST') await readBody(ctx, 1_000_000);
      if (ctx.path === '/wait' || ctx.path === '/never') {
        waiting += 1;
        await (ctx.path === '/wait' ? gate : new Promise<never>(() => undefined));
      }
      ctx.body = ctx.path === '/large' ? Buffer.alloc(LARGE) : 'served';
    });
    app.on('error', () => undefined);
    listening = await listen(app, { host: '127.0.0.1', port: 0 }, { ...PATIENT, ...limits });
    const { port } = listening.address;
    return async () => {
      const caller = await Caller.join(port);
      callers.push(caller);
      return caller;
    };
  }

  it('are closed for a new one, beginning with the one that says nothing for longest', async () => {
    const join = await start({ connections: 3 });
    const [first, second, third] = [await join(), await join(), await join()];
    for (const one of [first, second, third]) await one.say(GET).hears('served');
    await first.say(GET).hears('served');
    await (await join()).say(GET).hears('served');
    await second.isHungUpOn();
    await (await join()).say(GET).hears('served');
    await third.isHungUpOn();
    expect(first.isClosed).to.equal(false);
  });

  it('make room where their request comes drop by drop, headers or body', async () => {
    const join = await start({ connections: 2 });
    const [headers, body] = [(await join()).say('GET / HTTP/1.1\r\nx-slow: 1'), (await join()).say(SLOW)];
    await until(() => begun === 1);
    for (const slow of [headers, body]) {
      await (await join()).say(GET).hears('served');
      await slow.isHungUpOn();
    }
  });

  it('keep their place while they wait for an answer; then a new one is closed', async () => {
    const join = await start({ connections: 2 });
    const ask = GET.replace('/', '/wait');
    const [one, other] = [(await join()).say(ask), (await join()).say(ask)];
    await until(() => waiting === 2);
    await (await join()).isHungUpOn();
    goOn();
    await one.hears('served');
    await other.hears('served');
    await (await join()).say(GET).hears('served');
    await one.isHungUpOn();
  });

  it('keep their place while they wait for a second answer, which they asked for before the first one came', async () => {
    const join = await start({ connections: 1 });
    const one = (await join()).say(POST.replace('/', '/wait') + POST.replace('/', '/never'));
    await until(() => waiting === 2);
    goOn();
    await one.hears('served');
    await until(() => ended === 1);
    await (await join()).isHungUpOn();
    expect(one.isClosed).to.equal(false);
  });

  it('are served although a thousand sit there and say nothing', async () => {
    const join = await start({ connections: 100 });
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 100 }, join));
      await (await join()).say(GET).hears('served');
    }
  });

  it('are cut off when they don’t read an answer, and nobody else is', async () => {
    const join = await start({ answerMs: 100, lookEveryMs: 20 });
    const [deaf, quiet, patient] = [await join(), await join(), await join()];
    await quiet.say(GET).hears('served');
    deaf.socket.pause();
    deaf.say(GET.replace('/', '/large'));
    patient.say(GET.replace('/', '/wait'));
    await until(() => waiting === 1 && begun === 3);
    // The quiet one's answer, and this one's.
    await until(() => ended === 2);
    deaf.socket.resume();
    await deaf.isHungUpOn();
    expect(deaf.heard.length).to.be.lessThan(LARGE);
    goOn();
    await patient.hears('served');
    await quiet.say(GET).hears('served');
  });

  it('are cut off when they don’t read the answer after another one', async () => {
    const join = await start({ answerMs: 100, lookEveryMs: 20 });
    const deaf = await join();
    deaf.socket.pause();
    deaf.say(GET.replace('/', '/wait') + GET.replace('/', '/large'));
    await until(() => waiting === 1 && begun === 2);
    goOn();
    // The first answer ends, and then this one.
    await until(() => ended === 2);
    deaf.socket.resume();
    await deaf.isHungUpOn();
    expect(deaf.heard.length).to.be.lessThan(LARGE);
  });
});
