import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { publishedSchema } from '#host/config/published.js';
import { hubSettingsSchema } from '#pos-hub/index.js';
import { configOf } from '../support/configs.js';

function checker(schema: object): (content: unknown) => boolean {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (content) => validate(content);
}

describe('the published schema of the configuration', () => {
  const settings = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    properties: { site: { type: 'string', pattern: '^\\d+$' } },
  };

  it('takes what the host takes, and names its own schema', () => {
    const takes = checker(publishedSchema({ hub: hubSettingsSchema }));
    expect(takes(configOf())).to.equal(true);
    expect(takes({ $schema: './bridge.schema.json', ...configOf() })).to.equal(true);
  });

  it('refuses what the host refuses', () => {
    const takes = checker(publishedSchema({ hub: hubSettingsSchema, settings }));
    for (const changes of [
      { publicUrl: 'bridge.example.com' },
      { logs: {} },
      { log: { level: 'loud' } },
      { listen: { port: 'many' } },
      { hub: { clientId: 'a' } },
      { hub: { clientId: 'a', clientSecret: 'b', tokenEncoding: 'xml' } },
      { adapter: { use: 'till', settings: { site: 'x' } } },
      { adapter: { use: 'till', settings: { sight: '1' } } },
    ])
      expect(takes(configOf(changes)), JSON.stringify(changes)).to.equal(false);
  });

  it('takes a variable where a text is wanted', () => {
    const takes = checker(publishedSchema({ hub: hubSettingsSchema, settings }));
    const content = configOf({
      publicUrl: '${PUBLIC_URL}',
      api: { token: '${TOKEN}' },
      secrets: { keys: ['${file:./key}'] },
      log: { level: '${LEVEL}' },
      hub: { clientId: '${ID}', clientSecret: '${SECRET}', baseUrl: '${HUB}' },
      adapter: { use: 'till', settings: { site: '${SITE}' } },
    });
    expect(takes(content)).to.equal(true);
    expect(takes(configOf({ listen: { port: '${PORT}' } })), 'a number is no text').to.equal(false);
  });

  it('keeps the descriptions where editors look for them', () => {
    const schema: unknown = JSON.parse(JSON.stringify(publishedSchema({ hub: hubSettingsSchema })));
    expect(schema).to.have.nested.property('properties.publicUrl.description');
    expect(schema).to.have.nested.property('properties.hub.properties.clientId.description');
    expect(schema).to.have.nested.property('properties.storage.properties.url.default', 'sqlite:./data/bridge.db');
  });
});
