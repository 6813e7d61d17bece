import { expect } from 'chai';
import fc from 'fast-check';
import { isFault } from '@poshub-bridge/core';
import { guard, guardedLookup, isPublic, refuseAddress } from '#host/outbound/addresses.js';
import { faultOf } from '../../pos-hub/support/faults.js';

const PRIVATE = [
  ...['127.0.0.1', '127.255.255.254', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
  ...['169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.0.1'],
  ...['::1', '::', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'fec0::1', 'ff02::1'],
  // IPv4 in the clothes of IPv6: mapped, compatible, NAT64, 6to4, Teredo.
  ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '::a9fe:a9fe', '64:ff9b::7f00:1'],
  ...['2002:7f00:1::', '2001::1', '::ffff:0:7f00:1'],
];

describe('addresses that may be called', () => {
  for (const address of PRIVATE)
    it(`${address} is not public`, () => {
      expect(isPublic(address)).to.equal(false);
      expect(faultOf(() => refuseAddress(address)).code).to.equal('outbound.not_allowed');
      expect(faultOf(() => refuseAddress(`[${address}]`)).code).to.equal('outbound.not_allowed');
    });

  for (const address of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '11.0.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])
    it(`${address} is public`, () => {
      expect(isPublic(address)).to.equal(true);
      expect(() => refuseAddress(address)).not.to.throw();
    });

  it('a name is no address, and what is neither is not public', () => {
    for (const text of ['example.com', '', 'localhost', '300.1.1.1', 'fe80::1::2']) {
      expect(isPublic(text), text).to.equal(false);
      expect(() => refuseAddress(text), text).not.to.throw();
    }
  });

  it('no way to write a private IPv4 address in a URL gets past', () => {
    const spellings = (bytes: readonly [number, number, number, number]): readonly string[] => {
      const [a, b, c, d] = bytes;
      const whole = ((a * 256 + b) * 256 + c) * 256 + d;
      const hex = (value: number): string => `0x${value.toString(16)}`;
      return [
        ...[bytes.join('.'), String(whole), hex(whole), `0${whole.toString(8)}`, bytes.map(hex).join('.')],
        ...[bytes.map((byte) => `0${byte.toString(8)}`).join('.'), `${a}.${(b * 256 + c) * 256 + d}`],
        ...[`${a}.${b}.${c * 256 + d}`, `${bytes.join('.')}.`, `[::ffff:${bytes.join('.')}]`, `[::${bytes.join('.')}]`],
      ];
    };
    const byte = fc.nat(255);
    const privates = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127), byte, byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    );
    fc.assert(
      fc.property(privates, (bytes) => {
        for (const spelling of spellings(bytes)) {
          const { hostname } = new URL(`https://${spelling}/`);
          expect(faultOf(() => refuseAddress(hostname)).code, `${spelling} as ${hostname}`).to.equal(
            'outbound.not_allowed',
          );
        }
      }),
    );
  });

  for (const all of [true, false])
    it(`a name that leads to a private address is refused when it is looked up, ${all ? 'all addresses' : 'one'}`, async () => {
      const error = await new Promise<unknown>((resolve) => {
        guardedLookup('localhost', { all }, (problem, address) => resolve(problem ?? address));
      });
      expect(isFault(error) && error.code).to.equal('outbound.not_allowed');
      expect(isFault(error) && error.detail).to.contain('localhost');
    });

  it('a name that changes its mind (DNS rebinding) is asked for each connection, and its own answer is connected to', async () => {
    const answers = [['8.8.8.8'], ['8.8.8.8', '127.0.0.1'], ['169.254.169.254'], ['::ffff:10.0.0.1']];
    const lookup = guard((_name, _options, callback) => {
      callback(
        null,
        (answers.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    });
    const ask = (): Promise<unknown> =>
      new Promise((resolve) => lookup('rebinding.example.com', {}, (problem, address) => resolve(problem ?? address)));
    expect(await ask()).to.equal('8.8.8.8');
    for (const what of ['one of two is private', 'the cloud’s metadata', 'mapped', 'none']) {
      const error = await ask();
      expect(isFault(error) && error.code, what).to.equal('outbound.not_allowed');
    }
  });

  it('a name that does not exist is told as such', async () => {
    const error = await new Promise<unknown>((resolve) => {
      guardedLookup('nobody.invalid', {}, (problem) => resolve(problem));
    });
    expect(isFault(error)).to.equal(false);
    expect(error)
      .to.have.property('code')
      .that.matches(/ENOTFOUND|EAI_AGAIN/);
  });
});
