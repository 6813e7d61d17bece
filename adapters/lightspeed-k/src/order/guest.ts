import type { Customer, Fulfilment } from '@poshub-bridge/core';
import { LIMITS } from '../manifest.js';
import type { OrderBody } from './wire-order.js';

/** As ITU E.164 has it. */
const PHONE = /^\+[1-9]\d{6,14}$/;
const TABLE = /^[1-9]\d{0,8}$/;

type Tell = (line: string) => void;

/**
 * The guest. Their e-mail is not given as such: Lightspeed knows guests by it, and fails an order whose e-mail it knows of
 * somebody else; it stands in the note.
 */
export function writeCustomer(customer: Customer, tell: Tell): OrderBody['customerInfo'] {
  const { firstName, lastName = '', phone = '', phonePin = '', email = '' } = customer;
  const isPhone = PHONE.test(phone);
  if (firstName.trim().length > LIMITS.firstName || lastName.trim().length > LIMITS.firstName)
    tell(`Guest: ${firstName.trim()} ${lastName.trim()}`);
  if (phone !== '' && !isPhone) tell(`Phone: ${phone}`);
  if (phonePin !== '') tell(`Phone PIN: ${phonePin}`);
  if (email !== '') tell(`E-mail: ${email}`);
  const last = shortened(lastName);
  return {
    firstName: shortened(firstName) || 'Guest',
    ...(last === '' ? {} : { lastName: last }),
    ...(isPhone ? { contactNumberAsE164: phone } : {}),
    emailNotification: 'DONT_CHANGE',
  };
}

function shortened(name: string): string {
  const text = name.trim();
  if (text.length <= LIMITS.firstName) return text;
  return `${text.slice(0, LIMITS.firstName - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Tables are numbers; one that is not is read by people. */
export function writeTable(table: string | undefined, tell: Tell): Pick<OrderBody, 'tableNumber'> {
  const text = table?.trim() ?? '';
  if (TABLE.test(text)) return { tableNumber: text };
  tell(text === '' ? 'Eating in' : `Table: ${text}`);
  return {};
}

/** Where to, in four fields; the rest in words. */
export function writeDelivery(
  { by, address, instructions }: Extract<Fulfilment, { kind: 'delivery' }>,
  tell: Tell,
): Pick<OrderBody, 'deliveryAddress'> {
  tell(`Delivered by: ${by}`);
  if (instructions) tell(`Delivery: ${instructions}`);
  if (address === undefined) return {};
  const { lines, postalCode: zip = '', city = '', country = '' } = address;
  const [addressLine1 = '', ...rest] = lines.filter((line) => line.trim() !== '');
  const addressLine2 = rest.join(', ');
  if (country !== '') tell(`Country: ${country}`);
  return {
    deliveryAddress: {
      addressLine1,
      ...(addressLine2 === '' ? {} : { addressLine2 }),
      ...(zip === '' ? {} : { zip }),
      ...(city === '' ? {} : { city }),
    },
  };
}
