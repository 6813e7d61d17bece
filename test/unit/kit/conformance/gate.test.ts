import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect } from 'chai';
import { isFault } from '@poshub-bridge/core';
import { Gate } from '#kit/conformance/gate.js';
import { createKitClient } from '#kit/conformance/http-client.js';

describe('The gate before a fake', () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response
      .writeHead(201, { 'content-type': 'application/json', 'x-made': 'yes' })
      .end('{"made":"a thing of some length"}');
  });
  let gate: Gate;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    gate = await Gate.open(`http://127.0.0.1:${port}`, (method) => method !== 'GET');
  });

  beforeEach(() => {
    gate.rule();
    seen.length = 0;
  });

  after(async () => {
    await gate.close();
    server.close();
  });

  const send = (method: 'GET' | 'POST' = 'POST', dryRun = false) =>
    createKitClient({ hosts: [new URL(gate.url).host], timeoutMs: 200, dryRun }).send({
      ...{ method, url: `${gate.url}/things?x=1` },
      ...(method === 'POST' ? { json: { a: 1 } } : {}),
    });
  const codeOf = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'none',
      (error: unknown) => (isFault(error) ? error.code : 'no fault'),
    );

  it('passes on, and keeps a log', async () => {
    expect(await send()).to.deep.include({ status: 201, body: { made: 'a thing of some length' } });
    const last = gate.log.at(-1);
    expect(last).to.include({ method: 'POST', path: '/things?x=1', mutating: true, status: 201 });
  });

  it('loses an answer before or after the effect', async () => {
    gate.rule(() => ({ kind: 'lost', when: 'before' }));
    expect(await codeOf(send())).to.equal('vendor.no_answer');
    expect(seen).to.deep.equal([]);
    gate.rule(() => ({ kind: 'lost', when: 'after' }));
    expect(await codeOf(send())).to.equal('vendor.no_answer');
    expect(await codeOf(send('GET'))).to.equal('vendor.unavailable');
    expect(seen).to.have.lengthOf(2);
  });

  it('leaves a connection half open, and answers what nobody expects', async () => {
    gate.rule(() => ({ kind: 'half-open', when: 'after' }));
    expect(await codeOf(send())).to.equal('vendor.no_answer');
    gate.rule(() => ({ kind: 'html' }));
    expect((await send()).body).to.match(/Bad gateway/);
    gate.rule(() => ({ kind: 'truncated' }));
    expect((await send()).body).to.equal('{"made":"a thing');
    gate.rule(() => ({ kind: 'echo', status: 422 }));
    expect(JSON.stringify(await send())).to.include('was refused: {\\\\\\"a\\\\\\":1}'.replaceAll('\\\\\\', '\\'));
  });

  it('spoils the call that a policy names, and no other', async () => {
    gate.rule((_request, index) => (index === 1 ? { kind: 'status', status: 503, when: 'before' } : undefined));
    expect([(await send()).status, (await send()).status, (await send()).status]).to.deep.equal([201, 503, 201]);
  });

  it('refuses connections for a while', async () => {
    expect(await gate.shut(() => codeOf(send()))).to.equal('vendor.unavailable');
    expect((await send()).status).to.equal(201);
  });

  it('is reached by a client that calls nobody else, and changes nothing in a dry run', async () => {
    const client = createKitClient({ hosts: ['api.acme.example'], timeoutMs: 200 });
    expect(await codeOf(client.send({ method: 'GET', url: `${gate.url}/` }))).to.equal('outbound.not_allowed');
    expect(await codeOf(client.send({ method: 'GET', url: 'https://api.acme.example/' }))).to.equal(
      'outbound.not_allowed',
    );
    expect(await codeOf(send('POST', true))).to.equal('outbound.not_allowed');
    expect((await send('GET', true)).status).to.equal(201);
    expect(client.asked).to.have.lengthOf(2);
  });
});
