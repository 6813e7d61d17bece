import { expect } from 'chai';
import { hubSettingsSchema } from '#pos-hub/index.js';
import { settingsOf } from './support/settings.js';

describe('the settings of POS Hub', () => {
  it('need no more than the application’s id and secret', () => {
    const settings = settingsOf();
    expect(settings.baseUrl).to.equal('https://api.tryposhub.com');
    expect(settings.codeExchange).to.equal('bound');
    expect(settings.tokenEncoding).to.equal('form');
    expect(settings.signature).to.deep.equal({
      header: 'x-webhook-signature',
      algorithm: 'sha256',
      encoding: 'any',
      secrets: [],
    });
    expect(settings.orders).to.deep.equal({ prices: 'unit', optionQuantities: 'each', taxes: 'auto' });
    expect(settings.catalog).to.deep.equal({
      taxScale: 10_000,
      groupModifiers: 'posReference',
      variantParent: 'posReference',
    });
    expect(settings.location.send).to.deep.equal(['posReference', 'businessHours', 'taxRates']);
  });

  it('keep what a section leaves out', () => {
    expect(settingsOf({ signature: { algorithm: 'sha1' } }).signature.header).to.equal('x-webhook-signature');
  });

  it('refuse what is misspelled or out of range', () => {
    expect(() => settingsOf({ clientScret: 'x' })).to.throw('additional');
    expect(() => settingsOf({ baseUrl: 'api.tryposhub.com' })).to.throw('/baseUrl');
    expect(() => settingsOf({ catalog: { taxScale: 100 } })).to.throw('/catalog/taxScale');
    expect(() => settingsOf({ location: { send: ['phoneNumber'] } })).to.throw('/location/send/0');
  });

  it('describe each of themselves', () => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, name: string): void => {
      if (!isRecord(schema)) return;
      if (typeof schema['description'] !== 'string') undescribed.push(name);
      for (const [key, inner] of Object.entries(isRecord(schema['properties']) ? schema['properties'] : {}))
        visit(inner, `${name}.${key}`);
    };
    visit(hubSettingsSchema, 'hub');
    expect(undescribed).to.deep.equal([]);
  });
});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
