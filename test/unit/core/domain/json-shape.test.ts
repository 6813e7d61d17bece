import { expect } from 'chai';
import fc from 'fast-check';
import { demandPlainJson, isFault } from '@poshub-bridge/core';

/** The code of the refusal; undefined where there is none. */
function refusal(text: string): string | undefined {
  try {
    demandPlainJson(Buffer.from(text));
    return undefined;
  } catch (error) {
    if (!isFault(error)) throw error;
    return error.code;
  }
}

const nested = (levels: number, open = '[', close = ']'): string => `${open.repeat(levels)}0${close.repeat(levels)}`;
const keys = (count: number): string => `{${Array.from({ length: count }, (_, index) => `"k${index}":0`).join(',')}}`;

describe('the shape of JSON', () => {
  it('may be 200 levels deep, not 201, in lists, objects or both', () => {
    expect(refusal(nested(200))).to.equal(undefined);
    expect(refusal(nested(201))).to.equal('request.unreadable');
    expect(refusal(nested(10_000, '{"a":', '}'))).to.equal('request.unreadable');
    expect(refusal(nested(101, '{"a":[', ']}'))).to.equal('request.unreadable');
  });

  it('is refused at its 201st level, however much follows', () => {
    const begin = '['.repeat(201);
    const body = new Uint8Array(20_000_000);
    body.set(Buffer.from(begin));
    expect(() => demandPlainJson(body)).to.throw('nested more than 200 levels deep');
  });

  it('may have 50,000 fields, not 100,000, and neither as many values', () => {
    expect(refusal(keys(50_000))).to.equal(undefined);
    expect(refusal(keys(100_000))).to.equal('request.too_large');
    expect(refusal(`[${'0,'.repeat(100_000)}0]`)).to.equal('request.too_large');
    expect(refusal(`[${'{},'.repeat(60_000)}{}]`)).to.equal('request.too_large');
  });

  it('is not changed by what texts say, whatever they escape', () => {
    const text = fc.array(fc.constantFrom('[', '{', ',', ':', '"', '\\', '\\"', 'ä🍕', '\n'), { maxLength: 400 });
    fc.assert(
      fc.property(text, (parts) => {
        const said = JSON.stringify(parts.join(''));
        expect(refusal(`{${said}:[${said},${nested(198)}]}`)).to.equal(undefined);
        expect(refusal(`{${said}:[${said},${nested(199)}]}`)).to.equal('request.unreadable');
      }),
    );
    expect(refusal(JSON.stringify('['.repeat(1_000)))).to.equal(undefined);
  });

  it('lets whatever a parser takes pass, within its limits', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 20 }), (text) => void expect(refusal(text)).to.equal(undefined)));
  });

  it('leaves what is no JSON to the parser', () => {
    for (const text of ['', '"', '"\\', ']]]]', '{', 'hello', '\0', `${']'.repeat(300)}${'['.repeat(100)}`])
      expect(refusal(text), text).to.equal(undefined);
  });
});
