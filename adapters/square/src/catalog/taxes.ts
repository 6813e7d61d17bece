import type { CatalogWarning, TaxRate } from '@poshub-bridge/core';
import { isPresent } from './presence.js';
import type { Tax } from './wire-catalog.js';

const PERCENT = /^(\d{1,3})(?:\.(\d{1,10}))?$/;
const HIGHEST = 1_000_000;

/** A percentage in millionths, exactly: `"7.25"` is 72,500. Undefined where it has more digits, or is over 100 %. */
export function millionthsOf(percentage: string): number | undefined {
  const [, whole, fraction = ''] = PERCENT.exec(percentage.trim()) ?? [];
  if (whole === undefined || /[1-9]/.test(fraction.slice(4))) return undefined;
  const millionths = Number(`${whole}${fraction.slice(0, 4).padEnd(4, '0')}`);
  return millionths > HIGHEST ? undefined : millionths;
}

/** A tax that is in force at a location, as POS Hub shows it; undefined for one that is not. */
export function taxRateOf(tax: Tax, location: string, warnings: CatalogWarning[]): TaxRate | undefined {
  const { id: ref, tax_data: data } = tax;
  if (data.enabled === false || !isPresent(tax, location)) return undefined;
  const millionths = millionthsOf(data.percentage ?? '');
  if (millionths === undefined) {
    warnings.push({ ref, message: 'is a tax without a rate of up to 100 % in four decimals, and is left out' });
    return undefined;
  }
  return { ref, name: data.name ?? ref, millionths, inclusive: data.inclusion_type === 'INCLUSIVE', isDefault: false };
}
