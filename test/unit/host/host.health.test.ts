import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { startHost, type RunningHost } from '#host/host.js';
import { until } from '../../support/until.js';
import { adapterModule } from './support/adapters.js';
import { configOf } from './support/configs.js';
import { Folder } from './support/folder.js';
import { freePort } from './outbound/support/vendor.js';

describe('the health of a host', () => {
  let folder: Folder;
  let host: RunningHost | undefined;
  let port: number;
  let adapters = 0;

  beforeEach(async () => {
    folder = new Folder();
    port = await freePort();
  });
  afterEach(async () => {
    await host?.stop();
    host = undefined;
    folder.remove();
  });

  /** Starts a host whose adapter's module begins with some lines. */
  function start(beginning = ''): Promise<RunningHost> {
    // A module is loaded once for each name.
    const use = `./adapter-${(adapters += 1)}.mjs`;
    folder.write(use, `${beginning}\n${adapterModule()}`);
    const listening = { adapter: { use }, log: { level: 'error' }, listen: { port } };
    return startHost(folder.write('bridge.yaml', configOf(listening)));
  }

  const status = async (path: string): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return `${answer.status} ${await answer.text()}`;
  };

  it('is live but not ready while it is put together, and ready behind that', async () => {
    const starting = start('await new Promise((resolve) => { globalThis.goOn = resolve; });');
    await until(() => typeof Reflect.get(globalThis, 'goOn') === 'function');
    expect(await status('/health/live')).to.equal('200 {"data":{"status":"live"}}');
    expect(await status('/health/ready')).to.equal('503 {"data":{"status":"starting"}}');
    const goOn: unknown = Reflect.get(globalThis, 'goOn');
    if (typeof goOn === 'function') Reflect.apply(goOn, undefined, []);
    host = await starting;
    expect(await status('/health/ready')).to.equal('200 {"data":{"status":"ready"}}');
  });

  it('lets go of its port where it can’t be put together', async () => {
    await start('throw new Error("this adapter is broken");').then(
      () => expect.fail('it started'),
      (error: unknown) => expect(error).to.have.property('code', 'config.adapter_unusable'),
    );
    host = await start();
    expect(await status('/health/ready')).to.match(/^200 /);
  });

  it('is not ready while it drains: to who is still connected it says so', async () => {
    host = await start();
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    // A request that has begun keeps its connection, and its end comes when the host already stops.
    socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\nGET /health/ready HTTP/1.1\r\n');
    await until(() => answer.includes('"live"'));
    const stopping = host.stop();
    host = undefined;
    socket.write('host: x\r\n\r\n');
    await once(socket, 'close');
    expect(answer).to.match(/HTTP\/1\.1 503 [\s\S]*\{"data":\{"status":"draining"\}\}$/);
    await stopping;
  });
});
