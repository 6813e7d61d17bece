import { expect } from 'chai';
import type { OfferChange } from '@poshub-bridge/core';
import { faultIn } from '../support/faults.js';
import { startHub, type Behaviour, type TestHub } from '../support/hub.js';
import { IDS } from '../support/orders.js';

const list = `/v1/accounts/${IDS.accountId}/locations/${IDS.locationId}/catalog/products`;
const soldOut: OfferChange = { kind: 'product', ref: 'P&1', available: false };
const entry = (posReference: string, id = `id-${posReference.length}`): object => ({ id, posReference });

describe('a change of what can be ordered', () => {
  let hub: TestHub;
  const change = async (api: Behaviour, offer: OfferChange = soldOut): Promise<void> => {
    hub = await startHub({ api });
    await hub.hub.changeOffer(IDS, offer);
  };
  const sent = (): unknown[] => hub.calls.map(({ method, path, query, body }) => [method, path, body ?? query]);
  afterEach(() => hub.stop());

  it('finds the entry by the till’s reference and changes no more of it than that', async () => {
    const answer: Behaviour = ({ method }) => ({ body: method === 'GET' ? { data: [entry('P&1')] } : { data: {} } });
    await change(answer);
    expect(sent()).to.deep.equal([
      ['GET', list, { posReference: 'P&1', limit: '50' }],
      ['PATCH', `${list}/id-3`, { showOnline: false }],
    ]);
    await hub.stop();
    await change(answer, { kind: 'modifier', ref: 'P&1', price: { amount: 250, currency: 'GBP' }, available: true });
    expect(sent()[1]).to.deep.equal([
      'PATCH',
      `${list.replace('products', 'modifiers')}/id-3`,
      { showOnline: true, price: 250 },
    ]);
  });

  it('reads the whole list where the filter is ignored, answers nonsense or is refused', async () => {
    const filtered: readonly ReturnType<Behaviour>[] = [
      { body: { data: [entry('P&10')], hasNextPage: true, nextPageKey: 'k' } },
      { body: { data: [entry('p&1')], hasNextPage: false } },
      { body: { data: [], hasNextPage: true, nextPageKey: 'k' } },
      { status: 400, body: { error: 'unknown parameter' } },
    ];
    for (const answer of filtered) {
      await change(({ method, query }) => {
        if (method === 'PATCH') return { body: { data: {} } };
        if (query['posReference'] !== undefined) return answer;
        return query['nextPageKey'] === undefined
          ? { body: { data: [entry('P&10'), { id: 'x' }, null], hasNextPage: true, nextPageKey: 'k' } }
          : { body: { data: [entry('P&1', 'found')], hasNextPage: false } };
      });
      expect(hub.calls.map(({ method, path }) => [method, path]).at(-1)).to.deep.equal(['PATCH', `${list}/found`]);
      expect(hub.calls).to.have.length(4);
      await hub.stop();
    }
  });

  it('fails where POS Hub has no such entry', async () => {
    const fault = await faultIn(change(() => ({ body: { data: [], hasNextPage: false } })));
    expect([fault.code, fault.detail]).to.deep.equal(['hub.not_found', 'no product has the till’s reference']);
    expect(hub.calls).to.have.length(1);
    await hub.stop();
    expect((await faultIn(change(() => ({ body: { data: [entry('other')] } })))).code).to.equal('hub.not_found');
  });

  it('is not sent where it changes nothing, or has a price that POS Hub can’t take', async () => {
    await change(() => ({ body: {} }), { kind: 'product', ref: 'P1' });
    expect(hub.calls).to.have.length(0);
    for (const amount of [-1, 0.5, 1_000_000_000, NaN]) {
      await hub.stop();
      const fault = await faultIn(
        change(() => ({ body: {} }), { kind: 'product', ref: 'P1', price: { amount, currency: 'GBP' } }),
      );
      expect(fault.code).to.equal('hub.refused');
      expect(hub.calls).to.have.length(0);
    }
  });
});
