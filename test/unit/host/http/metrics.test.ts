import { expect } from 'chai';
import { createMetrics } from '#host/metrics/index.js';
import { Scrape } from '../../../support/scrape.js';
import { wireEvent } from '../../pos-hub/support/orders.js';
import { API_TOKEN } from '../support/configs.js';
import { startServer, type ServerOptions, type TestServer } from './support/server.js';

const TOKEN = 'token-of-the-scraper-for-tests';

describe('GET /metrics', () => {
  let server: TestServer;
  afterEach(() => server.dispose());

  const start = async (options?: ServerOptions): Promise<void> => void (server = await startServer(options));
  const get = (token?: string) =>
    server.call('/metrics', token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

  it('is not there unless a token is configured', async () => {
    await start({ metrics: createMetrics() });
    for (const token of [undefined, API_TOKEN, '']) expect((await get(token)).status).to.equal(404);
  });

  it('wants its token, the whole of it and nothing else', async () => {
    await start({ metrics: createMetrics(), metricsToken: TOKEN });
    for (const token of [undefined, '', TOKEN.slice(1), `${TOKEN}x`, API_TOKEN]) {
      const { status, headers, text } = await get(token);
      expect(status, token).to.equal(401);
      expect(headers.get('www-authenticate')).to.equal('Bearer');
      expect(text).not.to.contain('poshub_bridge');
    }
    expect((await server.call(`/metrics?token=${TOKEN}`)).status, 'a token in the address').to.equal(401);
    expect((await get(TOKEN)).status).to.equal(200);
  });

  it('tells what the routes did, in Prometheus’ text format', async () => {
    await start({ metrics: createMetrics(), metricsToken: TOKEN });
    await server.connect();
    await server.tell(wireEvent());
    await server.tell(wireEvent());
    await server.tell(wireEvent(), 'another secret');
    const { headers, text } = await get(TOKEN);
    expect(headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
    expect(headers.get('cache-control')).to.equal('no-store');
    const seen = new Scrape(text);
    const events = (kind: string, outcome: string) =>
      seen.value('poshub_bridge_events_total', { source: 'hub', kind, outcome });
    expect([events('order', 'stored'), events('order', 'duplicate')]).to.deep.equal([1, 1]);
    expect(events('unread', 'request.unauthenticated')).to.equal(1);
    expect(seen.value('poshub_bridge_queue_due_jobs', { topic: 'order' })).to.equal(1);
    expect(seen.value('poshub_bridge_connections', { status: 'connected' })).to.equal(1);
  });

  it('answers although the storage can’t be read', async () => {
    await start({ metrics: createMetrics(), metricsToken: TOKEN });
    await server.storage.storage.close();
    const { status, text } = await get(TOKEN);
    expect([status, new Scrape(text).value('poshub_bridge_ready')]).to.deep.equal([200, 0]);
  });
});
