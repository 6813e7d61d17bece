import { expect } from 'chai';
import fc from 'fast-check';
import { createRedaction } from '#host/log/redact.js';

describe('what a log line leaves out', () => {
  const redact = createRedaction(['s3cret/with+signs', 'short', 'another-secret']);

  it('are the secrets that it was told, wherever they stand, also in an address', () => {
    expect(redact('detail', 'a s3cret/with+signs b')).to.equal('a … b');
    expect(redact('url', 'http://x/?q=s3cret%2Fwith%2Bsigns')).to.equal('http://x/?q=…');
    expect(redact('detail', 'another-secretanother-secret')).to.equal('……');
    expect(redact('detail', 'short words stay')).to.equal('short words stay');
  });

  it('is every one of many secrets, whatever signs they are made of', () => {
    const secret = fc.string({ minLength: 8, maxLength: 40, unit: 'binary' });
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), fc.string(), (secrets, around) => {
        const clean = createRedaction(secrets);
        for (const one of secrets) expect(clean('detail', `${around}${one}${around}`)).not.to.equal(one);
        for (const one of secrets) expect(clean('detail', `<${one}>`)).not.to.include(one);
      }),
    );
  });

  for (const key of ['token', 'apiKey', 'clientSecret', 'authorization', 'cookie', 'password', 'customer', 'phone'])
    it(`is whatever is called ${key}`, () => {
      expect(redact(key, 'x')).to.equal('…');
      expect(redact(key, 1)).to.equal('…');
      expect(redact(key, undefined)).to.equal(undefined);
    });

  for (const [text, clean] of [
    ['Authorization: Bearer abc.def-1', 'Authorization: Bearer …'],
    ['basic dXNlcjpwYXNz', 'basic …'],
    ['/poshub/catalog?token=abc&connectionId=c1', '/poshub/catalog?token=…&connectionId=c1'],
    ['grant code=x1 state=y2', 'grant code=… state=…'],
    ['access_token=abc&client_secret=def', 'access_token=…&client_secret=…'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '…'],
    ['write to ada@example.com now', 'write to … now'],
    ['https://user:pass@till.example.com/x', 'https://…/x'],
    ['call +44 20 7946 0000', 'call …'],
  ] as const)
    it(`is what looks like a secret or a person: ${text}`, () => {
      expect(redact('detail', text)).to.equal(clean);
    });

  it('is nothing that the host logs', () => {
    for (const text of [
      ...['order submitted', '5b1e2e5e-5d1b-4f7f-9a53-0f6a5f1c0001', 'http://127.0.0.1:8080', 'order.unreadable'],
      ...[
        'status 422: products[3].price must be integer',
        'lines[2].options[0]',
        'POST till.example.com: ECONNREFUSED',
      ],
      ...['at listen (file:///srv/host/dist/http/server.js:12:3)', '2 = 1 + 1', '@vendor/adapter'],
    ])
      expect(redact('detail', text)).to.equal(text);
    for (const value of [1, true, false, undefined]) expect(redact('count', value)).to.equal(value);
    expect(() => createRedaction(['half a letter \ud83c'])).not.to.throw();
    for (const key of ['code', 'orderId', 'connectionId', 'adapter', 'path', 'reason', 'detail', 'message'])
      expect(redact(key, 'value')).to.equal('value');
  });
});
