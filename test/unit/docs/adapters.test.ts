import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import * as lightspeed from '#adapter-lightspeed-k/manifest.js';
import * as square from '#adapter-square/manifest.js';

/** The cells of every row, without the blanks that line them up. */
function rowsOf(page: string): readonly (readonly string[])[] {
  return readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function valueOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Number(value).toLocaleString('en-GB');
}

/** What stands for the default of an address: the vendor's own. */
const PAGES = [
  { page: 'docs/adapters/square.md', ...square, address: "Square's" },
  { page: 'docs/adapters/lightspeed-k.md', ...lightspeed, address: "Lightspeed's" },
];

for (const { page, manifest, LIMITS, address } of PAGES)
  describe(page, () => {
    const rows = rowsOf(page);
    const { orders, catalog, webhooks, polling } = manifest.capabilities;
    const claims = {
      ...orders,
      ...Object.fromEntries(Object.entries(catalog).map(([name, value]) => [`catalog.${name}`, value])),
      webhooks,
      polling,
      callsPerSecond: manifest.callsPerSecond,
    };
    for (const [name, value] of Object.entries(claims))
      it(`says of ${name} what the manifest claims`, () => {
        expect(rows).to.deep.include([`\`${name}\``, valueOf(value)]);
      });

    for (const [name, value] of Object.entries(LIMITS))
      it(`names the limit of ${name}`, () => {
        expect(rows).to.deep.include([`limit: \`${name}\``, valueOf(value)]);
      });

    it('describes every setting with its default', () => {
      const { properties, required } = manifest.settings;
      if (typeof properties !== 'object' || properties === null || !Array.isArray(required))
        throw new Error('no settings');
      for (const [name, schema] of Object.entries<{ readonly default?: unknown }>({ ...properties })) {
        const row = rows.find(([first]) => first === `\`${name}\``);
        const none = name.endsWith('Url') ? address : 'none';
        const preset =
          schema.default === undefined ? none : `\`${JSON.stringify(schema.default).replaceAll('"', '')}\``;
        expect(row?.[1], name).to.equal(required.includes(name) ? 'required' : preset);
      }
    });
  });
