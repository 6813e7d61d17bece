import { expect } from 'chai';
import { isFault } from '@poshub-bridge/core';
import { isPostgres, passwordsIn, shownPlace } from '#host/storage/postgres/place.js';

describe('where a PostgreSQL is', () => {
  it('is told from a file', () => {
    for (const url of ['postgres://db/bridge', 'postgresql://db/bridge', 'POSTGRES://db/bridge'])
      expect(isPostgres(url), url).to.equal(true);
    for (const url of ['sqlite:./postgres.db', 'postgres', 'mysql://db/bridge'])
      expect(isPostgres(url), url).to.equal(false);
  });

  it('is shown without the password, and without what else stands in the URL', () => {
    expect(shownPlace('postgres://bridge:s3cret@db.example.com:5433/orders?sslmode=verify-full')).to.equal(
      'postgres://bridge@db.example.com:5433/orders',
    );
    expect(shownPlace('postgres://db/orders?user=bridge&password=s3cret')).to.equal('postgres://bridge@db/orders');
    expect(shownPlace('postgres:///orders?host=/run/postgresql')).to.equal('postgres:///run/postgresql/orders');
  });

  it('is not repeated where it can’t be read', () => {
    try {
      shownPlace('postgres://bridge:a/b@[db/orders');
      expect.fail('it was read');
    } catch (error) {
      expect(isFault(error) && error.code).to.equal('config.invalid');
      expect(String(error)).not.to.include('a/b');
    }
  });

  it('gives the password away in every spelling, so that no log shows one', () => {
    expect(passwordsIn('postgres://bridge:p%40ss%2Fword@db/orders')).to.include.members(['p%40ss%2Fword', 'p@ss/word']);
    expect(passwordsIn('postgres://db/orders?password=p%40ssword')).to.include.members(['p%40ssword', 'p@ssword']);
    expect(passwordsIn('postgres://bridge@db/orders')).to.deep.equal([]);
    expect(passwordsIn('sqlite:./data/bridge.db')).to.deep.equal([]);
  });
});
