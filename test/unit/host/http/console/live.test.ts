import { expect } from 'chai';
import { HOUR } from '@poshub-bridge/core';
import { ManualClock } from '../../../../support/clock.js';
import { until } from '../../../../support/until.js';
import { IDS } from '../../../../support/world.js';
import { MENU } from '../support/server.js';
import { openDesk, type Desk } from './support/desk.js';
import { Operator, type Stream } from './support/operator.js';

describe('the live stream of the console', () => {
  let desk: Desk;
  let operator: Operator;
  const streams: Stream[] = [];

  async function open(clock?: ManualClock): Promise<void> {
    desk = await openDesk(clock === undefined ? {} : { clock });
    operator = await Operator.signedIn(desk);
  }
  async function listen(): Promise<Stream> {
    const stream = await operator.listen(desk);
    streams.push(stream);
    return stream;
  }
  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
    await desk.close();
  });

  it('tells which order, connection and sync changed', async () => {
    await open();
    const stream = await listen();
    await desk.connect();
    await desk.order('o-1');
    await until(() => stream.text.includes('"kind":"order","id":"o-1"'));
    desk.till.menu = [MENU];
    await desk.services.syncing.push(IDS.connectionId, 'timer');
    await until(() => stream.text.includes('"kind":"sync","id":"connection-1"'));
    await desk.services.connecting.disconnect(IDS.connectionId);
    await until(() => stream.text.includes('"kind":"connection","id":"connection-1"'));
  });

  it('is not held back by a proxy, and says how soon to come back', async () => {
    await open();
    const { response, ...stream } = await listen();
    expect(response.headers.get('content-type')).to.match(/^text\/event-stream/);
    expect(response.headers.get('x-accel-buffering')).to.equal('no');
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(stream).to.have.property('isOver', false);
  });

  it('has room for so many, and again when one leaves', async () => {
    await open();
    for (let count = 0; count < 32; count += 1) expect((await listen()).response.status).to.equal(200);
    const refused = await listen();
    expect([refused.response.status, refused.response.headers.get('retry-after')]).to.deep.equal([503, '30']);
    await streams[0]?.close();
    await until(async () => (await listen()).response.status === 200);
  });

  it('ends when the operator signs out', async () => {
    await open();
    const stream = await listen();
    await operator.send('/sign-out');
    await until(() => stream.isOver);
  });

  it('tells nothing more when the sign-in has run out', async () => {
    const clock = new ManualClock();
    await open(clock);
    const stream = await listen();
    clock.advance(12 * HOUR);
    desk.feed.tell({ kind: 'order', id: 'o-secret' });
    await until(() => stream.isOver);
    expect(stream.text).not.to.contain('o-secret');
  });

  it('does not keep the host from stopping', async () => {
    await open();
    const stream = await listen();
    const stopped = desk.stop();
    await until(() => stream.isOver);
    await stopped;
  });

  it('answers a HEAD without beginning a stream', async () => {
    await open();
    const cookie = [...operator.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (let count = 0; count < 40; count += 1) {
      const init = { method: 'HEAD', headers: { cookie } };
      expect((await fetch(`${desk.serverUrl}/console/live`, init)).status).to.equal(200);
    }
    expect((await listen()).response.status).to.equal(200);
  });
});
