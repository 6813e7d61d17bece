import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const page = readFileSync('docs/security.md', 'utf8');
const CONNECT = 'test/unit/host/http/connect';

/** The file that a name on the page stands for. */
const fileOf = (name: string): string => (name.includes('/') ? name : `${CONNECT}/${name}`);

describe('docs/security.md', () => {
  const files = new Set([...page.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, name]) => fileOf(name ?? '')));

  it('names tests', () => expect(files).to.have.property('size').that.is.greaterThan(15));

  for (const file of files)
    it(`names a test that exists: ${file}`, () => {
      expect(existsSync(file)).to.equal(true);
    });

  for (const [, name = '', titles = ''] of page.matchAll(/`([\w/.-]+\.test\.ts)`: (“[^|]*”)/g))
    for (const [, title = ''] of titles.matchAll(/“([^”]*)”/g))
      it(`names what ${name} shows: ${title}`, () => {
        expect(readFileSync(fileOf(name), 'utf8')).to.contain(`it('${title}'`);
      });
});
