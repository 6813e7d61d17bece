import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { openingFault, postgresFault } from '#host/storage/postgres/postgres-faults.js';

const thrown = (code: string, message = 'm', more: object = {}) => Object.assign(new Error(message), { code, ...more });

describe('an error of PostgreSQL', () => {
  it('is the storage’s where the database or the way to it can’t be used', () => {
    const codes = [
      ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE'],
      ...['08006', '53100', '53300', '57P01', '57P03', '57014', '25006', '40P01', '58030', 'XX001', '28P01', '42501'],
    ];
    for (const code of codes) expect(postgresFault(thrown(code)).code, code).to.equal('storage.unavailable');
    for (const message of ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])
      expect(postgresFault(new Error(message)).code, message).to.equal('storage.unavailable');
  });

  it('is ours where a statement or its values are wrong', () => {
    for (const code of ['22P02', '23505', '23502', '42601', '42703', '0A000'])
      expect(postgresFault(thrown(code)).code, code).to.equal('bridge.broken');
  });

  it('never repeats what was to be stored', () => {
    const told = { detail: 'Key (id)=(Ada Lovelace) already exists.', table: 'inbox', constraint: 'inbox_id_key' };
    const fault = postgresFault(thrown('23505', 'invalid input: "Ada Lovelace"', told));
    const shown = `${fault.message} ${String(fault.cause)} ${JSON.stringify(fault.cause)} ${JSON.stringify(fault)}`;
    expect(shown).not.to.include('Ada');
    expect(shown).to.include('23505').and.to.include('inbox_id_key');
  });

  it('is left as it is where it is a Fault already', () => {
    const fault = new Fault('storage.conflict');
    expect(postgresFault(fault)).to.equal(fault);
  });

  describe('at the opening', () => {
    const url = 'postgres://bridge:s3cret-word@db:5433/orders';

    it('says what is to be mended, where, and never the password', () => {
      for (const code of ['28P01', '28000', '3D000', '42501', 'DEPTH_ZERO_SELF_SIGNED_CERT']) {
        const fault = openingFault(thrown(code), url);
        expect(fault.code, code).to.equal('config.invalid');
        expect(fault.message).to.include('postgres://bridge@db:5433/orders').and.not.to.include('s3cret');
      }
      expect(openingFault(new Error('The server does not support SSL connections'), url).code).to.equal(
        'config.invalid',
      );
    });

    it('names the place of what may pass by itself', () => {
      const fault = openingFault(thrown('ECONNREFUSED'), url);
      expect(fault.code).to.equal('storage.unavailable');
      expect(fault.detail).to.equal('postgres://bridge@db:5433/orders: PostgreSQL: ECONNREFUSED');
    });
  });
});
