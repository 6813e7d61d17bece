import { expect } from 'chai';
import { isFault, type JsonSchema } from '@poshub-bridge/core';
import { createAnswersForm } from '#host/http/connect/answers-form.js';

const form = (properties: Readonly<Record<string, unknown>>, more: JsonSchema = {}) =>
  createAnswersForm({ type: 'object', properties, ...more });
const answers = (values: Readonly<Record<string, string>>) => new Map(Object.entries(values));

describe('a form of answers', () => {
  it('has a control for each kind of property', () => {
    const { fields } = form({
      name: { type: 'string' },
      mail: { type: 'string', format: 'email' },
      shop: { type: 'string', format: 'uri' },
      pin: { type: 'integer', writeOnly: true },
      terminal: { type: 'integer', minimum: 1, maximum: 9 },
      rate: { type: 'number' },
      region: { enum: ['eu', 'us'] },
      isTraining: { type: 'boolean' },
    });
    expect(fields.map(({ control }) => control)).to.deep.equal([
      ...['text', 'email', 'url', 'password', 'number', 'number', 'select', 'checkbox'],
    ]);
    expect(fields.map(({ label }) => label).at(-1)).to.equal('Is training');
    expect(fields[4]?.limits).to.deep.equal({ step: 1, min: 1, max: 9 });
    expect(fields[5]?.limits).to.deep.equal({ step: 'any' });
    expect(fields.filter(({ isSecret }) => isSecret).map(({ name }) => name)).to.deep.equal(['pin']);
  });

  it('never shows a secret’s default', () => {
    expect(form({ key: { type: 'string', format: 'password', default: 'x' } }).fields[0]?.initial).to.equal('');
    expect(form({ host: { type: 'string', default: 'x' } }).fields[0]?.initial).to.equal('x');
  });

  it('gives browsers a pattern that accepts what the schema accepts, or none', () => {
    const patternOf = (pattern: string): unknown =>
      form({ it: { type: 'string', pattern } }).fields[0]?.limits['pattern'];
    for (const pattern of ['^[a-z]+$', 'ab', '^a|b$', '^a\\$$']) {
      const whole = new RegExp(`^(?:${String(patternOf(pattern))})$`, 'v');
      for (const text of ['abc', 'ab', 'xaby', 'a', 'b', 'cb', 'ac', 'a$', '1', ''])
        expect(whole.test(text), `${pattern} ${text}`).to.equal(new RegExp(pattern, 'u').test(text));
    }
    expect(patternOf('^[a-z_-]+$')).to.equal(undefined);
  });

  it('reads each answer as its property’s type, and an empty one as none', () => {
    const { read } = form({
      name: { type: 'string' },
      note: { type: 'string' },
      terminal: { type: 'integer' },
      table: { enum: [1, 2] },
      on: { type: 'boolean' },
      off: { type: 'boolean' },
    });
    const sent = answers({ name: ' A ', note: '  ', terminal: '7', table: '2', on: 'true', strange: 'x' });
    const { answers: given, mistakes } = read(sent);
    expect(given).to.deep.equal({ name: 'A', terminal: 7, table: 2, on: true, off: false });
    expect(mistakes).to.deep.equal([]);
  });

  it('says in plain words what is wrong, once a field, in the order of the form', () => {
    const { read } = form(
      {
        first: { type: 'string', title: 'First' },
        mail: { type: 'string', format: 'email', title: 'Mail' },
        count: { type: 'integer', title: 'Count' },
        size: { type: 'integer', minimum: 3, title: 'Size' },
        terms: { type: 'boolean', const: true, title: 'Terms' },
      },
      { required: ['first'] },
    );
    const { mistakes } = read(answers({ mail: 'nobody', count: 'many', size: '1' }));
    expect(mistakes.map(({ message }) => message)).to.deep.equal([
      'First: fill this in.',
      'Mail: no e-mail address.',
      'Count: a whole number.',
      'Size: 3 or more.',
      'Terms: this is needed.',
    ]);
  });

  it('shows people the titles of what can be chosen, and takes nothing else', () => {
    const { fields, read } = form({
      profile: {
        title: 'Profile',
        oneOf: [
          { const: 'TA', title: 'Takeaway' },
          { const: 'DL', title: 'Delivery' },
        ],
      },
    });
    expect(fields[0]?.options).to.deep.equal([
      { value: 'TA', label: 'Takeaway' },
      { value: 'DL', label: 'Delivery' },
    ]);
    expect(read(answers({ profile: 'DL' }))).to.deep.equal({ answers: { profile: 'DL' }, mistakes: [] });
    expect(read(answers({ profile: 'XX' })).mistakes.map(({ message }) => message)).to.deep.equal([
      'Profile: choose one of the list.',
    ]);
  });

  it('tells a mistake that belongs to no field', () => {
    const { read } = form({ a: { type: 'string' }, b: { type: 'string' } }, { minProperties: 1 });
    expect(read(answers({})).mistakes).to.deep.equal([{ message: 'These answers do not fit together.' }]);
  });

  it('takes schemas of draft 2020-12 as well', () => {
    const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', dependentRequired: { a: ['b'] } };
    const { read } = form({ a: { type: 'string' }, b: { type: 'string' } }, schema);
    expect(read(answers({ a: '1' })).mistakes).to.have.length(1);
    expect(read(answers({ a: '1', b: '2' })).mistakes).to.have.length(0);
  });

  it('refuses at the start what no form can ask for', () => {
    const unusable: JsonSchema[] = [
      { type: 'array' },
      { type: 'object', properties: { list: { type: 'array' } } },
      { type: 'object', properties: { step: { type: 'string' } } },
      { type: 'object', properties: { key: { type: 'string', pattern: '(' } } },
    ];
    for (const schema of unusable) {
      let thrown: unknown;
      try {
        createAnswersForm(schema);
      } catch (error) {
        thrown = error;
      }
      expect(isFault(thrown) && thrown.code).to.equal('config.adapter_unusable');
    }
  });
});
