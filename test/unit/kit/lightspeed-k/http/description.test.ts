import { expect } from 'chai';
import { Description } from '#kit/lightspeed-k/http/description.js';
import { skip } from '../../../../support/skip.js';
import { anOrder, document, noDocument } from '../support/lightspeed.js';

const PATH = '/o/op/1/order/toGo';

describe('Lightspeed’s document, held against what happens', () => {
  let description: Description;
  before(function () {
    if (document === undefined) skip(this, noDocument);
    description = new Description(document);
  });

  it('takes what it describes', () => {
    expect(description.request('POST', PATH, {}, anOrder())).to.deep.equal([]);
    expect(description.answer('POST', PATH, 200, { status: 'ok' })).to.deep.equal([]);
    expect(description.event('orderNotification', { status: 'CHECK_WAS_UPDATED' })).to.deep.equal([]);
  });

  it('finds what it does not name, at every depth', () => {
    const wrong = [
      anOrder({ note: 'x' }),
      anOrder({ customerInfo: {} }),
      anOrder({ items: [{ quantity: 1, sku: 'A', subItems: [{ quantity: 1, sku: 'B', note: 'x' }] }] }),
      anOrder({ items: [{ quantity: 1.5, sku: 'A' }] }),
    ];
    for (const order of wrong) expect(description.request('POST', PATH, {}, order)).to.have.length(1);
    expect(description.answer('POST', PATH, 409, { status: 'fail', message: 'x' })).to.have.length(1);
    expect(description.event('orderNotification', { status: 'COOKED' })).to.have.length(1);
    expect(description.event('weather', {})).to.have.length(1);
  });

  it('knows operations, answers and queries', () => {
    const list = '/o/op/1/menu/list';
    expect(description.request('GET', '/o/op/9', {}, undefined)).to.have.length(1);
    expect(description.request('GET', list, {}, undefined)).to.deep.equal(['the query lacks businessLocationId']);
    expect(description.request('GET', list, { businessLocationId: '1', page: '1' }, undefined)).to.have.length(1);
    expect(description.answer('GET', list, 201, [])).to.have.length(1);
    expect(description.answer('GET', list, 503, 'anything')).to.deep.equal([]);
    expect(description.answer('GET', list, 200, [{ menuName: 'A', id: 1 }])).to.have.length(1);
  });
});
