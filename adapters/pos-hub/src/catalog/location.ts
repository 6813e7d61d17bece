import { Fault, WEEKDAYS, type Catalog, type ConnectedStore, type Opening, type TaxRate } from '@poshub-bridge/core';
import { taxRateOnWire } from '../assumptions.js';
import { placeOf } from '../guard.js';
import { upperSnake } from '../order/status.js';
import type { HubSettings, LocationPart } from '../settings.js';
import { CURRENCIES, isWireLocation } from './schemas.js';
import type { WireDay, WireLocation, WireTaxRate } from './wire-catalog.js';

/** A week's openings, a day each, in the order of the week; days without any are left out. */
export function writeHours(openings: readonly Opening[]): readonly WireDay[] {
  return WEEKDAYS.map((day) => ({
    weekday: upperSnake(day),
    timePeriods: openings
      .filter((opening) => opening.day === day)
      .map(({ from, to }) => ({ startTime: from, endTime: to })),
  })).filter(({ timePeriods }) => timePeriods.length > 0);
}

/**
 * What the till says of its store, as far as the settings allow to send it. A currency that POS Hub does not have is left
 * out, and so are hours and tax rates that are not known.
 */
export function writeLocation(
  store: ConnectedStore,
  catalog: Catalog | undefined,
  settings: HubSettings,
): WireLocation {
  const sends = (part: LocationPart): boolean => settings.location.send.includes(part);
  const { hours, taxRates = [] } = catalog ?? {};
  return {
    ...(sends('posReference') ? { posReference: store.ref } : {}),
    ...(sends('name') ? { name: store.name } : {}),
    ...(sends('timezone') ? { timezone: store.timezone } : {}),
    ...(sends('currency') && CURRENCIES.includes(store.currency) ? { currency: store.currency } : {}),
    ...(sends('businessHours') && hours !== undefined ? { businessHours: writeHours(hours) } : {}),
    ...(sends('taxRates') && taxRates.length > 0
      ? { taxRates: taxRates.map((rate) => writeTaxRate(rate, settings)) }
      : {}),
  };
}

/**
 * The body of a location's PATCH; undefined where there is nothing to send.
 * @throws Fault `hub.refused` when POS Hub could not take it
 */
export function writeLocationPatch(store: ConnectedStore, settings: HubSettings): WireLocation | undefined {
  const wire = writeLocation(store, undefined, settings);
  if (!isWireLocation(wire))
    throw new Fault('hub.refused', { detail: `the store’s ${placeOf(isWireLocation.errors)} can’t be sent` });
  return Object.keys(wire).length === 0 ? undefined : wire;
}

function writeTaxRate(rate: TaxRate, settings: HubSettings): WireTaxRate {
  return {
    posReference: rate.ref,
    name: rate.name,
    type: 'PERCENTAGE',
    rate: taxRateOnWire(rate, settings),
    inclusive: rate.inclusive,
    isDefault: rate.isDefault,
  };
}
