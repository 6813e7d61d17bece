import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { hostSchema } from '#host/config/schema.js';
import { blocksOf } from '../../support/docs.js';
import { adapterModule } from '../host/support/adapters.js';
import { Folder } from '../host/support/folder.js';
import { run } from '../host/support/program.js';

/** What a piece of a configuration leaves out, so that it can be checked. */
const REST = {
  publicUrl: 'https://bridge.example.com',
  hub: { clientId: 'the-client', clientSecret: 'the-secret-of-the-client' },
  adapter: { use: 'till', settings: { baseUrl: 'https://till.example.com', webhookSecret: '${TILL_WEBHOOK_SECRET}' } },
  secrets: { keys: ['${BRIDGE_KEY}'] },
};

const KNOWN = new Set<string>(Object.keys(hostSchema.properties));

function keysOf(text: string): readonly string[] {
  const content: unknown = parse(text.replace(/\$\{(\w+)\}/g, '$1'));
  return typeof content === 'object' && content !== null ? Object.keys(content) : [];
}

describe('the YAML in the docs', function () {
  this.timeout(60_000);
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder.remove());

  const blocks = blocksOf('yaml');

  it('is there', () => {
    expect(blocks.filter(({ text }) => keysOf(text).includes('publicUrl'))).to.have.length.greaterThan(1);
  });

  for (const { file, line, text } of blocks)
    if (keysOf(text).includes('scrape_configs'))
      it(`at ${file}:${line}, for Prometheus, names a file of rules that is there`, () => {
        const content: unknown = parse(text);
        expect(content).to.have.nested.property('scrape_configs[0].job_name', 'poshub-bridge');
        expect(content).to.have.nested.property('rule_files[0]', 'alerts.yaml');
        expect(existsSync('docs/monitoring/alerts.yaml')).to.equal(true);
      });
    else
      it(`at ${file}:${line} is what the host takes, word for word`, async () => {
        const keys = keysOf(text);
        expect([...KNOWN]).to.include.members(keys);
        const rest = Object.fromEntries(Object.entries(REST).filter(([key]) => !keys.includes(key)));
        const more = Object.keys(rest).length === 0 ? '' : stringify(rest);
        const path = folder.write('bridge.yaml', `${text}\n${more}`);
        const names = [...`${text}${more}`.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
        const secrets = Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('base64')]));
        // An adapter that somebody is about to write, in a folder of its own.
        const [, own] = /use: \.\/(\S+)/.exec(text) ?? [];
        if (own !== undefined) {
          folder.write(`${own}/package.json`, { type: 'module', main: './index.js' });
          folder.write(`${own}/index.js`, adapterModule());
        }
        const { stdout, stderr } = await run(['check', '--offline', '--config', path], secrets);
        for (const thing of ['configuration', 'secrets', 'adapter'])
          expect(stdout, stderr).to.match(new RegExp(`^ok +${thing} `, 'm'));
      });
});
