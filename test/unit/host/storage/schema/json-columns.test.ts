import { expect } from 'chai';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { isFault } from '@poshub-bridge/core';
import { JsonColumns } from '#host/storage/schema/json-columns.js';
import { SqliteFile } from '#host/storage/sqlite/sqlite-file.js';
import { rejection } from '../../../../support/until.js';

describe('JSON columns', () => {
  const db = new Kysely<object>({
    dialect: new SqliteDialect({ database: new SqliteFile(':memory:') }),
    plugins: [new JsonColumns()],
  });
  after(() => db.destroy());

  it('are read by their name, and no other text is taken for JSON', async () => {
    const { rows } = await sql`select '{"a":[1,null]}' as value_json, '{"a":1}' as body, null as empty_json`.execute(
      db,
    );
    expect(rows).to.deep.equal([{ value_json: { a: [1, null] }, body: '{"a":1}', empty_json: null }]);
  });

  it('say which one is broken, and nothing of what stands in it', async () => {
    const error = await rejection(sql`select 'Ada Lovelace, 12 Green Street' as order_json`.execute(db));
    expect(isFault(error) && error.code).to.equal('storage.unavailable');
    expect(isFault(error) && error.message).to.contain('order_json');
    expect(JSON.stringify([error, isFault(error) && error.message, isFault(error) && error.cause])).to.not.contain(
      'Ada',
    );
  });
});
