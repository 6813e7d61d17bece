import { expect } from 'chai';
import fc from 'fast-check';
import { isFault } from '@poshub-bridge/core';
import { createHubWire } from '#pos-hub/index.js';
import { faultOf } from './support/faults.js';
import { bytes, IDS } from './support/orders.js';
import { settingsOf } from './support/settings.js';

const wire = createHubWire(settingsOf());
const { connectionId, accountId, locationId } = IDS;
const none = new Uint8Array();

describe('POS Hub’s redirect', () => {
  it('is read in every spelling of its parameters', () => {
    const spellings = [
      { code: 'c', account_id: accountId, location_id: locationId, applicationId: 'a', connectionId },
      { code: 'c', accountId, locationId, connectionId, state: 'x' },
      { code: 'c', account_id: accountId, location_id: locationId, connection_id: connectionId },
      { CODE: 'c', accountid: accountId, locationid: locationId, connectionid: connectionId },
    ];
    for (const query of spellings) expect(wire.readInstall(query)).to.deep.equal({ ...IDS, code: 'c' });
  });

  it('is declined where it reports an error', () => {
    const fault = faultOf(() => wire.readInstall({ error: 'access_denied', error_description: 'Ada said no' }));
    expect([fault.code, fault.detail]).to.deep.equal(['install.declined', 'access_denied']);
    expect(faultOf(() => wire.readInstall({ error: 'Ada said no' })).message).not.to.include('Ada');
  });

  it('names what it lacks', () => {
    const whole = { code: 'c', account_id: accountId, location_id: locationId, connectionId };
    for (const [name, wanted] of Object.entries({
      code: 'code',
      account_id: 'account_id',
      location_id: 'location_id',
      connectionId: 'connectionId',
    })) {
      for (const value of [undefined, '', '../../etc', 'x'.repeat(3_000)]) {
        if (name === 'code' && value === '../../etc') continue;
        const fault = faultOf(() => wire.readInstall({ ...whole, [name]: value }));
        expect([fault.code, fault.detail]).to.deep.equal(['install.incomplete', `${wanted} is missing or no id`]);
      }
    }
  });
});

describe('POS Hub’s call for the catalog', () => {
  it('says in its body or its query what it is about', () => {
    expect(wire.readSync(bytes({ connectionId, accountId, locationId }), {})).to.deep.equal({
      connectionId,
      locationId,
    });
    expect(wire.readSync(bytes({ location_id: locationId }), { connectionId })).to.deep.equal({
      connectionId,
      locationId,
    });
    expect(wire.readSync(none, { location_id: locationId })).to.deep.equal({ locationId });
    expect(wire.readSync(bytes({ connectionId }), { connectionId: 'other' })).to.deep.equal({ connectionId });
  });

  it('may say nothing at all', () => {
    for (const body of [none, bytes({}), bytes([]), bytes(null), bytes({ connectionId: 7 })])
      expect(wire.readSync(body, {})).to.deep.equal({});
  });

  it('is unreadable where neither body nor query can be read', () => {
    const text = new TextEncoder().encode('connectionId=1');
    expect(faultOf(() => wire.readSync(text, {})).code).to.equal('request.unreadable');
    expect(wire.readSync(text, { connectionId })).to.deep.equal({ connectionId });
    expect(faultOf(() => wire.readSync(none, { connectionId: '../x' })).code).to.equal('request.unreadable');
  });

  it('never fails otherwise', () => {
    const query = fc.dictionary(fc.constantFrom('connectionId', 'location_id', 'x'), fc.string());
    const body = fc.oneof(fc.uint8Array(), fc.jsonValue().map(bytes));
    fc.assert(
      fc.property(body, query, (given, asked) => {
        try {
          return typeof wire.readSync(given, asked) === 'object';
        } catch (error) {
          return isFault(error) && error.code === 'request.unreadable';
        }
      }),
    );
  });
});
