import { dropDatabases, testPostgres, type PostgresServer } from '../support/postgres.js';
import { skip } from '../support/skip.js';
import { postgresStorage } from '../support/storage.js';
import { describeLedger } from './ledger.js';
import { describeSharing } from './sharing.js';
import { describeWorkQueue } from './work-queue.js';

describe('PostgreSQL', () => {
  let server: PostgresServer;

  before(async function () {
    const found = await testPostgres();
    if ('reason' in found) skip(this, found.reason);
    server = found;
  });

  after(() => dropDatabases());

  describeLedger('PostgreSQL', () => postgresStorage(server));
  describeWorkQueue('PostgreSQL', () => postgresStorage(server));
  describeSharing('PostgreSQL', () => postgresStorage(server));
});
