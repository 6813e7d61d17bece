import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { RULES } from '../../chaos/check/rules.js';
import type { Summary } from '../../chaos/summary.js';
import { PROOFS, stormTable, withTable } from '../../chaos/table.js';

const page = readFileSync('docs/chaos.md', 'utf8');

/** A page without its numbers: those are the last run's. */
const unnumbered = (text: string): string =>
  text
    .replace(/\(\d+\)/g, '(n)')
    .replace(/ +/g, ' ')
    .replace(/-+/g, '-');

const summary: Summary = {
  ...{ engine: 'sqlite', seed: 1, orders: 10, tickets: 9, rejected: 1, cancelled: 0, attentions: {}, acknowledged: 8 },
  ...{ attempts: 12, duplicates: 2, dropped: 1, givenUp: 1, kills: 3, storms: { 'till refuses': 4 }, leftOut: {} },
  hit: {},
  ...{ loaded: 1_000, whole: 2_000 },
};

/** The rows of a table whose first cell begins with a number. */
const rowsOf = (text: string): readonly string[] => text.split('\n').filter((line) => /^\| \d+\. /.test(line));

describe('docs/chaos.md', () => {
  it('lists the faults as the code has them', () => {
    const listed = /<!-- faults:[^>]*-->\n([\s\S]*)\n<!-- end of faults -->/.exec(page)?.[1]?.trim();
    expect(listed).to.equal(stormTable());
  });

  it('has the table that a run writes: every promise, what is checked, what is broken, and other tests', () => {
    expect(rowsOf(page).map(unnumbered)).to.deep.equal(rowsOf(withTable(page, [summary])).map(unnumbered));
    expect(rowsOf(page)).to.have.lengthOf(PROOFS.length);
  });

  it('counts what a run broke', () => {
    const [, second = ''] = rowsOf(withTable(page, [summary, { ...summary, engine: 'postgres' }]));
    expect(second)
      .to.include('kill -9 of a host (6)')
      .and.include('webhooks twice (4)')
      .and.include('till refuses (8)');
  });

  it('points at tests that are there', () => {
    for (const { tests } of PROOFS) for (const test of tests) expect(existsSync(`test/${test}`), test).to.equal(true);
  });

  it('has a promise for every rule', () => {
    const known = PROOFS.map(({ promise }) => promise);
    for (const { promise } of Object.values(RULES)) expect(known).to.include(promise);
  });

  it('has every promise of the README', () => {
    const titles = [...readFileSync('README.md', 'utf8').matchAll(/^(\d)\. \*\*([^*]+?)\.?\*\*/gm)];
    expect(titles.map(([, number, title]) => `${number}. ${title}`)).to.deep.equal(
      PROOFS.map(({ promise, title }) => `${promise}. ${title}`),
    );
  });
});
