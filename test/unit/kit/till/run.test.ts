import { expect } from 'chai';
import { once } from 'node:events';
import { startTill } from '#kit/till/index.js';
import { KEY, TOKEN, Tills, anOrder, orderOf, send, take } from './support/tills.js';
import { until } from './support/until.js';

describe('the till as a process', () => {
  let tills: Tills;

  beforeEach(() => (tills = new Tills()));
  afterEach(() => tills.close());

  it('killed between taking an order and answering, it has the order once and answers it again', async () => {
    const till = await tills.fork();
    await till.admin.post('/admin/faults', { kind: 'lost_answer', ms: 600_000 });
    const unanswered = send(till, anOrder(), 'one-key').then(
      () => 'answered',
      () => 'broken',
    );
    await until(async () => ((await till.admin.get('/admin/stats')).text.includes('"orders":1') ? true : undefined));
    await till.kill();
    expect(await unanswered).to.equal('broken');

    const again = await tills.fork();
    const answer = await send(again, anOrder(), 'one-key');
    expect(answer.headers).to.have.property('idempotent-replayed', 'true');
    expect((await again.admin.get('/admin/stats')).body).to.include({ orders: 1, replays: 1 });
    expect(orderOf(await again.client.get(`/v1/orders/${orderOf(answer).id}`))).to.include({ reference: 'R-1' });
  });

  it('killed in the middle of many orders, it has every order that it answered', async () => {
    const till = await tills.fork();
    const answered: string[] = [];
    const sending = Array.from({ length: 60 }, async (_, index) => {
      const reference = `R-${index}`;
      const { status } = await send(till, anOrder({ reference }), reference).catch(() => ({ status: 0 }));
      if (status === 201) answered.push(reference);
    });
    await until(() => (answered.length >= 10 ? true : undefined));
    await till.kill();
    await Promise.all(sending);

    const again = await tills.open();
    for (const reference of answered) {
      const replay = await send(again, anOrder({ reference }), reference);
      expect(replay.headers, reference).to.have.property('idempotent-replayed', 'true');
    }
  });

  it('keeps its state over a stop and a start: orders, catalog, store and sequence', async () => {
    const till = await tills.open();
    const order = await take(till);
    await till.admin.patch('/admin/stores/str_soho', { name: 'Renamed' });
    await till.admin.patch('/admin/stores/str_soho/products/prd_cola', { price: 1 });
    await till.close();
    const again = await tills.open();
    expect(orderOf(await again.client.get(`/v1/orders/${order.id}`))).to.deep.equal(order);
    expect((await again.client.get('/v1/stores/str_soho')).body).to.include({ name: 'Renamed' });
    expect((await take(again)).version).to.be.greaterThan(order.version);
  });

  it('is alone with its state file', async () => {
    const till = await tills.open();
    const second = await startTill({ state: till.state }).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    expect(second).to.include('is another till using it?');
  });

  it('gives everything back when its port is taken', async () => {
    const till = await tills.open();
    const port = Number(new URL(till.url).port);
    const state = `${tills.folder}/other.db`;
    const second = await startTill({ state, port }).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    expect(second).to.include('EADDRINUSE');
    const third = await startTill({ state });
    await third.close();
  });

  it('prints one line with its addresses, and no secret that was given to it', async () => {
    const till = await tills.fork();
    let said = '';
    till.process.stdout?.on('data', (part: Buffer) => (said += part.toString()));
    const line = await until(() => said || undefined);
    expect(line).to.match(/^The till is at http:\/\/127\.0\.0\.1:\d+ \(admin at http:\/\/127\.0\.0\.1:\d+;.*\)\.\n$/);
    expect(line).to.not.include(KEY).and.not.include(TOKEN);
  });

  it('stops on SIGTERM, leaving a file that the next one opens', async () => {
    const till = await tills.fork();
    const order = await take(till);
    const gone = once(till.process, 'exit');
    till.process.kill('SIGTERM');
    expect(await gone).to.deep.equal([0, null]);
    const again = await tills.open();
    expect(orderOf(await again.client.get(`/v1/orders/${order.id}`))).to.deep.equal(order);
  });
});
