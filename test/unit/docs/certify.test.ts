import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { requirementTables, REQUIREMENTS } from '@poshub-bridge/testkit';

const page = readFileSync('docs/certify.md', 'utf8');

describe('docs/certify.md', () => {
  it('lists every requirement as the kit has it', () => {
    const listed = /<!-- requirements:[^>]*-->\n([\s\S]*)\n<!-- end of requirements -->/.exec(page)?.[1]?.trim();
    expect(listed).to.equal(requirementTables());
  });

  it('has a sentence and a reason for each, and no id twice', () => {
    const ids = REQUIREMENTS.map(({ id }) => id);
    expect(new Set(ids)).to.have.lengthOf(ids.length);
    for (const { id, title, why } of REQUIREMENTS) {
      expect(id).to.match(/^[a-z-]+[.:][a-z0-9-]+$/);
      expect(title, id).to.match(/^\S.{10,}\S$/);
      expect(why, id).to.match(/^\S.{20,}[.?!]$/);
    }
  });
});
