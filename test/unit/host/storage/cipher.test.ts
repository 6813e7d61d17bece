import { expect } from 'chai';
import { isFault } from '@poshub-bridge/core';
import { Cipher } from '#host/storage/cipher.js';

describe('the cipher', () => {
  const first = new Uint8Array(32).fill(1);
  const second = new Uint8Array(32).fill(2);
  const refusal = (work: () => unknown): string | undefined => {
    try {
      work();
    } catch (error) {
      return isFault(error) ? error.code : String(error);
    }
    return undefined;
  };

  it('opens what it sealed, texts of all lengths and alphabets', () => {
    const cipher = new Cipher([first]);
    for (const text of ['', 'a', 'ключ 🔑', 'x'.repeat(100_000)])
      expect(cipher.unseal(cipher.seal(text, 'a'), 'a')).to.deep.equal({ text, stale: false });
  });

  it('never seals one text twice the same way', () => {
    const cipher = new Cipher([first]);
    const sealed = Array.from({ length: 100 }, () => cipher.seal('text', 'a'));
    expect(new Set(sealed)).to.have.length(100);
  });

  it('names the key, and shows nothing of key or text', () => {
    const sealed = new Cipher([first]).seal('a rather long secret text', 'a');
    expect(sealed).to.match(/^[0-9a-f]{8}\.[\w-]+$/);
    expect(Buffer.from(sealed.slice(9), 'base64url').toString('latin1')).to.not.contain('secret');
    expect(JSON.stringify(new Cipher([first]))).to.equal('{}');
  });

  it('seals with the first key, opens with all, and says what should be sealed anew', () => {
    const old = new Cipher([second]).seal('text', 'a');
    const both = new Cipher([first, second]);
    expect(both.unseal(old, 'a')).to.deep.equal({ text: 'text', stale: true });
    expect(new Cipher([first]).unseal(both.seal('text', 'a'), 'a')).to.deep.equal({ text: 'text', stale: false });
    expect(new Cipher([first, second, first]).unseal(both.seal('text', 'a'), 'a').stale).to.equal(false);
  });

  it('opens nothing with an unknown key, elsewhere than it belongs, or that was touched', () => {
    const cipher = new Cipher([first]);
    const sealed = cipher.seal('text', 'a');
    expect(refusal(() => new Cipher([second]).unseal(sealed, 'a'))).to.equal('credentials.unreadable');
    expect(refusal(() => cipher.unseal(sealed, 'b'))).to.equal('credentials.unreadable');
    for (const broken of ['', '.', 'text', sealed.slice(0, 9), sealed.slice(0, 20), sealed.slice(0, -2)])
      expect(
        refusal(() => cipher.unseal(broken, 'a')),
        broken,
      ).to.equal('credentials.unreadable');
    const bytes = Buffer.from(sealed.slice(9), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const touched = Buffer.from(bytes);
      touched.writeUInt8(bytes.readUInt8(index) ^ 1, index);
      const text = `${sealed.slice(0, 9)}${touched.toString('base64url')}`;
      expect(
        refusal(() => cipher.unseal(text, 'a')),
        `byte ${index}`,
      ).to.equal('credentials.unreadable');
    }
  });

  it('wants keys of 32 bytes, and says which one is not', () => {
    expect(refusal(() => new Cipher([]))).to.equal('config.secret_missing');
    expect(() => new Cipher([first, new Uint8Array(16)])).to.throw(/secrets\.keys\[1\] has 16 bytes/);
  });
});
