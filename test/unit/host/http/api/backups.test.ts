import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { fieldsOf } from '../../../pos-hub/support/orders.js';
import { Operator } from '../support/operator.js';
import { startServer, type Answer, type TestServer } from '../support/server.js';

describe('POST /api/v1/backup', () => {
  let server: TestServer;
  let operator: Operator;
  beforeEach(async () => {
    server = await startServer();
    operator = new Operator(server);
  });
  afterEach(() => server.dispose());

  const ask = (body: unknown): Promise<Answer> => operator.post('/backup', body);
  const files = (): readonly string[] => readdirSync(server.storage.folder).sort();

  it('copies the storage, and tells the name by the time and the size', async () => {
    const { status, body } = await server.api('/backup', { method: 'POST' });
    expect(status).to.equal(201);
    const { name, bytes, at } = fieldsOf(fieldsOf(body)['data']);
    expect(name).to.match(/^bridge-\d{8}T\d{9}Z\.db$/);
    expect(at).to.match(/^\d{4}-\d\d-\d\dT/);
    expect(statSync(join(server.storage.folder, String(name))).size).to.equal(bytes);
    expect(server.storage.log.lines.map(({ event }) => event)).to.include('backup made');
  });

  it('takes a name, and nothing is written over', async () => {
    expect((await ask({ name: 'friday.db' })).status).to.equal(201);
    for (const name of ['friday.db', 'bridge.db']) {
      const { status, body } = await ask({ name });
      expect(status, name).to.equal(409);
      expect(body).to.include({ code: 'storage.backup_exists' });
    }
    expect((await server.api('/orders')).status, 'the storage is as it was').to.equal(200);
  });

  it('writes to no place but its folder, whatever the name', async () => {
    const before = files();
    for (const name of [
      ...['../friday.db', '/tmp/friday.db', 'a/friday.db', 'a\\friday.db', '..', '.db', '.hidden.db', '', 'friday'],
      ...[
        'bridge.db-wal',
        'bridge.db-journal',
        'bridge.db.part',
        'fri\u0000day.db',
        'fri day.db',
        `${'x'.repeat(100)}.db`,
      ],
      ...[1, null, {}, ['friday.db']],
    ]) {
      const { status, body } = await ask({ name });
      expect(status, JSON.stringify(name)).to.equal(400);
      expect(body).to.include({ code: 'request.unreadable' });
    }
    for (const body of ['friday.db', '[]', 'null', '{"path":"/tmp"}'])
      expect((await ask(body)).status, body).to.equal(400);
    expect(files()).to.deep.equal(before);
    expect(existsSync('/tmp/friday.db')).to.equal(false);
  });

  it('is for who has the token, and takes JSON alone', async () => {
    const before = files();
    expect((await server.call('/api/v1/backup', { method: 'POST' })).status).to.equal(401);
    const form = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"name":"friday.db"}' };
    expect((await server.api('/backup', form)).status).to.equal(415);
    expect(files()).to.deep.equal(before);
  });
});
