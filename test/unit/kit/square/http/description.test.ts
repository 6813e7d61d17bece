import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Description } from '#kit/square/http/description.js';
import { skip } from '../../../../support/skip.js';
import { anOrder, document, noDocument, Square } from '../support/square.js';

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string): object => ({ content: { 'application/json': { schema: ref(name) } } });
const small = {
  paths: {
    '/v2/things/{thing}': {
      put: {
        parameters: [{ name: 'page', in: 'query' }],
        requestBody: json('Thing'),
        responses: { 200: json('Thing') },
      },
    },
    '/v2/things/main': { put: { responses: { 200: json('Main') } } },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['name'],
        properties: {
          ...{ id: { type: 'string', readOnly: true }, name: { type: 'string', maxLength: 3 } },
          parts: { type: 'array', items: ref('Thing'), nullable: true },
        },
      },
      Main: { type: 'object', properties: {} },
      Told: { 'x-webhook': { event: 'thing.told' }, type: 'object', properties: { kind: { enum: ['A'] } } },
    },
  },
};

describe('Square’s document as the fake reads it', () => {
  let folder: string;
  let description: Description;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'square-'));
    const file = join(folder, 'api.json');
    writeFileSync(file, JSON.stringify(small));
    description = new Description(file);
  });
  after(() => rmSync(folder, { recursive: true }));

  const asked = (body: unknown, query = {}): string[] => description.request('PUT', '/v2/things/1', query, body);
  const answered = (body: unknown): string[] => description.answer('PUT', '/v2/things/1', body);

  it('refuses what it doesn’t name, at every depth', () => {
    expect(answered({ id: '1', name: 'abc', parts: [{ name: 'a' }] })).to.deep.equal([]);
    expect(answered({ name: 'abc', parts: null })).to.deep.equal([]);
    expect(answered({ name: 'abc', more: 1 })).to.have.length(1);
    expect(answered({ name: 'abc', parts: [{ name: 'a', more: 1 }] }).join()).to.contain('/parts/0');
    expect(answered({ name: 'long' })).to.have.length(1);
    expect(answered({ id: '1' })).to.have.length(1);
  });

  it('lets nobody but Square set what only Square may set', () => {
    expect(asked({ name: 'abc' }, { page: '1' })).to.deep.equal([]);
    expect(asked({ id: '1', name: 'abc' })).to.have.length(1);
    expect(asked({ name: 'abc' }, { size: '1' })).to.deep.equal(['the query has no size']);
  });

  it('takes a path of its own before one with a parameter, and knows no others', () => {
    expect(description.answer('PUT', '/v2/things/main', {})).to.deep.equal([]);
    expect(description.answer('PUT', '/v2/others', {})).to.have.length(1);
    expect(description.answer('GET', '/v2/things/1', {})).to.have.length(1);
  });

  it('knows events by their type', () => {
    expect(description.event('thing.told', { kind: 'A' })).to.deep.equal([]);
    expect(description.event('thing.told', { kind: 'B' })).to.have.length(1);
    expect(description.event('thing.lost', {})).to.have.length(1);
  });

  it('makes a difference loud: it is written down, and the answer becomes a 500', async function () {
    if (document === undefined) skip(this, noDocument);
    const square = await Square.start({ seed: await oddSeed() });
    const reply = await square.api('GET', '/v2/locations');
    expect([reply.status, reply.text.includes('openHours')]).to.deep.equal([500, true]);
    const { text } = await square.admin('GET', '/violations');
    expect(text).to.contain('openHours').and.contain('GET /v2/locations');
    await square.running.close();
  });

  it('is what an order of the tests is held against', function () {
    if (document === undefined) skip(this, noDocument);
    const real = new Description(document);
    expect(real.request('POST', '/v2/orders', {}, { idempotency_key: 'k', order: anOrder() })).to.deep.equal([]);
    expect(
      real.request('POST', '/v2/orders', {}, { idempotency_key: 'k', order: anOrder({ tip: 1 }) }),
    ).to.not.deep.equal([]);
  });
});

async function oddSeed() {
  const { defaultSquareSeed } = await import('#kit/square/index.js');
  const seed = defaultSquareSeed();
  return { ...seed, locations: seed.locations.map((location) => ({ ...location, openHours: 'late' })) };
}
