import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { MERCHANT, SOHO } from './support/fakes.js';
import { Visitor, type Answer } from './support/visitor.js';
import { openWorld, type World } from './support/world.js';

describe('the protection of the connect pages', () => {
  let world: World;
  afterEach(() => world.close());

  /** Every kind of answer that the pages give. */
  async function allPages(): Promise<readonly Answer[]> {
    const merchant = new Visitor(world);
    const install = await merchant.install();
    const entrance = await merchant.get(install.location);
    const wrong = await merchant.submit(entrance, {});
    const stores = await merchant.giveAccess(entrance);
    const chosen = await merchant.submit(stores, { store: SOHO.ref });
    const done = await merchant.get(chosen.location);
    return [
      install,
      entrance,
      wrong,
      stores,
      chosen,
      done,
      await merchant.get('/connect/callback'),
      await merchant.install(),
    ];
  }

  it('is on every page and redirect', async () => {
    world = await openWorld({ publicUrl: 'https://bridge.example.com/till' });
    const answers = await allPages();
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 200, 422, 200, 303, 200, 403, 403]);
    for (const { headers } of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"])
        expect(policy).to.include(part);
      expect(policy).not.to.match(/unsafe|script-src|\*/);
      expect(headers.get('x-frame-options')).to.equal('DENY');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(headers.get('strict-transport-security')).to.match(/^max-age=\d{8}$/);
    }
  });

  it('lets only pages with a form send forms, and only those tell this host where they come from', async () => {
    world = await openWorld();
    for (const { headers, text } of await allPages()) {
      const hasForm = text.includes('<form');
      expect(headers.get('content-security-policy')).to.include(`form-action ${hasForm ? "'self'" : "'none'"};`);
      expect(headers.get('referrer-policy')).to.equal(hasForm ? 'same-origin' : 'no-referrer');
      expect(headers.has('strict-transport-security')).to.equal(false);
    }
  });

  it('lets the form of the vendor’s page lead to the vendor', async () => {
    world = await openWorld({ onboarding: 'oauth', publicUrl: 'https://bridge.example.com' });
    const { headers } = await new Visitor(world).arrive();
    expect(headers.get('content-security-policy')).to.include("form-action 'self' https:;");
  });

  it('knows its style by its digest, and there are no scripts', async () => {
    world = await openWorld();
    for (const { headers, text } of await allPages()) {
      if (text === '') continue;
      const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
      const digest = createHash('sha256').update(style).digest('base64');
      expect(headers.get('content-security-policy')).to.include(`style-src 'sha256-${digest}';`);
      expect(text).not.to.match(/<script| style=| on[a-z]+=/);
    }
  });

  it('gives a cookie that scripts, other paths and plain connections never see', async () => {
    world = await openWorld({ publicUrl: 'https://bridge.example.com/till' });
    const { headers, location } = await new Visitor(world).install();
    expect(location).to.equal(`https://bridge.example.com/till/connect/${MERCHANT.connectionId}`);
    expect(headers.getSetCookie()).to.have.length(1);
    expect(headers.getSetCookie()[0]).to.match(
      /^__Secure-connect=[\w-]{43}; Path=\/till\/connect; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it('gives a cookie that works on plain HTTP where the host is reached by that', async () => {
    world = await openWorld();
    const { headers } = await new Visitor(world).install();
    expect(headers.getSetCookie()[0]).to.match(
      /^connect=[\w-]{43}; Path=\/connect; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
  });

  it('keeps the browser’s secret nowhere', async () => {
    world = await openWorld();
    const merchant = new Visitor(world);
    await merchant.install();
    const secret = merchant.cookies.get('connect') ?? '';
    const id = createHash('sha256').update(secret).digest('hex');
    expect((await world.storage.ledger.connections.attempt(id))?.connectionId).to.equal(MERCHANT.connectionId);
    expect(await world.storage.ledger.connections.attempt(secret)).to.equal(undefined);
  });

  it('is well-formed for people: a language, a title, one heading, a name for each input', async () => {
    world = await openWorld();
    for (const { text } of await allPages()) {
      if (text === '') continue;
      expect(text).to.match(/^<!doctype html><html lang="en">/);
      expect(text).to.match(/<title>[^<]{8,}<\/title>/);
      expect(text.match(/<h1/g)).to.have.length(1);
      const inputs = text.match(/<(input|select)(?![^>]*type="hidden")[^>]*>/g) ?? [];
      for (const input of inputs) {
        const id = / id="([^"]+)"/.exec(input)?.[1] ?? 'none';
        expect(text).to.include(`for="${id}"`);
      }
    }
  });
});
