import { expect } from 'chai';
import fc from 'fast-check';
import { CANARY, CanaryHost } from './support/canary-host.js';
import { IDS, wireEvent } from '../pos-hub/support/orders.js';
import { until } from '../../support/until.js';
import type { Mood } from './support/echo.js';

/** Those that mend themselves come first: after the last two the store is not connected any more. */
const MOODS: readonly Mood[] = ['fine', 400, 404, 409, 422, 429, 500, 503, 204, 302, 'nonsense', 'drop'];
const ENDS: readonly Mood[] = [401, 403];

const { connectionId } = IDS;

/** All that an operator can look at. */
async function look(host: CanaryHost, orderId: string): Promise<void> {
  for (const path of ['/orders', `/orders/${orderId}`, `/connections/${connectionId}/syncs`, '/connections', '/events'])
    await host.api(path);
  await host.api(`/events?orderId=${orderId}`);
  for (const path of ['', '/connections', `/connections/${connectionId}`]) await host.page(path);
  await host.metrics();
  await host.ask('/health/ready');
}

/** What strangers and friends ask for, with a secret or somebody's data in every place where one can be. */
function asks(host: CanaryHost, word: string): readonly (() => Promise<unknown>)[] {
  const evil = `${CANARY} ${word}`;
  const encoded = encodeURIComponent(evil);
  const json = { 'content-type': 'application/json' };
  const bearer = { authorization: `Bearer ${CANARY}-guess` };
  return [
    () => host.webhook(evil),
    () => host.webhook(JSON.stringify({ [evil]: evil })),
    () => host.webhook(JSON.stringify(wireEvent({ eventId: evil }))),
    () => host.webhook(JSON.stringify(wireEvent({ eventTime: evil, objectType: evil }))),
    () => host.webhook(JSON.stringify(wireEvent({ objectType: `KANARI_E` })), `${CANARY}-wrong-secret`),
    () => host.webhook(evil.repeat(100_000)),
    () => host.news(evil),
    () => host.news(JSON.stringify({ type: 'order.updated', store_id: 'str_soho', sequence: 1, data: { id: evil } })),
    () => host.news(JSON.stringify({ type: evil, store_id: evil, sequence: 1 }), `${CANARY}-wrong-secret`),
    () => host.catalog(),
    () => host.catalog(`${CANARY}-guess`),
    () =>
      host.ask(`/poshub/catalog?token=${encoded}&locationId=${encoded}`, { method: 'POST', headers: json, body: evil }),
    () =>
      host.ask('/poshub/webhooks', { method: 'POST', headers: { ...json, 'content-encoding': CANARY }, body: evil }),
    () => host.ask('/poshub/webhooks', { method: 'POST', headers: { 'content-type': `text/${CANARY}` }, body: evil }),
    () => host.ask(`/poshub/install?code=${encoded}&account_id=${encoded}&location_id=a&connectionId=c`),
    () => host.ask(`/poshub/install?code=${encoded}&account_id=a&location_id=b&connectionId=${connectionId}`),
    () => host.ask(`/poshub/install?error=${encoded}&error_description=${encoded}`),
    () => host.ask(`/connect/callback?code=${encoded}&state=${encoded}`, { headers: { cookie: `connect=${CANARY}` } }),
    () => host.ask(`/connect/${connectionId}?token=${encoded}`, { headers: { cookie: `connect=${encoded}` } }),
    () => host.ask(`/api/v1/orders?phase=${encoded}`, { headers: bearer }),
    () => host.api(`/orders?phase=${encoded}&limit=${encoded}`),
    () => host.api(`/orders?nextPageKey=${encoded}`),
    () => host.api(`/orders/x/resolve`, { method: 'POST', body: evil }),
    () => host.api(`/orders/x/resolve`, { method: 'POST', body: JSON.stringify({ action: evil }) }),
    () => host.api(`/connections/${connectionId}/sync`, { method: 'POST' }),
    () => host.metrics(`${CANARY}-guess`),
    () => host.ask('/console', { headers: { cookie: `console=${CANARY}` } }),
    () =>
      host.ask('/console/sign-in', {
        method: 'POST',
        body: new URLSearchParams({ token: evil, csrf: evil, to: evil }),
      }),
  ];
}

describe('secrets and guests’ data', function () {
  this.timeout(120_000);
  let host: CanaryHost;
  beforeEach(async () => {
    host = await CanaryHost.start('json');
  });
  afterEach(() => host.stop());

  it('reach no log line and no answer, whatever is asked and however POS Hub and the till fare', async () => {
    await host.connect();
    const word = fc.string({
      unit: fc.constantFrom('a', 'Z', '1', ' ', 'ä', '🍕', '"', "'", '<', '&', '\\', '%', '+'),
      maxLength: 12,
    });
    const damage = [{ total: `${CANARY}-total` }, { items: CANARY }, { status: CANARY }];
    const torn = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, fc.constantFrom(...damage));
    const ids: string[] = [];
    const round = fc.tuple(fc.constantFrom(...MOODS), fc.constantFrom(...MOODS), word, torn, fc.array(fc.nat(27)));
    await fc.assert(
      fc.asyncProperty(round, async ([hub, till, text, tear, chosen]) => {
        [host.hub.mood, host.till.mood] = [hub, till];
        const id = await host.order(text, tear);
        ids.push(id);
        const all = asks(host, text);
        for (const index of new Set(chosen)) await all[index]?.();
        await look(host, id);
        expect(host.leaks()).to.deep.equal([]);
      }),
      { numRuns: 25 },
    );
    for (const mood of ENDS) {
      [host.hub.mood, host.till.mood] = ['fine', mood];
      const id = await host.order('at the end');
      ids.push(id);
      for (const ask of asks(host, 'at the end')) await ask();
      await look(host, id);
      host.hub.mood = mood;
      for (const ask of asks(host, 'at the end')) await ask();
    }
    await until(() => host.program.lines.some((line) => line.includes('connection failed')));
    for (const id of ids) await look(host, id);
    host.program.signal('SIGTERM');
    const { stderr } = await host.program.ended;
    expect(stderr).to.equal('');
    expect(host.leaks()).to.deep.equal([]);
    expect(host.alerts.length, 'a person was called').to.be.greaterThan(0);
    expect(host.heard.length, 'there were answers').to.be.greaterThan(300);
    expect(host.program.lines.length, 'there were lines').to.be.greaterThan(100);
  });
});
