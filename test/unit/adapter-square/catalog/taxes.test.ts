import { expect } from 'chai';
import fc from 'fast-check';
import type { CatalogWarning } from '@poshub-bridge/core';
import { millionthsOf, taxRateOf } from '#adapter-square/catalog/taxes.js';

const tax = (data: object, presence: object = {}): Parameters<typeof taxRateOf>[0] => ({
  type: 'TAX',
  id: 'T1',
  ...presence,
  tax_data: { name: 'VAT', percentage: '20.0', inclusion_type: 'INCLUSIVE', ...data },
});

describe('adapter square: taxes', () => {
  it('take a percentage to the millionth', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(9_999), (whole, fraction) => {
        const percentage = `${whole}.${String(fraction).padStart(4, '0')}`;
        expect(millionthsOf(percentage)).to.equal(whole * 10_000 + fraction);
      }),
    );
  });

  for (const [percentage, millionths] of [
    ['20', 200_000],
    ['7.25', 72_500],
    ['0', 0],
    ['100.0', 1_000_000],
    ['8.87500', 88_750],
    ['8.87501', undefined],
    ['100.1', undefined],
    ['-1', undefined],
    ['', undefined],
  ] as const)
    it(`read “${percentage}” as ${millionths ?? 'nothing that can be shown'}`, () => {
      expect(millionthsOf(percentage)).to.equal(millionths);
    });

  it('say whether prices contain them', () => {
    const shown = (data: object): unknown => taxRateOf(tax(data), 'L1', []);
    expect(shown({})).to.deep.equal({ ref: 'T1', name: 'VAT', millionths: 200_000, inclusive: true, isDefault: false });
    expect(shown({ inclusion_type: 'ADDITIVE' })).to.include({ inclusive: false });
  });

  it('are not shown where they are not in force, and warned of where they can’t be', () => {
    const warnings: CatalogWarning[] = [];
    expect(taxRateOf(tax({ enabled: false }), 'L1', warnings)).to.equal(undefined);
    expect(taxRateOf(tax({}, { present_at_all_locations: false }), 'L1', warnings)).to.equal(undefined);
    expect(warnings).to.deep.equal([]);
    expect(taxRateOf(tax({ percentage: '1.00001' }), 'L1', warnings)).to.equal(undefined);
    expect(warnings.map(({ ref }) => ref)).to.deep.equal(['T1']);
  });
});
