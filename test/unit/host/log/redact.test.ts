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

  describe('of a value that is very long', () => {
    it('is all but its beginning, which is so small that looking at it takes no time', () => {
      for (const long of ['a'.repeat(100_000), `${'a'.repeat(100_000)}=`, '+1'.repeat(50_000), ':a'.repeat(50_000)])
        expect(redact('path', long))
          .to.be.a('string')
          .that.matches(/… \(of 10000\d characters\)$/)
          .and.has.length.below(540);
      expect(redact('path', 'a'.repeat(500))).to.equal('a'.repeat(500));
      expect(redact('path', 'a'.repeat(501))).to.equal(`${'a'.repeat(500)}… (of 501 characters)`);
    });

    it('is every secret, wherever it is cut', () => {
      const secret = 's3cret/with+signs';
      for (let before = 480; before <= 520; before++) {
        const shown = String(redact('detail', `${'x'.repeat(before)} ${secret} ${'x'.repeat(1_000)}`));
        expect(shown).not.to.include('s3');
      }
    });

    for (const [name, personal, part] of [
      ['an address', 'ada@example.com', 'ada'],
      ['a phone number', '+44 20 7946 0000', '+44'],
      ['a token', 'token=abcdef', 'abc'],
    ] as const)
      it(`is ${name} that stands where it is cut, however much was left out before`, () => {
        for (const before of ['y'.repeat(480), 'me@example.com '.repeat(53), 'me@example.com '.repeat(54)])
          for (let more = 0; more <= 30; more++) {
            const shown = String(redact('detail', `${before}${'x'.repeat(more)} ${personal} ${'x'.repeat(1_000)}`));
            expect(shown).not.to.include(part);
          }
      });
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
