import { createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { reach } from '#host/outbound/reach.js';
import { freePort } from '#kit/demo/processes.js';
import { faultIn } from '../../pos-hub/support/faults.js';

describe('whether a host can be reached', () => {
  let server: Server;
  let port: number;
  before(async () => {
    server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  const anywhere = { allowPrivateAddresses: true, timeoutMs: 5_000 };

  it('is so where it takes connections', async () => {
    for (const name of ['127.0.0.1', 'localhost'])
      expect(await reach(`${name}:${port}`, anywhere)).to.contain(`${port}`);
  });

  it('is not so where it refuses them, has no name, or does not answer in time', async () => {
    const refused = await faultIn(reach(`127.0.0.1:${await freePort()}`, anywhere));
    expect([refused.code, refused.detail]).to.satisfy(([code, detail]: string[]) =>
      Boolean(code === 'vendor.unavailable' && detail?.endsWith('ECONNREFUSED')),
    );
    expect((await faultIn(reach('nowhere.invalid:8080', anywhere))).code).to.equal('vendor.unavailable');
    const late = await faultIn(reach('192.0.2.1:8080', { ...anywhere, timeoutMs: 50 }));
    expect(late.code).to.equal('vendor.unavailable');
  });

  it('is never looked at on private addresses where those are not allowed, by number or by name', async () => {
    const strict = { ...anywhere, allowPrivateAddresses: false };
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, '[::1]:443', '127.0.0.1', '10.0.0.1'])
      expect((await faultIn(reach(host, strict))).code, host).to.equal('outbound.not_allowed');
  });
});
