import type { SentEndpoint } from '../state/endpoints.js';
import type { SentOrder, SentPayment } from '../wire/order.js';
import { ajv, check, decimal, dict, flag, list, one, text, time, whole } from './parts.js';

/* What clients send. */

const DEFINITIONS = 'lightspeed-k';
const item = {
  ...{ quantity: whole, sku: text(25, 1), customItemName: text(255, 1), customItemPrice: decimal },
  modifiers: list(dict({ modifierId: text(50, 1) }, ['modifierId'])),
  subItems: list({ $ref: `${DEFINITIONS}#/definitions/subItem` }),
};
ajv.addSchema({ $id: DEFINITIONS, definitions: { subItem: dict(item, ['quantity', 'sku']) } });

const line = {
  ...item,
  ...{ discountCode: text(255, 1), discountAmountOverride: decimal, discountPercentOverride: decimal },
};
const customer = dict(
  {
    ...{ firstName: text(128, 1), lastName: text(), thirdPartyReference: text(), email: text() },
    ...{ contactNumberAsE164: text(), notes: text(), salutation: text(), sendEmailReceipts: flag },
    emailNotification: one('ENABLE', 'DISABLE', 'DONT_CHANGE'),
  },
  ['firstName'],
);
const payment = dict({ paymentMethod: text(50, 1), paymentAmount: decimal, tipAmount: decimal }, ['paymentAmount']);
const base = {
  ...{ businessLocationId: whole, thirdPartyReference: text(48, 1), endpointId: text(255, 1), customerInfo: customer },
  ...{ orderNote: text(), maxTimeToAttemptOrderDeliverToPos: { ...whole, minimum: 60_000 }, staffId: whole },
  ...{ accountProfileCode: text(255, 1), scheduledTimeForOrderAsIso8601: time, payment, collectionCode: text(8) },
  ...{ orderCollectionTimeAsIso8601: time, targetPrinterProfileId: whole },
};
const required = ['businessLocationId', 'thirdPartyReference', 'endpointId', 'customerInfo'];

export const checkToGo = check(
  'toGoOrder',
  ajv.compile<SentOrder>(
    dict(
      {
        ...{ ...base, items: list(dict(line, ['quantity', 'sku'])) },
        deliveryAddress: dict({ addressLine1: text(), addressLine2: text(), zip: text(), city: text() }),
      },
      required,
    ),
  ),
);

export const checkLocal = check(
  'localOrder',
  ajv.compile<SentOrder>(
    dict(
      {
        ...{ ...base, accountId: text(), accountIdentifier: text(100, 1), tableNumber: text(100, 1) },
        ...{ clientCount: { ...whole, minimum: 0 } },
        items: list(dict({ ...line, course: { ...whole, minimum: 0 } }, ['quantity', 'sku'])),
      },
      required,
    ),
  ),
);

export const checkPayment = check(
  'payment',
  ajv.compile<SentPayment>(
    dict(
      {
        ...{ iKaccountIdentifier: text(100, 1), thirdPartyPaymentReference: text(50, 1), endpointId: text(255, 1) },
        ...{ businessLocationId: whole, taskTtlInMs: { ...whole, minimum: 60_000 }, staffId: whole, deviceId: whole },
        ...{ paymentMethod: text(50, 1), paymentAmount: decimal, tipAmount: decimal, targetPrinterProfileId: whole },
      },
      ['businessLocationId', 'endpointId', 'paymentAmount', 'thirdPartyPaymentReference'],
    ),
  ),
);

export const checkSkus = check(
  'skus',
  ajv.compile<{ skus: string[] }>(dict({ skus: list(text(255, 1), { minItems: 1, maxItems: 50 }) }, ['skus'])),
);

export const checkEndpoint = check(
  'webhookEndpoint',
  ajv.compile<SentEndpoint>(
    dict(
      {
        ...{ endpointId: text(255, 1), url: text(2048, 1), withBasicAuth: flag, username: text(255, 1) },
        ...{ password: text(255, 1), provideAccount: flag, expandTransactions: flag, expandPayments: flag },
        subscribeTo: list(dict({ name: text(100), resource: one('order', 'payment', 'item', 'order_api') })),
      },
      ['endpointId', 'url'],
    ),
  ),
);
