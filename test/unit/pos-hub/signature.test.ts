import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { createHubWire } from '#pos-hub/index.js';
import { bytes, wireEvent } from './support/orders.js';
import { CLIENT_SECRET, settingsOf } from './support/settings.js';

const body = bytes(wireEvent());
const HEADER = 'x-webhook-signature';

function hmac(key = CLIENT_SECRET, algorithm = 'sha256', message = body): Buffer {
  return createHmac(algorithm, key).update(message).digest();
}

function isSigned(signature: string, section: Readonly<Record<string, unknown>> = {}): boolean {
  return createHubWire(settingsOf(section)).isSigned(body, { [HEADER]: signature });
}

describe('the signature of a webhook', () => {
  it('is taken in hex of either case, in base64, and with the algorithm’s name before it', () => {
    const digest = hmac();
    const hex = digest.toString('hex');
    expect(isSigned(` ${hex} `)).to.equal(true);
    for (const signature of [hex, hex.toUpperCase(), digest.toString('base64'), digest.toString('base64url')])
      for (const prefix of ['', 'sha256=', 'SHA256=']) expect(isSigned(prefix + signature), signature).to.equal(true);
  });

  it('may be made with any of the configured keys, and no longer with one that is not among them', () => {
    const signature = { secrets: ['the new secret', 'the old secret'] };
    expect(isSigned(hmac('the new secret').toString('hex'), { signature })).to.equal(true);
    expect(isSigned(hmac('the old secret').toString('hex'), { signature })).to.equal(true);
    expect(isSigned(hmac().toString('hex'), { signature })).to.equal(false);
  });

  it('follows the configured algorithm, encoding and header', () => {
    const sha1 = hmac(CLIENT_SECRET, 'sha1');
    expect(isSigned(sha1.toString('hex'))).to.equal(false);
    expect(isSigned(sha1.toString('hex'), { signature: { algorithm: 'sha1' } })).to.equal(true);
    expect(isSigned(hmac().toString('hex'), { signature: { encoding: 'base64' } })).to.equal(false);
    expect(isSigned(hmac().toString('base64'), { signature: { encoding: 'hex' } })).to.equal(false);
    const wire = createHubWire(settingsOf({ signature: { header: 'x-hub-signature' } }));
    expect(wire.isSigned(body, { 'x-hub-signature': hmac().toString('hex') })).to.equal(true);
    expect(wire.isSigned(body, { [HEADER]: hmac().toString('hex') })).to.equal(false);
  });

  it('covers every byte of the body', () => {
    const wire = createHubWire(settingsOf());
    const headers = { [HEADER]: hmac().toString('hex') };
    expect(wire.isSigned(body, headers)).to.equal(true);
    expect(wire.isSigned(Uint8Array.from([...body, 0x20]), headers)).to.equal(false);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const other = Uint8Array.from(body, (byte, index) => (index === place ? byte ^ change : byte));
        return !wire.isSigned(other, headers);
      }),
    );
  });

  it('is wrong, and no more than wrong, in any other form', () => {
    const right = hmac().toString('hex');
    const broken = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef='.split('')), maxLength: 130 }),
      fc.base64String({ maxLength: 100 }),
      fc.nat(63).map((length) => right.slice(0, length)),
      fc.constantFrom('', 'sha256=', `sha1=${right}`, `${right}00`, `${right},${right}`, 'null', '0'.repeat(64)),
    );
    const wire = createHubWire(settingsOf());
    fc.assert(fc.property(broken, (signature) => !wire.isSigned(body, { [HEADER]: signature })));
    expect(wire.isSigned(body, {})).to.equal(false);
    expect(wire.isSigned(new Uint8Array(), {})).to.equal(false);
  });
});
