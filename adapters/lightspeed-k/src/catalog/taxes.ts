import type { CatalogWarning, TaxRate } from '@poshub-bridge/core';
import type { Offer } from './wire-menu.js';

const PERCENT = /^(\d{1,3})(?:\.(\d{1,10}))?$/;

/** A percentage in millionths, exactly: 7.25 is 72,500. Undefined where it has more digits, or is over 100 %. */
export function millionthsOf(percentage: number | string): number | undefined {
  const [, whole, fraction = ''] = PERCENT.exec(String(percentage)) ?? [];
  if (whole === undefined || /[1-9]/.test(fraction.slice(4))) return undefined;
  const millionths = Number(`${whole}${fraction.slice(0, 4).padEnd(4, '0')}`);
  return millionths > 1_000_000 ? undefined : millionths;
}

/** The rates that an offer is taxed by. Lightspeed names them by their percentage, within the price or on top. */
export function taxRatesOf(offer: Offer, sku: string, warnings: CatalogWarning[]): readonly TaxRate[] {
  if (offer.conditionalTaxRules === true)
    warnings.push({ ref: sku, message: 'is taxed in different ways by rules, which POS Hub can’t show' });
  return (offer.taxes ?? []).flatMap(({ description, percentage }): readonly TaxRate[] => {
    const millionths = percentage === undefined || percentage === null ? undefined : millionthsOf(percentage);
    if (millionths === undefined) {
      warnings.push({
        ref: sku,
        message: 'has a tax without a rate of up to 100 % in four decimals, which is left out',
      });
      return [];
    }
    const inclusive = offer.taxIncludedInPrice !== false;
    const name = description || `${millionths / 10_000} %`;
    return [
      {
        ref: `tax:${name}:${millionths}:${inclusive ? 'in' : 'on-top'}`,
        name,
        millionths,
        inclusive,
        isDefault: false,
      },
    ];
  });
}
