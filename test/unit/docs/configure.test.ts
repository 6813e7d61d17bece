import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { hubSettingsSchema } from '@poshub-bridge/pos-hub';
import { hostSchema } from '#host/config/schema.js';

interface Setting {
  readonly key: string;
  readonly preset: string | undefined;
}

interface Schema {
  readonly type?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Every key of a schema that is no section, with its default as JSON. */
function settingsOf(schema: Schema, path: readonly string[] = []): readonly Setting[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]): readonly Setting[] => {
    const at = [...path, name];
    const whole = at.join('.') === 'hub' ? hubSettingsSchema : inner;
    if ('properties' in whole) return settingsOf(whole, at);
    return [{ key: at.join('.'), preset: inner.default === undefined ? undefined : JSON.stringify(inner.default) }];
  });
}

const page = readFileSync('docs/configure.md', 'utf8');

describe('docs/configure.md', () => {
  for (const { key, preset } of settingsOf(hostSchema)) {
    it(`describes ${key} with its default`, () => {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${key}\``));
      expect(row, 'a row of the table').to.be.a('string');
      if (preset !== undefined) expect(row).to.include(`\`${preset}\``);
    });
  }

  it('describes no key that does not exist', () => {
    const known = new Set(settingsOf(hostSchema).map(({ key }) => key));
    const described = [...page.matchAll(/^\| `([a-zA-Z.]+)`/gm)].map(([, key]) => key ?? '');
    expect(described.filter((key) => !known.has(key))).to.deep.equal([]);
  });
});
