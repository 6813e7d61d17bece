import { expect } from 'chai';
import { stringify } from 'yaml';
import { secretsOf } from '#host/config/hidden.js';
import { loadConfig } from '#host/config/load.js';
import { API_TOKEN, configOf, KEY } from '../support/configs.js';
import { Folder } from '../support/folder.js';

describe('what of a configuration nobody may see', () => {
  const folder = new Folder();
  after(() => folder.remove());

  function secrets(changes: Readonly<Record<string, unknown>>): readonly string[] {
    const environment = { NAME: 'named-by-a-variable', PLACE: 'https://till.example.com' };
    return secretsOf(loadConfig(folder.write('bridge.yaml', stringify(configOf(changes))), environment).source);
  }

  it('is what its key calls a secret', () => {
    const hub = {
      clientId: 'a',
      clientSecret: 'b-secret',
      catalogToken: 'c-token',
      signature: { secrets: ['d', 'e'] },
    };
    const adapter = { use: 'till', settings: { webhookSecret: 'f', nested: [{ apiKey: 'g' }], shop: '12' } };
    expect(secrets({ hub, adapter, api: { token: API_TOKEN } })).to.include.members([
      ...['b-secret', 'c-token', 'd', 'e', 'f', 'g', API_TOKEN, KEY],
    ]);
  });

  it('is what a variable stands for in the sections of POS Hub and the adapter, but for addresses', () => {
    const adapter = { use: 'till', settings: { word: '${NAME}', baseUrl: '${PLACE}' } };
    const found = secrets({ adapter, listen: { host: '${NAME}' } });
    expect(found).to.include('named-by-a-variable').and.not.to.include('https://till.example.com');
    expect(secrets({ listen: { host: '${NAME}' } })).not.to.include('named-by-a-variable');
  });

  it('is the password in the URL of a PostgreSQL, in every spelling, and not the rest of it', () => {
    const url = 'postgres://bridge:p%40ss-word@db.example.com/orders?sslmode=verify-full';
    const found = secrets({ storage: { url } });
    expect(found).to.include.members(['p%40ss-word', 'p@ss-word']).and.not.to.include(url);
  });

  it('is nothing else', () => {
    const adapter = { use: 'till', settings: { baseUrl: 'https://till.example.com', shop: '12' } };
    expect(secrets({ adapter })).to.have.members([KEY, 'the-secret-of-the-client']);
  });
});
