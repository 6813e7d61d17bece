import { expect } from 'chai';
import { call, at, listAt, Talk, textAt, type Reply } from './talk.js';

describe('the simulator’s OAuth endpoints', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await Talk.start({ installed: false });
  });
  afterEach(() => talk.close());

  const scope = 'orders.read catalogs.read';
  const authorize = (change: Record<string, string> = {}): Promise<Reply> => {
    const query = new URLSearchParams({
      ...{
        response_type: 'code',
        client_id: talk.hub.clientId,
        redirect_uri: `${talk.appUrl}/install`,
        scope,
        state: 'xyz',
      },
      ...change,
    });
    for (const [key, value] of Object.entries(change)) if (value === '') query.delete(key);
    return call('GET', `${talk.hub.url}/oauth2/authorize?${query.toString()}`);
  };
  const redirected = (reply: Reply): URL => new URL(reply.headers.get('location') ?? 'about:blank');
  const exchange = (code: string, more: Record<string, string> = {}): Promise<Reply> =>
    talk.getToken({ grant_type: 'authorization_code', code, ...more });

  it('gives a client_credentials token for a form and for JSON', async () => {
    const form = await talk.getToken();
    expect(form.status).to.equal(200);
    expect(form.body).to.include({ token_type: 'Bearer', expires_in: 3600 });
    const { clientId: client_id, clientSecret: client_secret, url } = talk.hub;
    const json = await call('POST', `${url}/oauth2/token`, {
      grant_type: 'client_credentials',
      client_id,
      client_secret,
    });
    expect(json.status).to.equal(200);
    expect(textAt(json.body, 'access_token')).not.to.equal(textAt(form.body, 'access_token'));
  });

  it('narrows a token to the scopes that are asked for, and refuses its use beyond them', async () => {
    await talk.admin('POST', '/connections', { locationId: talk.hub.locationIds[0] });
    const narrow = await talk.getToken({ scope: 'orders.read' });
    expect(narrow.body).to.include({ scope: 'orders.read' });
    const token = textAt(narrow.body, 'access_token');
    expect((await talk.api('GET', '/orders', undefined, token)).status).to.equal(200);
    const refused = await talk.api('GET', '/catalog/products', undefined, token);
    expect(refused.status).to.equal(403);
    expect(refused.body).to.deep.equal({ error: 'the token lacks the scope catalogs.read' });
  });

  const errors: [string, Record<string, string>, string][] = [
    ['a wrong secret', { client_secret: 'not the secret' }, 'invalid_client'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['a scope that the application lacks', { scope: 'resellers.write' }, 'invalid_scope'],
    ['an unknown grant', { grant_type: 'otp' }, 'unsupported_grant_type'],
    ['an unknown code', { grant_type: 'authorization_code', code: 'nonsense' }, 'invalid_grant'],
    ['a missing code', { grant_type: 'authorization_code' }, 'invalid_request'],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'nonsense' }, 'invalid_grant'],
  ];
  for (const [what, fields, error] of errors) {
    it(`answers ${what} with 400 ${error}`, async () => {
      const reply = await talk.getToken(fields);
      expect(reply.status).to.equal(400);
      expect(reply.body).to.have.all.keys('error', 'error_description');
      expect(reply.body).to.include({ error });
    });
  }

  it('replaces a refresh token at its use', async () => {
    const refresh_token = textAt((await talk.getToken()).body, 'refresh_token');
    const second = await talk.getToken({ grant_type: 'refresh_token', refresh_token });
    expect(second.status).to.equal(200);
    expect(textAt(second.body, 'refresh_token')).not.to.equal(refresh_token);
    expect((await talk.getToken({ grant_type: 'refresh_token', refresh_token })).status).to.equal(400);
  });

  it('leaves expires_in and the refresh token out on demand, and lets a token expire', async () => {
    await talk.admin('POST', '/connections', { locationId: talk.hub.locationIds[0] });
    await talk.admin('PATCH', '/settings', { omitExpiresIn: true, refreshTokens: false, expiresIn: 0 });
    const reply = await talk.getToken();
    expect(reply.body).to.have.all.keys('access_token', 'token_type', 'scope');
    expect((await talk.api('GET', '', undefined, textAt(reply.body, 'access_token'))).status).to.equal(401);
  });

  it('ends tokens when an admin revokes them', async () => {
    await talk.admin('POST', '/connections', { locationId: talk.hub.locationIds[0] });
    expect((await talk.api('GET', '')).status).to.equal(200);
    expect((await talk.admin('POST', '/tokens/revoke', {})).body).to.deep.equal({ data: { revoked: 1 } });
    const refused = await talk.api('GET', '');
    expect(refused.status).to.equal(401);
    expect(refused.body).to.have.all.keys('error');
  });

  for (const missing of ['response_type', 'client_id', 'redirect_uri', 'scope', 'state']) {
    it(`refuses to authorize without ${missing}`, async () => {
      const reply = await authorize({ [missing]: '' });
      expect(reply.status).to.equal(400);
      expect(reply.body).to.include({ error: 'invalid_request', error_description: `${missing} is missing` });
    });
  }

  it('refuses a redirect to an address that is not registered', async () => {
    expect((await authorize({ redirect_uri: 'https://elsewhere.example/' })).body).to.include({
      error: 'invalid_request',
    });
  });

  it('asks on a consent page, then sends the browser back with the five keys and the state', async () => {
    const page = await authorize();
    expect(page.status).to.equal(200);
    expect(page.headers.get('content-security-policy'))
      .to.contain("default-src 'none'")
      .and.contain("frame-ancestors 'none'");
    expect(page.text).to.contain('High Street').and.contain('Station Road').and.not.contain('<script');
    const ticket = /name="ticket" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const location = talk.hub.locationIds[1] ?? '';
    const form = new URLSearchParams({ ticket, location, answer: 'allow' });
    const reply = await call('POST', `${talk.hub.url}/oauth2/consent`, form);
    expect(reply.status).to.equal(303);
    const query = Object.fromEntries(redirected(reply).searchParams);
    expect(query).to.have.all.keys('code', 'account_id', 'location_id', 'applicationId', 'connectionId', 'state');
    expect(query).to.include({ location_id: location, applicationId: talk.hub.clientId, state: 'xyz' });
    const again = await call('POST', `${talk.hub.url}/oauth2/consent`, form);
    expect(again.status).to.equal(400);
  });

  it('sends the browser back with access_denied when the merchant says no', async () => {
    const ticket = /name="ticket" value="([^"]+)"/.exec((await authorize()).text)?.[1] ?? '';
    const reply = await call('POST', `${talk.hub.url}/oauth2/consent`, new URLSearchParams({ ticket, answer: 'deny' }));
    expect(Object.fromEntries(redirected(reply).searchParams)).to.deep.equal({ error: 'access_denied', state: 'xyz' });
  });

  it('spells the redirect’s keys as it is told', async () => {
    await talk.admin('PATCH', '/settings', { autoConsent: true, redirectSpelling: 'snake_case', echoState: false });
    const snake = [...redirected(await authorize()).searchParams.keys()];
    expect(snake).to.have.members(['code', 'account_id', 'location_id', 'application_id', 'connection_id']);
    await talk.admin('PATCH', '/settings', { redirectSpelling: 'camelCase' });
    const camel = [...redirected(await authorize()).searchParams.keys()];
    expect(camel).to.have.members(['code', 'accountId', 'locationId', 'applicationId', 'connectionId']);
  });

  it('opens a location to client_credentials once the code is exchanged, which works once', async () => {
    await talk.admin('PATCH', '/settings', { autoConsent: true });
    expect((await talk.api('GET', '')).status).to.equal(403);
    const code = redirected(await authorize()).searchParams.get('code') ?? '';
    expect((await talk.api('GET', '')).body).to.deep.equal({
      error: 'the code of this installation was not exchanged yet',
    });
    const grant = await exchange(code, { redirect_uri: `${talk.appUrl}/install` });
    expect(grant.status).to.equal(200);
    expect(grant.body).to.include({ scope });
    expect((await talk.api('GET', '')).status).to.equal(200);
    expect((await talk.api('GET', talk.location(1))).status).to.equal(403);
    expect((await exchange(code)).body).to.include({ error: 'invalid_grant' });
  });

  it('does not insist on the exchange where it is told so', async () => {
    await talk.admin('PATCH', '/settings', { autoConsent: true, exchangeRequired: false });
    await authorize();
    expect((await talk.api('GET', '')).status).to.equal(200);
  });

  it('keeps a code’s token to the one location of the consent', async () => {
    await talk.admin('PATCH', '/settings', { autoConsent: true });
    await talk.admin('POST', '/connections', { locationId: talk.hub.locationIds[1] });
    const code = redirected(await authorize()).searchParams.get('code') ?? '';
    const token = textAt((await exchange(code)).body, 'access_token');
    expect((await talk.api('GET', '/orders', undefined, token)).status).to.equal(200);
    expect((await talk.api('GET', `${talk.location(1)}/orders`, undefined, token)).status).to.equal(403);
  });

  it('refuses a code that is too old or goes with another redirect address', async () => {
    await talk.admin('PATCH', '/settings', { autoConsent: true });
    const other = redirected(await authorize()).searchParams.get('code') ?? '';
    expect((await exchange(other, { redirect_uri: 'https://elsewhere.example/' })).body).to.include({
      error: 'invalid_grant',
    });
    await talk.admin('PATCH', '/settings', { codeLifetime: 0 });
    const old = redirected(await authorize()).searchParams.get('code') ?? '';
    expect((await exchange(old)).body).to.include({ error: 'invalid_grant' });
  });

  it('starts an install for an admin: the address to open, and the connection id that it will have', async () => {
    await talk.admin('PATCH', '/settings', { autoConsent: true });
    const locationId = talk.hub.locationIds[1];
    const start = await talk.admin('POST', '/installs', { locationId });
    const reply = await call('GET', textAt(start.body, 'data.authorizeUrl'));
    const query = redirected(reply).searchParams;
    expect(query.get('connectionId')).to.equal(at(start.body, 'data.connectionId'));
    expect(query.get('location_id')).to.equal(locationId);
    expect(query.get('state')).to.equal(at(start.body, 'data.state'));
    expect((await talk.admin('GET', '/connections')).body).to.have.nested.property('data[0].status', 'PENDING');
  });

  it('keeps secrets out of what it recorded', async () => {
    const refresh_token = textAt((await talk.getToken()).body, 'refresh_token');
    await talk.getToken({ grant_type: 'refresh_token', refresh_token });
    const { text, body } = await talk.admin('GET', '/requests?path=/oauth2/token');
    expect(listAt(body, 'data')).to.have.length(3);
    expect(body).to.have.nested.property('data[2].body.grant_type', 'refresh_token');
    expect(text).not.to.contain(talk.hub.clientSecret).and.not.to.contain(refresh_token);
    await talk.api('GET', '');
    expect((await talk.admin('GET', '/requests')).text).not.to.contain(talk.token);
  });
});
