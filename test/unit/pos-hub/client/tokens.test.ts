import { expect } from 'chai';
import { faultIn } from '../support/faults.js';
import { giveToken, startHub, type Behaviour, type TestHub, type TestHubOptions } from '../support/hub.js';
import { IDS } from '../support/orders.js';
import { CLIENT_ID, CLIENT_SECRET } from '../support/settings.js';

const location: Behaviour = () => ({ body: { data: { name: 'Soho' } } });
const install = { ...IDS, code: 'the code' };

describe('the token for POS Hub', () => {
  let hub: TestHub;
  const start = async (options: TestHubOptions): Promise<TestHub> =>
    (hub = await startHub({ api: location, ...options }));
  afterEach(() => hub.stop());

  it('is asked for once for all calls, with client id and secret in a form', async () => {
    const { hub: posHub, tokens, calls } = await start({});
    await Promise.all(Array.from({ length: 10 }, () => posHub.location(IDS)));
    await posHub.location({ ...IDS, locationId: 'another' });
    expect(tokens).to.have.length(1);
    expect(tokens[0]?.headers['content-type']).to.equal('application/x-www-form-urlencoded');
    expect(tokens[0]?.body).to.deep.equal({
      grant_type: 'client_credentials',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    });
    expect(new Set(calls.map(({ headers }) => headers.authorization))).to.deep.equal(new Set(['Bearer token-1']));
  });

  it('is asked for in JSON, with scopes, where that is configured', async () => {
    const { hub: posHub, tokens } = await start({ settings: { tokenEncoding: 'json', scope: 'a b' } });
    await posHub.location(IDS);
    expect(tokens[0]?.headers['content-type']).to.equal('application/json');
    expect(tokens[0]?.body).to.include({ grant_type: 'client_credentials', scope: 'a b' });
  });

  it('is kept until a minute before its end, or half of a short life', async () => {
    const {
      hub: posHub,
      tokens,
      clock,
    } = await start({
      token: (_, count) => ({ body: { access_token: `t${count}`, expires_in: count === 1 ? 3600 : '60' } }),
    });
    const callAfter = async (milliseconds: number): Promise<number> => {
      clock.time += milliseconds;
      await posHub.location(IDS);
      return tokens.length;
    };
    expect(await callAfter(0)).to.equal(1);
    expect(await callAfter(3_539_000)).to.equal(1);
    expect(await callAfter(1_000)).to.equal(2);
    expect(await callAfter(29_000)).to.equal(2);
    expect(await callAfter(1_000)).to.equal(3);
  });

  it('has a life of the configured length where POS Hub names none', async () => {
    const {
      hub: posHub,
      tokens,
      clock,
    } = await start({
      settings: { tokenLifeSeconds: 600 },
      token: () => ({ body: { access_token: 't', expires_in: null } }),
    });
    await posHub.location(IDS);
    clock.time += 539_000;
    await posHub.location(IDS);
    expect(tokens).to.have.length(1);
    clock.time += 1_000;
    await posHub.location(IDS);
    expect(tokens).to.have.length(2);
  });

  it('is renewed with the refresh token where there was one, each time with the newest', async () => {
    const {
      hub: posHub,
      tokens,
      clock,
    } = await start({
      token: (_, count) => ({ body: { access_token: `t${count}`, expires_in: 3600, refresh_token: `r${count}` } }),
    });
    for (let round = 0; round < 3; round++) {
      await posHub.location(IDS);
      clock.time += 3_600_000;
    }
    expect(tokens.map(({ body }) => body)).to.deep.equal([
      { grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
      { grant_type: 'refresh_token', refresh_token: 'r1', client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
      { grant_type: 'refresh_token', refresh_token: 'r2', client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
    ]);
  });

  it('is asked for anew where the refresh token is refused', async () => {
    const {
      hub: posHub,
      tokens,
      clock,
    } = await start({
      token: (_, count) =>
        count === 2
          ? { status: 400, body: { error: 'invalid_grant' } }
          : { body: { access_token: `t${count}`, expires_in: 3600, refresh_token: 'r' } },
    });
    await posHub.location(IDS);
    clock.time += 3_600_000;
    await posHub.location(IDS);
    expect(tokens).to.have.length(3);
    expect(tokens[2]?.body).to.include({ grant_type: 'client_credentials' });
  });

  it('is replaced once when it is refused, by one request for all who wait', async () => {
    const {
      hub: posHub,
      tokens,
      calls,
    } = await start({
      api: ({ headers }, count) =>
        headers.authorization === 'Bearer token-1' ? { status: 401 } : location(calls[0]!, count),
    });
    await Promise.all(Array.from({ length: 5 }, () => posHub.location(IDS)));
    expect(tokens).to.have.length(2);
    expect(calls).to.have.length(10);
  });

  it('is not replaced a second time in the same call', async () => {
    const { hub: posHub, tokens, calls } = await start({ api: () => ({ status: 401, body: { error: 'no' } }) });
    const fault = await faultIn(posHub.location(IDS));
    expect([fault.code, fault.detail]).to.deep.equal(['hub.unauthorized', 'status 401: no']);
    expect([tokens.length, calls.length]).to.deep.equal([2, 2]);
  });

  it('is not replaced a second time when the call is repeated after an outage', async () => {
    const { hub: posHub, tokens, calls } = await start({ api: (_, count) => ({ status: count === 2 ? 503 : 401 }) });
    expect((await faultIn(posHub.location(IDS))).code).to.equal('hub.unauthorized');
    expect([tokens.length, calls.length]).to.deep.equal([2, 3]);
  });

  it('is refused with POS Hub’s code, and no secret in the message', async () => {
    const { hub: posHub, tokens } = await start({
      token: () => ({ status: 400, body: { error: 'invalid_client', error_description: `not ${CLIENT_SECRET}` } }),
    });
    const fault = await faultIn(posHub.location(IDS));
    expect([fault.code, fault.detail]).to.deep.equal(['hub.unauthorized', 'invalid_client']);
    expect(tokens).to.have.length(1);
  });

  it('is asked for again after an outage, and never made of an answer that is none', async () => {
    const { hub: posHub, tokens } = await start({
      token: (request, count) => (count === 1 ? { status: 503 } : giveToken(request, count)),
    });
    await posHub.location(IDS);
    expect(tokens).to.have.length(2);
    await hub.stop();
    const broken = await start({ token: () => ({ body: { access_token: 'a token\r\nx: y' } }) });
    expect((await faultIn(broken.hub.location(IDS))).code).to.equal('hub.unreadable');
  });
});

describe('the completion of an installation', () => {
  let hub: TestHub;
  afterEach(() => hub.stop());
  const refuse: Behaviour = ({ body }, count) =>
    JSON.stringify(body).includes('authorization_code')
      ? { status: 400, body: { error: 'invalid_grant' } }
      : giveToken({ method: '', path: '', query: {}, headers: {}, body }, count);

  const CONNECTION = { id: IDS.connectionId, accountId: IDS.accountId, locationId: IDS.locationId, status: 'PENDING' };
  const whole: Behaviour = (request, count) =>
    request.path.includes('/connections/') ? { body: { data: CONNECTION } } : location(request, count);

  it('trades the code, sees by its token that it is this connection’s, and from then on uses one that knows all', async () => {
    hub = await startHub({ api: whole, settings: { redirectUri: 'https://bridge.test/poshub/install' } });
    await hub.hub.location(IDS);
    await hub.hub.completeInstall(install);
    await hub.hub.location(IDS);
    expect(hub.tokens[1]?.body).to.deep.equal({
      grant_type: 'authorization_code',
      code: 'the code',
      redirect_uri: 'https://bridge.test/poshub/install',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    });
    expect(hub.calls.map(({ headers }) => headers.authorization)).to.deep.equal([
      ...['Bearer token-1', 'Bearer token-2', 'Bearer token-3'],
    ]);
    expect(hub.calls[1]).to.include({
      method: 'GET',
      path: `/v1/accounts/${IDS.accountId}/locations/${IDS.locationId}/connections/${IDS.connectionId}`,
    });
  });

  for (const [status, code] of [
    [401, 'hub.unauthorized'],
    [403, 'hub.forbidden'],
    [404, 'hub.not_found'],
  ] as const)
    it(`fails where the connection is ${status} to the code’s token, and names the setting`, async () => {
      hub = await startHub({ api: () => ({ status, body: { error: 'not yours' } }) });
      const fault = await faultIn(hub.hub.completeInstall(install));
      expect(fault.code).to.equal('install.not_allowed');
      expect(fault.detail).to.include(code).and.to.include('hub.codeExchange');
      const fields = { connectionId: IDS.connectionId, code, setting: 'hub.codeExchange' };
      expect(hub.log.lines).to.deep.equal([{ event: 'install code does not open the connection', fields }]);
      expect([hub.tokens.length, hub.calls.length]).to.deep.equal([1, 1]);
    });

  for (const key of ['id', 'accountId', 'locationId'])
    it(`fails where the code’s token reads a connection of another ${key}`, async () => {
      hub = await startHub({ api: () => ({ body: { data: { ...CONNECTION, [key]: 'another' } } }) });
      expect((await faultIn(hub.hub.completeInstall(install))).code).to.equal('install.not_allowed');
    });

  it('does not take an outage for a code of another connection', async () => {
    hub = await startHub({ api: () => ({ status: 503 }) });
    expect((await faultIn(hub.hub.completeInstall(install))).code).to.equal('hub.unavailable');
    expect(hub.log.lines).to.deep.equal([]);
  });

  for (const codeExchange of ['required', 'optional'])
    it(`is the exchange alone where it is ${codeExchange}`, async () => {
      hub = await startHub({ settings: { codeExchange } });
      await hub.hub.completeInstall(install);
      expect([hub.tokens.length, hub.calls.length]).to.deep.equal([1, 0]);
    });

  it('fails where POS Hub refuses the code', async () => {
    hub = await startHub({ token: refuse });
    const fault = await faultIn(hub.hub.completeInstall(install));
    expect([fault.code, fault.detail]).to.deep.equal(['install.not_allowed', 'invalid_grant']);
    expect(hub.tokens).to.have.length(1);
  });

  it('goes on, and notes it, where the exchange is optional', async () => {
    hub = await startHub({ token: refuse, settings: { codeExchange: 'optional' } });
    await hub.hub.completeInstall(install);
    expect(hub.log.lines).to.deep.equal([
      { event: 'install code refused', fields: { connectionId: IDS.connectionId, reason: 'invalid_grant' } },
    ]);
  });

  it('does not take an outage or a wrong secret for a refusal of the code', async () => {
    hub = await startHub({ token: () => ({ status: 503 }), settings: { codeExchange: 'optional' } });
    expect((await faultIn(hub.hub.completeInstall(install))).code).to.equal('hub.unavailable');
    await hub.stop();
    hub = await startHub({ token: () => ({ status: 400, body: { error: 'invalid_client' } }) });
    expect((await faultIn(hub.hub.completeInstall(install))).code).to.equal('hub.unauthorized');
  });
});
