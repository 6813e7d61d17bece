import { expect } from 'chai';
import { call } from '../../hub/talk.js';
import { at, Lightspeed, REDIRECT, textAt, type Reply } from '../support/lightspeed.js';

const REALM = '/realms/k-series/protocol/openid-connect';

describe('OAuth of the fake Lightspeed', () => {
  let lightspeed: Lightspeed;
  afterEach(() => lightspeed.close());

  const authorize = async (root: string, path: string, changes: Record<string, string> = {}): Promise<Reply> => {
    const { clientId } = lightspeed.running;
    const query = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: REDIRECT,
      scope: 'orders-api',
      state: 's',
    };
    return call('GET', `${root}${path}?${new URLSearchParams({ ...query, ...changes }).toString()}`);
  };
  const back = (reply: Reply): URLSearchParams => new URL(reply.headers.get('location') ?? '').searchParams;
  const fields = (more: Record<string, string>): URLSearchParams => {
    const { clientId: client_id, clientSecret: client_secret } = lightspeed.running;
    return new URLSearchParams({ client_id, client_secret, redirect_uri: REDIRECT, ...more });
  };

  describe('in its second generation', () => {
    beforeEach(async () => (lightspeed = await Lightspeed.start()));
    const token = (more: Record<string, string>): Promise<Reply> =>
      call('POST', `${lightspeed.running.authUrl}${REALM}/token`, fields(more));
    const consented = async (changes: Record<string, string> = {}): Promise<unknown> => {
      const code = back(await authorize(lightspeed.running.authUrl, `${REALM}/auth`, changes)).get('code') ?? '';
      const reply = await token({ grant_type: 'authorization_code', code });
      expect(reply.status, reply.text).to.equal(200);
      return reply.body;
    };

    it('gives the state back, and tokens whose lives it tells', async () => {
      expect(back(await authorize(lightspeed.running.authUrl, `${REALM}/auth`)).get('state')).to.equal('s');
      const issued = await consented();
      expect([at(issued, 'expires_in'), at(issued, 'refresh_expires_in')]).to.deep.equal([3600, 14 * 86_400]);
      expect(at(await consented({ scope: 'orders-api offline_access' }), 'refresh_expires_in')).to.equal(0);
      const { status } = await lightspeed.api(
        'GET',
        '/o/op/data/businesses',
        undefined,
        textAt(issued, 'access_token'),
      );
      expect(status).to.equal(200);
    });

    it('takes a refresh token once: the second use ends the whole chain', async () => {
      const first = textAt(await consented(), 'refresh_token');
      const renewed = (await token({ grant_type: 'refresh_token', refresh_token: first })).body;
      const again = await token({ grant_type: 'refresh_token', refresh_token: first });
      expect([again.status, at(again.body, 'error')]).to.deep.equal([400, 'invalid_grant']);
      const next = await token({ grant_type: 'refresh_token', refresh_token: textAt(renewed, 'refresh_token') });
      expect(at(next.body, 'error')).to.equal('invalid_grant');
      const call = await lightspeed.api('GET', '/o/op/data/businesses', undefined, textAt(renewed, 'access_token'));
      expect(call.status).to.equal(401);
    });

    it('takes a code once, and only with its redirect URL', async () => {
      const code = async (): Promise<string> =>
        back(await authorize(lightspeed.running.authUrl, `${REALM}/auth`)).get('code') ?? '';
      const wrong = await token({
        grant_type: 'authorization_code',
        code: await code(),
        redirect_uri: 'http://127.0.0.1/x',
      });
      expect(at(wrong.body, 'error')).to.equal('invalid_grant');
      const one = await code();
      expect((await token({ grant_type: 'authorization_code', code: one })).status).to.equal(200);
      expect((await token({ grant_type: 'authorization_code', code: one })).status).to.equal(400);
    });

    it('refuses a foreign redirect URL, a wrong secret, parameters in the address and a page of the other generation', async () => {
      const { authUrl, url } = lightspeed.running;
      const foreign = await authorize(authUrl, `${REALM}/auth`, { redirect_uri: 'https://example.com/' });
      expect(foreign.status).to.equal(400);
      expect((await token({ grant_type: 'refresh_token', client_secret: 'wrong' })).status).to.equal(401);
      const inAddress = `${authUrl}${REALM}/token?${fields({ grant_type: 'refresh_token' }).toString()}`;
      expect((await call('POST', inAddress)).status).to.equal(400);
      expect((await authorize(url, '/oauth/authorize')).status).to.equal(400);
      expect((await authorize(url, `${REALM}/auth`)).status).to.equal(404);
    });

    it('sends a merchant back who declines, and lets tokens expire when told', async () => {
      await lightspeed.admin('PATCH', '/settings', { consent: 'deny' });
      expect(back(await authorize(lightspeed.running.authUrl, `${REALM}/auth`)).get('error')).to.equal('access_denied');
      await lightspeed.admin('POST', '/tokens/expire');
      const reply = await lightspeed.api('GET', '/o/op/data/businesses');
      expect([reply.status, at(reply.body, 'error')]).to.deep.equal([401, 'invalid_token']);
    });

    it('refuses a token without the scope', async () => {
      const { body } = await lightspeed.admin('POST', '/tokens', { scopes: ['items'] });
      const reply = await lightspeed.api('GET', '/o/op/data/businesses', undefined, textAt(body, 'access_token'));
      expect(reply.status).to.equal(403);
    });
  });

  it('in its first generation is on the API’s host, with parameters in the address', async () => {
    lightspeed = await Lightspeed.start({ authVersion: 1 });
    const { url, authUrl } = lightspeed.running;
    const code = back(await authorize(url, '/oauth/authorize')).get('code') ?? '';
    const parameters = fields({ grant_type: 'authorization_code', code });
    expect((await call('POST', `${url}/oauth/token`, parameters)).status).to.equal(401);
    const { status, body } = await call('POST', `${url}/oauth/token?${parameters.toString()}`);
    expect(status).to.equal(200);
    expect(body).to.include.keys('access_token', 'refresh_token', 'expires_in');
    expect(body).not.to.have.property('refresh_expires_in');
    expect((await authorize(authUrl, `${REALM}/auth`)).status).to.equal(400);
  });
});
