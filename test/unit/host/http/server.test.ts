import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import Koa from 'koa';
import { listen, type Listening } from '#host/http/server.js';
import { until } from '../../../support/until.js';
import { faultIn } from '../../pos-hub/support/faults.js';

/** Longer than any test may take: what ends earlier did not wait for it. */
const AN_HOUR = 3_600_000;

describe('the server of the host', () => {
  const open: Listening[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close(0);
  });

  async function start(app: Koa, port = 0): Promise<Listening> {
    const listening = await listen(app, { host: '127.0.0.1', port });
    open.push(listening);
    return listening;
  }

  const quick = (): Koa => new Koa().use((ctx) => void (ctx.body = 'served'));

  it('tells which port it took', async () => {
    const { address } = await start(quick());
    expect(address.port).to.be.greaterThan(0);
    expect(await (await fetch(`http://127.0.0.1:${address.port}/`)).text()).to.equal('served');
  });

  for (const [what, host] of [
    ['taken', '127.0.0.1'],
    ['not this machine’s', '192.0.2.1'],
    ['no address', 'nobody.invalid'],
  ] as const)
    it(`says that an address can’t be had which is ${what}`, async () => {
      const { address } = await start(quick());
      const fault = await faultIn(listen(quick(), { host, port: address.port }));
      expect(fault.code).to.equal('config.invalid');
      expect(fault.detail).to.match(/^listen: \S+:\d+ can’t be had \(E[A-Z_]+\)$/);
    });

  it('lets the answer under way come to its end, and no new one begin', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let begun = 0;
    const listening = await start(
      new Koa().use(async (ctx) => {
        begun += 1;
        await gate;
        ctx.body = 'served';
      }),
    );
    const agent = new Agent({ keepAlive: true });
    const answered = answerTo(listening.address.port, agent);
    await until(() => begun === 1);
    const closed = listening.close(AN_HOUR);
    const refused = await fetch(`http://127.0.0.1:${listening.address.port}/`).catch(() => 'refused');
    expect(refused).to.equal('refused');
    release();
    const [answer, text] = await answered;
    expect([answer.statusCode, text]).to.deep.equal([200, 'served']);
    expect(answer.headers.connection, 'the connection is not kept').to.equal('close');
    await closed;
    agent.destroy();
  });

  it('does not wait for connections that are only kept open', async () => {
    const listening = await start(quick());
    const agent = new Agent({ keepAlive: true });
    await answerTo(listening.address.port, agent);
    await listening.close(AN_HOUR);
    agent.destroy();
  });

  it('ends what takes too long', async () => {
    let begun = 0;
    const listening = await start(
      new Koa().use(async () => {
        begun += 1;
        await new Promise(() => undefined);
      }),
    );
    const lost = fetch(`http://127.0.0.1:${listening.address.port}/`).catch(() => 'cut');
    await until(() => begun === 1);
    await listening.close(20);
    expect(await lost).to.equal('cut');
  });

  it('ends a caller who never says what they want', async () => {
    const listening = await start(quick());
    const socket = connect(listening.address.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\nhost:');
    const ended = once(socket, 'close');
    socket.resume();
    await listening.close(20);
    await ended;
  });
});

function answerTo(port: number, agent: Agent): Promise<readonly [IncomingMessage, string]> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (more: string) => (text += more));
      answer.on('end', () => resolve([answer, text]));
    })
      .on('error', reject)
      .end();
  });
}
