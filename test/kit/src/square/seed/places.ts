import type { Location, Merchant } from '../wire/place.js';

export const SOHO = 'L_SOHO';
export const CAMDEN = 'L_CAMDEN';
export const DUBLIN = 'L_DUBLIN';

export const merchant: Merchant = {
  ...{ id: 'MLACUCINA2026', business_name: 'La Cucina Ltd', country: 'GB', language_code: 'en-GB', currency: 'GBP' },
  ...{ status: 'ACTIVE', main_location_id: SOHO, created_at: '2024-03-01T09:00:00Z' },
};

type Hours = [days: string[], start: string, end: string][];
const WEEK = ['MON', 'TUE', 'WED', 'THU'];
const END = ['FRI', 'SAT'];

const place = (
  id: string,
  name: string,
  hours: Hours,
  rest: Pick<Location, 'timezone' | 'country' | 'currency'> & Partial<Location>,
): Location => ({
  ...{ id, name, capabilities: ['CREDIT_CARD_PROCESSING'], status: 'ACTIVE', created_at: '2024-03-01T09:00:00Z' },
  ...{ merchant_id: merchant.id, language_code: 'en-GB', business_name: 'La Cucina', type: 'PHYSICAL' },
  business_hours: {
    periods: hours.flatMap(([days, start_local_time, end_local_time]) =>
      days.map((day_of_week) => ({ day_of_week, start_local_time, end_local_time })),
    ),
  },
  ...rest,
});

export const locations: Location[] = [
  place(
    SOHO,
    'La Cucina Soho',
    [
      [[...WEEK, ...END], '12:00:00', '15:00:00'],
      [WEEK, '17:30:00', '23:00:00'],
      [END, '17:30:00', '01:30:00'],
      [['SUN'], '12:00:00', '22:00:00'],
    ],
    {
      ...{ timezone: 'Europe/London', country: 'GB', currency: 'GBP', phone_number: '+442079460101' },
      address: { address_line_1: '12 Invented Street', locality: 'London', postal_code: 'W1D 0AA', country: 'GB' },
    },
  ),
  place(CAMDEN, 'La Cucina Camden', [[[...WEEK, ...END, 'SUN'], '00:00:00', '23:59:00']], {
    ...{ timezone: 'Europe/London', country: 'GB', currency: 'GBP', phone_number: '+442079460102' },
    address: { address_line_1: '3 Imagined Lane', locality: 'London', postal_code: 'NW1 0AA', country: 'GB' },
  }),
  place(DUBLIN, 'La Cucina Dublin', [[['TUE', 'WED', 'THU', 'FRI', 'SAT'], '16:00:00', '00:30:00']], {
    ...{ timezone: 'Europe/Dublin', country: 'IE', currency: 'EUR', phone_number: '+35315550103' },
    address: { address_line_1: '7 Fictional Quay', locality: 'Dublin', postal_code: 'D01 0AA', country: 'IE' },
  }),
  place('L_CLOSED', 'La Cucina Hackney (closed)', [], {
    ...{ timezone: 'Europe/London', country: 'GB', currency: 'GBP', status: 'INACTIVE' },
  }),
];
