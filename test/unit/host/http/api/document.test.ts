import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { apiRoutes, DOCUMENT } from '#host/http/api/routes.js';
import { fieldsOf } from '../../../pos-hub/support/orders.js';
import { undescribed } from '../support/described.js';
import { startServer, type TestServer } from '../support/server.js';

describe('the API’s document', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.dispose());

  it('is served behind the token', async () => {
    expect((await server.call('/api/v1/openapi.json')).status).to.equal(401);
    const { status, body, headers } = await server.api('/openapi.json');
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.match(/^application\/json/);
    expect(body).to.deep.equal(JSON.parse(JSON.stringify(DOCUMENT)));
  });

  it('describes each route, and has a route for each description', () => {
    const described = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} /api/v1${path}`),
    );
    const routes = apiRoutes(server.deps).stack.flatMap(({ methods, path }) =>
      methods
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${String(path).replaceAll(/:(\w+)/g, '{$1}')}`),
    );
    expect(routes.toSorted()).to.deep.equal(described.toSorted());
    expect(routes).to.include.members(['GET /api/v1/events', 'POST /api/v1/orders/{id}/replay']);
  });

  it('describes each parameter of a path, each body as JSON, and a fault of each operation', () => {
    const ids = new Set<unknown>();
    for (const [path, operations] of Object.entries(DOCUMENT.paths))
      for (const [method, operation] of Object.entries(operations)) {
        const { operationId, parameters = [], responses, requestBody } = operation;
        ids.add(operationId);
        const named = Array.isArray(parameters) ? parameters.map(fieldsOf) : [];
        const inPath = named.filter((one) => one['in'] === 'path').map(({ name }) => `{${String(name)}}`);
        expect(inPath, path).to.deep.equal(path.match(/\{\w+\}/g) ?? []);
        expect(new Set(named.map(({ name }) => name)).size, path).to.equal(named.length);
        expect(responses, `${method} ${path}`).to.include.keys('400', '401', 'default');
        if (requestBody !== undefined) expect(requestBody).to.have.nested.property('content.application/json.schema');
      }
    expect(ids.size).to.equal(Object.values(DOCUMENT.paths).flatMap((one) => Object.keys(one)).length);
  });

  it('has schemas that are schemas, and refers to no others', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(DOCUMENT, 'api');
    for (const name of Object.keys(DOCUMENT.components.schemas))
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.to.throw();
    const refs = JSON.stringify(DOCUMENT).match(/#\/components\/schemas\/\w+/g) ?? [];
    const known = Object.keys(DOCUMENT.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...new Set(refs)].toSorted()).to.deep.equal(known.toSorted());
  });

  it('would not describe an answer with a field more, a field less, another type or another status', () => {
    const told = (status: number, body: unknown) => undescribed('GET', '/orders?limit=1', status, body);
    expect(told(200, { data: [], hasNextPage: false })).to.equal(undefined);
    for (const body of [
      { data: [] },
      { data: {}, hasNextPage: false },
      { data: [], hasNextPage: false, more: 1 },
      null,
    ])
      expect(told(200, body), JSON.stringify(body)).to.be.a('string');
    expect(told(202, { data: [], hasNextPage: false })).to.be.a('string');
    expect(told(401, { error: 'no', code: 'request.unauthenticated' })).to.equal(undefined);
    expect(told(401, { error: 'no', code: 'request.odd' })).to.be.a('string');
    expect(undescribed('GET', '/nothing', 200, {})).to.be.a('string');
  });
});
