import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { fieldsOf, IDS } from '../../../pos-hub/support/orders.js';
import { itemsOf, Operator } from '../support/operator.js';
import { MENU, startServer, type TestServer } from '../support/server.js';

const { connectionId } = IDS;

describe('/api/v1/connections', () => {
  let server: TestServer;
  let operator: Operator;
  beforeEach(async () => {
    server = await startServer();
    operator = new Operator(server);
    server.till.menu = [MENU];
    await server.connect();
  });
  afterEach(() => server.dispose());

  const sync = () => server.api(`/connections/${connectionId}/sync`, { method: 'POST' });

  it('show their last sync and their last error', async () => {
    expect(await operator.item(`/connections/${connectionId}`)).not.to.have.any.keys('lastSync', 'lastError');
    server.till.menu = [new Fault('vendor.unavailable')];
    await sync();
    server.storage.clock.advance(1_000);
    server.till.menu = [MENU];
    await sync();
    const [listed] = await operator.items('/connections');
    const shown = await operator.item(`/connections/${connectionId}`);
    expect(shown).to.deep.equal(listed);
    expect(shown['lastSync']).to.include({ outcome: 'applied', inserted: 2, warnings: 0, trigger: 'operator' });
    expect(shown['lastError']).to.include({ code: 'vendor.unavailable' });
    await server.connect({ status: 'failed', failure: { code: 'credentials.revoked', message: 'gone' } });
    expect(await operator.item(`/connections/${connectionId}`)).to.have.nested.property(
      'lastError.code',
      'credentials.revoked',
    );
  });

  it('come page by page, and by status', async () => {
    for (const id of ['a', 'b', 'c']) await server.connect({ connectionId: id, locationId: id, status: 'failed' });
    const first = await server.api('/connections?limit=3');
    const { nextPageKey } = fieldsOf(first.body);
    const second = await server.api(`/connections?limit=3&nextPageKey=${String(nextPageKey)}`);
    expect([...itemsOf(first), ...itemsOf(second)].map(({ id }) => id)).to.have.members([connectionId, 'a', 'b', 'c']);
    expect(second.body).to.include({ hasNextPage: false }).and.not.to.have.property('nextPageKey');
    expect(await operator.items('/connections?status=failed')).to.have.length(3);
    for (const query of ['limit=101', 'status=lost', 'nextPageKey=unknown'])
      expect((await server.api(`/connections?${query}`)).status, query).to.equal(400);
  });

  it('are ended: the till is told, the credentials are erased, and POS Hub hears FAILED', async () => {
    const { status, body } = await server.api(`/connections/${connectionId}/disconnect`, { method: 'POST' });
    expect(status).to.equal(200);
    expect(fieldsOf(body)['data']).to.deep.include({ id: connectionId, status: 'removed' });
    expect(server.till.countOf('detach')).to.equal(1);
    expect(await server.storage.ledger.vault.read(connectionId)).to.equal(undefined);
    await server.services.connecting.work(connectionId);
    expect(server.hub.statuses.map((one) => one.status)).to.deep.equal(['failed']);
    expect(await operator.item(`/connections/${connectionId}`)).to.include({ announced: 'removed' });
    const again = await server.api(`/connections/${connectionId}/disconnect`, { method: 'POST' });
    expect(again.status).to.equal(404);
  });

  it('say 404 where there is none', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/disconnect'],
      ['GET', '/syncs'],
      ['POST', '/sync'],
      ['GET', '/catalog'],
      ['GET', '/catalog/plan'],
    ] as const) {
      const { status, body } = await server.api(`/connections/unknown${path}`, { method });
      expect(status, path).to.equal(404);
      expect(body).to.include({ code: 'connection.unknown' });
    }
  });
});
