import { expect } from 'chai';
import fc from 'fast-check';
import pg from 'pg';
import { textArray } from '#host/storage/postgres/text-array.js';
import { testPostgres, type PostgresDatabase } from '../../../../support/postgres.js';
import { skip } from '../../../../support/skip.js';

describe('an array of texts as bytes', () => {
  let database: PostgresDatabase | undefined;
  let client: pg.Client | undefined;

  before(async function () {
    const server = await testPostgres();
    if ('reason' in server) skip(this, server.reason);
    database = await server.database();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  after(async () => {
    await client?.end();
    await database?.drop();
  });

  it('is to PostgreSQL what it was, whatever the texts, the bytes and what is missing', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    const value = fc.oneof(
      text,
      text.map((some) => Buffer.from(some)),
      fc.constant(null),
      fc.constant('null'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 20 }), async (values) => {
        const answer = await client?.query<{ values: (string | null)[]; count: number }>(
          'select $1::text[] as values, cardinality($1::text[]) as count',
          [textArray(values)],
        );
        const wanted = values.map((one) => (one === null ? null : one.toString()));
        expect(answer?.rows).to.deep.equal([{ values: wanted, count: values.length }]);
      }),
      { numRuns: 200 },
    );
  });
});
