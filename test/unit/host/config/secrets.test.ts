import { expect } from 'chai';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { isFault } from '@poshub-bridge/core';
import { hubSettingsSchema } from '@poshub-bridge/pos-hub';
import { checkSection } from '#host/config/check.js';
import { loadConfig } from '#host/config/load.js';
import { configOf, KEY } from '../support/configs.js';
import { Folder } from '../support/folder.js';

const CANARY = 'kanarienvogel';

/** Texts that have the canary in them, as a secret may look: with quotes, stars, colons and line breaks. */
const canaries = fc
  .tuple(fc.string({ maxLength: 6 }), fc.string({ maxLength: 30 }))
  .map(([before, after]) => `${before}${CANARY}${after}`);

const adapterSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    pin: { type: 'string', maxLength: 1 },
    shop: { type: 'integer' },
    shownNowhere: { type: 'string', maxLength: 1, writeOnly: true },
    hiddenWord: { type: 'string', maxLength: 1, format: 'password' },
  },
};

describe('secrets of a configuration', function () {
  this.timeout(30_000);
  let folder: Folder;
  before(() => (folder = new Folder()));
  after(() => folder.remove());

  /** All that an operator, a log or a caller could get to see of the failure; undefined where nothing failed. */
  function failure(text: string, environment: Record<string, string> = {}): string | undefined {
    try {
      const { config, source } = loadConfig(folder.write('bridge.yaml', text), environment);
      checkSection<unknown>(hubSettingsSchema, config.hub, source, ['hub']);
      checkSection<unknown>(adapterSchema, config.adapter.settings, source, ['adapter', 'settings']);
      return undefined;
    } catch (error) {
      if (!isFault(error)) throw error;
      return [error.message, error.detail, error.hint, error.stack, JSON.stringify(error)].join('\n');
    }
  }

  const places: readonly ((secret: unknown) => Record<string, unknown>)[] = [
    (secret) => ({ api: { token: secret, more: 1 } }),
    (secret) => ({ api: [{ token: secret }] }),
    (secret) => ({ api: secret }),
    (secret) => ({ secrets: { keys: [secret] } }),
    (secret) => ({ secrets: { keys: secret } }),
    (secret) => ({ secrets: secret }),
    (secret) => ({ secrets: { keys: [KEY], more: secret } }),
    (secret) => ({ hub: { clientId: 'a', clientSecret: [secret] } }),
    (secret) => ({ hub: { clientId: 'a', clientSecret: { of: secret } } }),
    (secret) => ({ hub: { clientId: 'a', clientSecret: 'b', signature: { secrets: secret } } }),
    (secret) => ({ hub: { clientId: 'a', clientSecret: 'b', signature: { secrets: [[secret]] } } }),
    (secret) => ({ hub: { clientId: 'a', clientSecret: 'b', catalogToken: { is: secret } } }),
    (secret) => ({ hub: [{ clientSecret: secret }] }),
    (secret) => ({ adapter: { use: 'till', settings: { pin: secret } } }),
    (secret) => ({ adapter: { use: 'till', settings: { shownNowhere: secret } } }),
    (secret) => ({ adapter: { use: 'till', settings: { hiddenWord: secret } } }),
    (secret) => ({ adapter: { use: 'till', settings: [{ webhookSecret: secret }] } }),
    (secret) => ({ log: { level: { token: secret } } }),
  ];

  it('are never repeated in an error, wherever they stand', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), canaries, (place, secret) => {
        const told = failure(stringify(configOf(place(secret))));
        expect(told, 'it is refused').to.be.a('string');
        expect(told).not.to.contain(CANARY);
      }),
      { numRuns: 90 },
    );
  });

  it('are never repeated when they come from a variable, whatever the key is called', () => {
    const keys = [
      { publicUrl: '${S}' },
      { listen: { port: '${S}' } },
      { storage: { url: '${S}' } },
      { log: { level: '${S}' } },
      { orders: { deadlineSeconds: '${S}' } },
      { adapter: { use: 'till', settings: { shop: '${S}' } } },
      { hub: { clientId: 'a', clientSecret: 'b', baseUrl: '${S}' } },
      { hub: '${S}' },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), canaries, (place, secret) => {
        const told = failure(stringify(configOf(place)), { S: secret });
        expect(told, 'it is refused').to.be.a('string');
        expect(told).not.to.contain(CANARY);
      }),
      { numRuns: 40 },
    );
  });

  it('are never repeated when the file is torn anywhere', () => {
    const text = stringify(configOf({ api: { token: `${CANARY}-and-more-than-24` }, secrets: { keys: [CANARY] } }));
    const junk = fc.constantFrom(
      '',
      '"',
      "'",
      '*',
      '!',
      '&',
      '@',
      '`',
      '%',
      '{',
      '}',
      '[',
      ']',
      ': ',
      '\t',
      '\n',
      '|',
      '>',
      '- ',
      '? ',
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(12), junk, (at, length, inserted) => {
        const told = failure(`${text.slice(0, at)}${inserted}${text.slice(at + length)}`);
        // The value may have become a key: then it is cut, or too long to be one.
        if (told !== undefined) expect(told.replaceAll(/^.*there is no such key.*$/gm, '')).not.to.contain(CANARY);
      }),
      { numRuns: 150 },
    );
  });

  it('are not repeated as the names of keys, as flow sections without a space make them', () => {
    for (const text of [`api: {token:${CANARY}}`, `api: { "${CANARY}${'x'.repeat(32)}" }`]) {
      const told = failure(`${stringify(configOf())}${text}\n`);
      expect(told).to.match(/api\.(token)?… \(line \d+\): there is no such key/);
      expect(told).not.to.contain(CANARY);
    }
  });

  it('are not repeated as part of an address', () => {
    const told = failure(stringify(configOf({ publicUrl: `ftp://user:${CANARY}@bridge.example.com` })));
    expect(told).to.contain('bridge.example.com').and.not.to.contain(CANARY);
  });
});
