import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import type { Connection } from '@poshub-bridge/core';
import { loadConfig } from '#host/config/load.js';
import { compose, type Composition } from '#host/container/compose.js';
import { until } from '../../../support/until.js';
import { faultIn } from '../../pos-hub/support/faults.js';
import { adapterModule } from '../support/adapters.js';
import { configOf } from '../support/configs.js';
import { Folder } from '../support/folder.js';
import { aTicket } from '../outbound/exchanges/support.js';

const store = { ref: 's1', name: 'High Street', currency: 'GBP', timezone: 'Europe/London' };
const connection: Connection = {
  ...{ connectionId: 'c1', accountId: 'a1', locationId: 'l1', adapter: 'fake', store, createdAt: 1, updatedAt: 1 },
  ...{ status: 'connected', announced: 'connected' },
};

describe('the till as the host composes it', () => {
  let folder: Folder;
  let vendor: Server;
  let composition: Composition;
  let asked: string[];

  beforeEach(async () => {
    folder = new Folder();
    asked = [];
    vendor = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.setHeader('content-type', 'application/json').end('{"id":"T-1","note":"for Ada"}');
    });
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    const address = vendor.address();
    const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const module = `
      hosts: () => ['${host}'],
      create: ({ http }) => ({
        async *catalog() {
          await http.send({ method: 'GET', url: 'http://${host}/menu' });
          await http.send({ method: 'POST', url: 'http://${host}/search', json: {}, readOnly: true });
          await http.send({ method: 'POST', url: 'http://${host}/touch', json: {} });
          yield { products: [] };
        },
        submit: async (session, { orderId }) => {
          await http.send({ method: 'POST', url: 'http://${host}/orders', json: { orderId, note: 'for Ada' } });
          return { kind: 'accepted', ticket: 'T-1' };
        },
      }),`;
    folder.write('adapter.mjs', adapterModule({}, module));
    const config = configOf({
      ...{ adapter: { use: './adapter.mjs' }, log: { level: 'error' } },
      outbound: { allowPrivateAddresses: true },
    });
    composition = await compose(loadConfig(folder.write('bridge.yaml', config), {}));
    await composition.bridge.ledger.connections.save(connection, []);
    await composition.bridge.ledger.vault.write('c1', { key: 'good' });
  });
  afterEach(async () => {
    await composition.close();
    vendor.closeAllConnections();
    await new Promise((resolve) => vendor.close(resolve));
    folder.remove();
  });

  it('can change nothing while a sync is planned', async () => {
    const fault = await faultIn(composition.services.previewing.plan('c1'));
    expect(fault.code).to.equal('outbound.not_allowed');
    expect(fault.detail).to.equal('POST in a dry run');
    expect(asked).to.deep.equal(['GET /menu', 'POST /search']);
  });

  it('has what was said for an order taken down', async () => {
    const { ledger, till } = composition.bridge;
    await till.submit({ connectionId: 'c1', credentials: {}, store }, aTicket('order-1'));
    await until(async () => (await ledger.orders.exchanges('order-1')).length === 1);
    const [exchange] = await ledger.orders.exchanges('order-1');
    expect(exchange).to.deep.include({
      ...{ target: 'till', method: 'POST', path: '/orders', status: 200 },
      ...{ request: { orderId: 'order-1', note: '[text 7]' }, response: { id: 'T-1', note: '[text 7]' } },
    });
  });

  it('has it written when the host closes, too', async () => {
    await composition.bridge.till.submit({ connectionId: 'c1', credentials: {}, store }, aTicket('order-1'));
    await composition.close();
    composition = await compose(loadConfig(folder.path + '/bridge.yaml', {}));
    expect(await composition.bridge.ledger.orders.exchanges('order-1')).to.have.length(1);
  });
});
