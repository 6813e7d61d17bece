import type { Address, Customer, Fulfilment } from '@poshub-bridge/core';
import { line, ordered, orderOf } from '../build.js';
import type { OrderCase } from '../types.js';

const by = (fulfilment: Fulfilment): ReturnType<typeof orderOf> => orderOf([line('bread', 495)], { fulfilment });
const to = (address?: Address, instructions?: string): ReturnType<typeof orderOf> =>
  by({
    ...{ kind: 'delivery', by: 'store' },
    ...(address === undefined ? {} : { address }),
    ...(instructions === undefined ? {} : { instructions }),
  });
const guest = (customer: Customer): ReturnType<typeof orderOf> => orderOf([line('bread', 495)], { customer });

const LONG_NAME = `Maria ${'Annunziata '.repeat(12)}`.trim();

/** How the guest gets the food, and who they are. */
export const WAY_ORDERS: readonly OrderCase[] = [
  ordered(
    'delivery-by-the-store',
    'The own driver needs each line of the address, and the code of the door.',
    to(
      { lines: ['12 Mews', 'Flat 3'], city: 'London', postalCode: 'NW1 6XE', country: 'GB' },
      'Door code 4711#, not the bell',
    ),
    {
      fulfilment: 'delivery',
      texts: ['12 Mews', 'Flat 3', 'London', 'NW1 6XE', 'Door code 4711#, not the bell', 'store'],
    },
  ),
  ordered(
    'delivery-by-a-partner',
    'A courier comes for it: a till that sent its own driver too sent two.',
    by({ kind: 'delivery', by: 'partner' }),
    { fulfilment: 'delivery', texts: ['partner'] },
  ),
  ordered(
    'an-address-without-lines',
    'A village has no street names; the till demanded one, and the order was refused.',
    to({ lines: [], city: 'Lower Slaughter', postalCode: 'GL54 2HP' }),
    { texts: ['Lower Slaughter', 'GL54 2HP'] },
  ),
  ordered(
    'an-address-of-five-lines',
    'The till has two lines: the house’s name stood on the third.',
    to({
      lines: ['Reception', '2nd floor', 'Tower B', 'Science Park', '1 Long Road'],
      city: 'Cambridge',
      country: 'GB',
    }),
    { texts: ['Reception', '2nd floor', 'Tower B', 'Science Park', '1 Long Road', 'Cambridge'] },
  ),
  ordered(
    'an-address-with-blanks',
    'Empty parts of an address were refused as too short.',
    to({ lines: ['', '7 Fictional Quay', ' '], city: '', postalCode: '' }, ' '),
    { texts: ['7 Fictional Quay'] },
  ),
  ordered('delivery-without-an-address', 'Platforms hide the address; the order is no worse for it.', to(), {
    fulfilment: 'delivery',
  }),
  ordered(
    'dine-in-at-a-table',
    'The runner carried the plate around, asking.',
    by({ kind: 'dine-in', table: 'Terrace 12b' }),
    {
      fulfilment: 'dine-in',
      texts: ['Terrace 12b'],
    },
  ),
  ordered('dine-in-without-a-table', 'A till with a table plan wanted a table, and refused.', by({ kind: 'dine-in' }), {
    fulfilment: 'dine-in',
  }),
  ordered('at-the-counter', 'In the store is no pickup: there is nothing to pack.', by({ kind: 'in-store' }), {
    fulfilment: 'in-store',
  }),
  ordered('the-guest-waits', 'A guest who waits comes before one who comes in an hour.', by({ kind: 'waiting' }), {
    fulfilment: 'waiting',
  }),
  ordered(
    'a-kind-of-fulfilment-that-is-new',
    'The platform added one, and each order of that kind was refused as unreadable.',
    by({ kind: 'other', name: 'DRIVE_THRU_LANE_2' }),
    { fulfilment: 'other', texts: ['DRIVE_THRU_LANE_2'] },
  ),
  ordered(
    'a-channel-that-is-new',
    'Couriers ask for “the order of …”: a channel that nobody has heard of must stand on the ticket.',
    orderOf([line('bread', 495)], { channel: 'KIOSK-2031' }),
    { texts: ['KIOSK-2031'] },
  ),
  ordered(
    'a-phone-with-a-pin',
    'A masked number without its PIN connects to nobody.',
    guest({ firstName: 'Ada', phone: '+442079460000', phonePin: '771 344' }),
    { texts: ['+442079460000', '771 344'] },
  ),
  ordered(
    'a-masked-phone',
    'A number that is no number was refused by a strict field, and the order with it.',
    guest({ firstName: 'Ada', phone: '+44 20 **** 0000' }),
    { texts: ['+44 20 **** 0000'] },
  ),
  ordered(
    'a-guest-of-one-name',
    'The last name was missing, and the ticket said “Ada undefined”.',
    guest({ firstName: 'Ada' }),
    { texts: ['Ada'] },
  ),
  ordered(
    'a-guest-of-blanks',
    'Empty and absent are the same to a guest, but not to a validator.',
    guest({ firstName: '', lastName: ' ', phone: '', email: '' }),
  ),
  ordered(
    'a-long-name',
    'A name of 137 characters is a name; cut, it was two guests’ name.',
    guest({ firstName: LONG_NAME, lastName: 'de la Santísima Trinidad' }),
    { texts: [LONG_NAME, 'de la Santísima Trinidad'] },
  ),
  ordered(
    'a-long-order-number',
    'The courier shows the end of the number; the till had cut it off.',
    orderOf([line('bread', 495)], { number: 'GH-2026-02-02-SOHO-000000000000004711-A7F3' }),
    { texts: ['GH-2026-02-02-SOHO-000000000000004711-A7F3'] },
  ),
];
