import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { at, call } from '../../hub/talk.js';
import { REDIRECT, refusal, Square, textAt, type Reply } from '../support/square.js';

describe('OAuth at the fake Square', () => {
  let square: Square;
  beforeEach(async () => (square = await Square.start()));
  afterEach(() => square.close());

  const client = (): object => ({
    client_id: square.running.applicationId,
    client_secret: square.running.applicationSecret,
  });
  const authorize = async (more: Record<string, string> = {}): Promise<URL> => {
    const query = new URLSearchParams({ client_id: square.running.applicationId, state: 'S', ...more });
    const reply = await call('GET', `${square.running.url}/oauth2/authorize?${query.toString()}`);
    expect(reply.status, reply.text).to.equal(302);
    return new URL(reply.headers.get('location') ?? '');
  };
  const obtain = (body: object): Promise<Reply> => call('POST', `${square.running.url}/oauth2/token`, body);
  const codeOf = (back: URL): string => back.searchParams.get('code') ?? '';
  const exchange = async (code: string, more: object = {}): Promise<Reply> =>
    obtain({ ...client(), grant_type: 'authorization_code', code, ...more });
  const locationsWith = (token: string): Promise<Reply> =>
    square.api('GET', '/v2/locations', undefined, { authorization: `Bearer ${token}` });

  it('sends the merchant back with a code that is good once, for tokens that work', async () => {
    const back = await authorize({ scope: 'MERCHANT_PROFILE_READ ITEMS_READ' });
    expect(back.href.startsWith(REDIRECT)).to.equal(true);
    expect([back.searchParams.get('state'), back.searchParams.get('response_type')]).to.deep.equal(['S', 'code']);
    const { status, body } = await exchange(codeOf(back));
    expect(status).to.equal(200);
    expect(body).to.include({ token_type: 'bearer', merchant_id: square.running.merchantId, short_lived: false });
    const days = (Date.parse(textAt(body, 'expires_at')) - Date.now()) / 86_400_000;
    expect(days).to.be.within(29.9, 30.1);
    expect((await locationsWith(textAt(body, 'access_token'))).status).to.equal(200);
    expect(refusal(await exchange(codeOf(back)))).to.deep.equal([401, 'UNAUTHORIZED']);
  });

  it('tells of a merchant who says no', async () => {
    await square.admin('PATCH', '/settings', { consent: 'deny' });
    const back = await authorize();
    expect(Object.fromEntries(back.searchParams)).to.deep.equal({
      ...{ error: 'access_denied', error_description: 'user_denied', state: 'S' },
    });
  });

  it('lets a code end after five minutes, and nobody but the application exchange it', async () => {
    const code = codeOf(await authorize());
    expect(refusal(await exchange(code, { client_secret: 'wrong' }))).to.deep.equal([401, 'UNAUTHORIZED']);
    await square.admin('POST', '/clock', { ms: 5 * 60_000 });
    expect(refusal(await exchange(code))).to.deep.equal([401, 'UNAUTHORIZED']);
  });

  it('keeps the refresh token of the code flow', async () => {
    const first = await exchange(codeOf(await authorize({ scope: 'MERCHANT_PROFILE_READ' })));
    const refresh_token = textAt(first.body, 'refresh_token');
    for (const short_lived of [true, false]) {
      const again = await obtain({ ...client(), grant_type: 'refresh_token', refresh_token, short_lived });
      expect(again.body).to.include({ short_lived });
      expect(at(again.body, 'refresh_token')).to.equal(refresh_token);
      expect(at(again.body, 'access_token')).to.not.equal(at(first.body, 'access_token'));
      expect(again.body).to.not.have.property('refresh_token_expires_at');
      expect((await locationsWith(textAt(again.body, 'access_token'))).status).to.equal(200);
    }
  });

  it('verifies PKCE, wants no secret then, and takes its refresh token once', async () => {
    const code_verifier = randomBytes(40).toString('base64url');
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const code = codeOf(await authorize({ code_challenge, scope: 'MERCHANT_PROFILE_READ' }));
    const own = { client_id: square.running.applicationId };
    const grant = { ...own, grant_type: 'authorization_code', code };
    const wrong = randomBytes(40).toString('base64url');
    expect(refusal(await obtain({ ...grant, code_verifier: wrong }))).to.deep.equal([401, 'UNAUTHORIZED']);
    const { body } = await obtain({ ...grant, code_verifier });
    expect(body).to.have.property('refresh_token_expires_at');
    const renew = { ...own, grant_type: 'refresh_token', refresh_token: at(body, 'refresh_token') };
    const renewed = await obtain(renew);
    expect(at(renewed.body, 'refresh_token')).to.not.equal(renew.refresh_token);
    expect(refusal(await obtain(renew))).to.deep.equal([401, 'UNAUTHORIZED']);
  });

  it('lets access tokens end, and says why they don’t work', async () => {
    const short = await exchange(codeOf(await authorize({ scope: 'MERCHANT_PROFILE_READ' })), { short_lived: true });
    await square.admin('POST', '/clock', { ms: 86_400_000 });
    expect(refusal(await locationsWith(textAt(short.body, 'access_token')))).to.deep.equal([
      401,
      'ACCESS_TOKEN_EXPIRED',
    ]);
    expect((await square.api('GET', '/v2/locations')).status).to.equal(200);
    expect(refusal(await locationsWith('EAAAnobody'))).to.deep.equal([401, 'UNAUTHORIZED']);
    expect(refusal(await call('GET', `${square.running.url}/v2/locations`))).to.deep.equal([401, 'UNAUTHORIZED']);
  });

  it('asks for the scope of each call', async () => {
    const { body } = await exchange(codeOf(await authorize({ scope: 'ITEMS_READ ORDERS_READ' })));
    const token = textAt(body, 'access_token');
    expect(refusal(await locationsWith(token))).to.deep.equal([403, 'INSUFFICIENT_SCOPES']);
    const status = await call(
      'POST',
      `${square.running.url}/oauth2/token/status`,
      {},
      { authorization: `Bearer ${token}` },
    );
    expect(at(status.body, 'scopes')).to.deep.equal(['ITEMS_READ', 'ORDERS_READ']);
  });

  it('ends everything on a revocation that carries the application’s secret', async () => {
    const { body } = await exchange(codeOf(await authorize({ scope: 'MERCHANT_PROFILE_READ' })));
    const access_token = textAt(body, 'access_token');
    const revoke = (authorization: string): Promise<Reply> =>
      call(
        'POST',
        `${square.running.url}/oauth2/revoke`,
        { client_id: square.running.applicationId, access_token },
        { authorization },
      );
    expect((await revoke(`Bearer ${access_token}`)).status).to.equal(401);
    const revoked = await revoke(`Client ${square.running.applicationSecret}`);
    expect([revoked.status, revoked.body]).to.deep.equal([200, { success: true }]);
    expect(refusal(await locationsWith(access_token))).to.deep.equal([401, 'ACCESS_TOKEN_REVOKED']);
    const renew = { ...client(), grant_type: 'refresh_token', refresh_token: at(body, 'refresh_token') };
    expect(refusal(await obtain(renew))).to.deep.equal([401, 'UNAUTHORIZED']);
  });

  it('sends nobody to an address that is not the application’s', async () => {
    const query = new URLSearchParams({
      client_id: square.running.applicationId,
      redirect_uri: 'http://evil.example/',
    });
    const reply = await call('GET', `${square.running.url}/oauth2/authorize?${query.toString()}`);
    expect(refusal(reply)).to.deep.equal([400, 'INVALID_VALUE', 'redirect_uri']);
  });
});
