import { expect } from 'chai';
import { readSource, type ConfigSource } from '#host/config/source.js';
import type { Fault } from '@poshub-bridge/core';
import { faultOf } from '../../pos-hub/support/faults.js';
import { Folder } from '../support/folder.js';

describe('the source of a configuration', () => {
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder.remove());

  const read = (text: string, environment: Record<string, string> = {}): ConfigSource =>
    readSource(folder.write('conf/bridge.yaml', text), environment);
  const refuses = (text: string, environment: Record<string, string> = {}): Fault =>
    faultOf(() => read(text, environment));

  describe('its variables', () => {
    it('need no quotes within braces', () => {
      folder.write('conf/secrets/one', 'first line');
      const { content, lineOf } = read('a: 1\napi: { token: ${ONE}, file: ${file:secrets/one} }\n', { ONE: 'x' });
      expect(content).to.have.nested.property('api.token', 'x');
      expect(lineOf(['api', 'file'])).to.equal(2);
    });

    it('stand for the environment, in whole values and in parts, at any depth', () => {
      const { content } = read('a: ${ONE}\nb: [{ c: "x-${TWO}-${ONE}" }]\n', { ONE: '1', TWO: 'zwei' });
      expect(content).to.deep.equal({ a: '1', b: [{ c: 'x-zwei-1' }] });
    });

    it('stand for files beside the configuration, less the line break at the end', () => {
      folder.write('conf/secrets/one', 'first line\nsecond line\n');
      folder.write('two', ' with spaces \r\n');
      const { content } = read('a: ${file:secrets/one}\nb: "${file:../two}"\nc: ${file:' + folder.path + '/two}\n');
      expect(content).to.deep.equal({ a: 'first line\nsecond line', b: ' with spaces ', c: ' with spaces ' });
    });

    it('are not looked for in what they stand for', () => {
      const { content } = read('a: ${ONE}\n', { ONE: '${TWO} $& $1', TWO: 'never' });
      expect(content).to.deep.equal({ a: '${TWO} $& $1' });
    });

    it('leave other dollars and braces as they are', () => {
      const { content } = read('a: "$NAME ${} ${1} {x} $"\n');
      expect(content).to.deep.equal({ a: '$NAME ${} ${1} {x} $' });
    });

    for (const [environment, what] of [
      [{}, 'not set'],
      [{ BRIDGE_KEY: '' }, 'empty'],
    ] as const)
      it(`stop the start when one is ${what}, naming key, line and variable`, () => {
        const fault = refuses('a: 1\nsecrets:\n  keys:\n    - "${BRIDGE_KEY}"\n', environment);
        expect(fault.code).to.equal('config.secret_missing');
        expect(fault.detail).to.equal(
          'secrets.keys.0 (line 4): asks for the environment variable BRIDGE_KEY, which is not set',
        );
      });

    for (const [what, name, reason] of [
      ['missing', 'nowhere', 'can’t be read (ENOENT)'],
      ['a folder', '.', 'can’t be read (EISDIR)'],
      ['empty', 'empty', 'is empty'],
    ] as const)
      it(`stop the start when a file is ${what}`, () => {
        folder.write('conf/empty', '\n');
        const fault = refuses(`a:\n  b: \${file:${name}}\n`);
        expect(fault.code).to.equal('config.secret_missing');
        expect(fault.detail).to.equal(`a.b (line 2): asks for the file ${name}, which ${reason}`);
      });

    it('mark what they stand for, and nothing else', () => {
      const source = read('a: ${ONE}\nb: [one, "${ONE}"]\n', { ONE: 'x' });
      expect([['a'], ['b', '1'], ['b', '0'], ['b'], []].map((path) => source.isFilled(path))).to.deep.equal([
        true,
        true,
        false,
        false,
        false,
      ]);
    });
  });

  describe('its lines', () => {
    const text = `first: 1
section:
  # a comment
  inner:
    deep: 2
list:
  - one
  -
    two: 3
"quoted key": 4
flow: { a: 1,
  b: 2 }
12: number
`;
    for (const [path, line] of [
      [['first'], 1],
      [['section'], 2],
      [['section', 'inner'], 4],
      [['section', 'inner', 'deep'], 5],
      [['section', 'inner', 'missing'], 4],
      [['section', 'missing', 'deeper'], 2],
      [['list', '0'], 7],
      [['list', '1', 'two'], 9],
      [['list', '9'], 6],
      [['quoted key'], 10],
      [['flow', 'b'], 12],
      [['12'], 13],
      [['missing'], undefined],
      [[], undefined],
    ] as const)
      it(`are those of the keys: ${path.join('.') || 'nothing'} is at ${line ?? 'no line'}`, () => {
        expect(read(text).lineOf(path)).to.equal(line);
      });
  });

  describe('what is no YAML', () => {
    for (const [what, text, says] of [
      ['a key that stands twice', 'a: 1\nb:\n  port: 1\n  port: 2\n', /port \(line 4\): this key stands twice/],
      ['a JSON key that stands twice', '{\n "a": 1,\n "a": 2\n}', /a \(line 3\): this key stands twice/],
      ['a quote that is not closed', 'a: "x\nb: 1\n', /\(line \d\): a quote, bracket, colon or comma is missing/],
      ['a bracket that is not closed', 'a: [1, 2\n', /\(line \d\): (a quote, bracket|the indentation)/],
      ['a tab', 'a:\n\tb: 1\n', /\(line 2\): a tab/],
      ['a second document', 'a: 1\n---\nb: 2\n', /\(line 2\): there is more than one/],
      ['a value with a colon', 'a: b: c\n', /\(line 1\): a value that has a colon/],
      ['a value with an at sign', 'a: @b\n', /\(line 1\): a value that begins with/],
      ['a tag', 'a: 1\nb: !secret x\n', /\(line 2\): a value that begins with ! needs quotes/],
      ['an alias', 'a: *b\n', /begins with \*/],
      ['an alias of itself', 'a: &a [*a]\n', /^a\.0 \(line 1\): is nested too deep/],
      [
        'many aliases',
        `a: &a [1]\nb: [${'*a, '.repeat(99)}]\nc: &c [*a,*a]\nd: [${'*c, '.repeat(99)}]`,
        /begins with \*/,
      ],
    ] as const)
      it(`is told by its line: ${what}`, () => {
        const fault = refuses(text);
        expect(fault.code).to.equal('config.invalid');
        expect(fault.detail).to.match(says);
      });

    it('does not pollute prototypes', () => {
      const { content } = read('__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n');
      expect(Object.keys(content ?? {})).to.deep.equal(['__proto__', 'constructor']);
      expect({}).not.to.have.property('polluted');
    });
  });
});
