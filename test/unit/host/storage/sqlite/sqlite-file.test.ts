import { expect } from 'chai';
import { isFault } from '@poshub-bridge/core';
import { SqliteFile } from '#host/storage/sqlite/sqlite-file.js';

describe('one SQLite file', () => {
  let file: SqliteFile;
  beforeEach(() => {
    file = new SqliteFile(':memory:');
    file.execute('create table things (name text primary key)');
  });
  afterEach(() => file.close());

  const insert = (name: string) => file.prepare('insert into things values (?)').run([name]);
  const count = () => file.value('select count(*) from things');
  const codeOf = (work: () => unknown): string | undefined => {
    try {
      work();
    } catch (error) {
      return isFault(error) ? error.code : String(error);
    }
    return undefined;
  };

  it('does all of a transaction or nothing of it', () => {
    file.atomically(() => insert('a'));
    expect(codeOf(() => file.atomically(() => [insert('b'), insert('a')]))).to.equal('bridge.broken');
    expect(count()).to.equal(1);
    expect(file.inTransaction).to.equal(false);
    file.atomically(() => insert('c'));
    expect(count()).to.equal(2);
  });

  it('works with more statements than it keeps', () => {
    for (let index = 0; index < 1_000; index += 1) expect(file.value(`select ${index}`)).to.equal(index);
    expect(file.value('select 0')).to.equal(0);
  });

  it('tells our mistakes from the disk’s', () => {
    expect(codeOf(() => file.prepare('selec'))).to.equal('bridge.broken');
    file.execute('pragma max_page_count = 3');
    expect(codeOf(() => insert('x'.repeat(50_000)))).to.equal('storage.unavailable');
  });

  it('gives rows of columns only', () => {
    insert('a');
    expect(file.all('select * from things')).to.deep.equal([{ name: 'a' }]);
  });

  it('runs nothing after it was closed, prepared statements neither', () => {
    const statement = file.prepare('insert into things values (?)');
    file.close();
    file.close();
    expect(codeOf(() => statement.run(['late']))).to.equal('storage.unavailable');
    expect(codeOf(() => file.execute('select 1'))).to.equal('storage.unavailable');
    expect(file.inTransaction).to.equal(false);
  });
});
