import { randomBytes } from 'node:crypto';
import { call, field, list, listOf, numberOf, textOf } from '../json.js';
import { startPart, textTold } from '../processes.js';
import type { Launch, Move, Vendor } from './vendor.js';

const STORE = 'L_SOHO';
const secret = (): string => randomBytes(24).toString('base64url');

/** What a cook's move is to the fulfilment of an order. */
const STATES: Readonly<Record<Move, string>> = { preparing: 'RESERVED', ready: 'PREPARED', completed: 'COMPLETED' };

/** The fake Square: consent on a page of its own, tickets as its point of sale shows them. */
export async function startSquareVendor({ program, hostUrl }: Launch): Promise<Vendor> {
  const [applicationSecret, signatureKey, adminToken] = [secret(), secret(), secret()];
  const application = ['--redirect-url', `${hostUrl}/connect/callback`, '--webhook-url', `${hostUrl}/vendor/webhooks`];
  const part = await startPart(program, 'The fake Square', ['fake', 'square', ...application], {
    FAKE_APPLICATION_SECRET: applicationSecret,
    FAKE_SIGNATURE_KEY: signatureKey,
    FAKE_ADMIN_TOKEN: adminToken,
  });
  const [url, adminUrl] = [textTold(part, 'url'), textTold(part, 'adminUrl')];
  const admin = (method: string, path: string, body?: unknown): Promise<unknown> =>
    call(method, `${adminUrl}/admin${path}`, adminToken, body);
  const settings = [
    'environment: sandbox',
    `baseUrl: "${url}"`,
    `applicationId: "${textTold(part, 'applicationId')}"`,
    'applicationSecret: "${SQUARE_APPLICATION_SECRET}"',
    'webhookSignatureKey: "${SQUARE_SIGNATURE_KEY}"',
  ];
  return {
    part,
    settings: `{ ${settings.join(', ')} }`,
    secrets: { SQUARE_APPLICATION_SECRET: applicationSecret, SQUARE_SIGNATURE_KEY: signatureKey },
    ways: [
      `Tickets as the point of sale shows them: curl -H "Authorization: Bearer ${adminToken}" ${adminUrl}/admin/tickets`,
    ],
    store: STORE,
    moves: ['preparing', 'ready', 'completed'],
    cancels: true,
    giveAccess: (browser, page, say) => {
      say('   the vendor’s own page asks the merchant, who agrees');
      return browser.submit(page, {});
    },
    tickets: async (orderId) =>
      list(await admin('GET', `/tickets?location_id=${STORE}`), 'tickets')
        .filter((ticket) => textOf(ticket, 'reference_id') === orderId)
        .map((ticket) => ({
          id: textOf(ticket, 'order_id'),
          // An order that was paid stays open; its fulfilment ends.
          status: textOf(field(ticket, 'fulfillment'), 'state') === 'CANCELED' ? 'cancelled' : 'open',
          text: JSON.stringify(ticket),
          total: numberOf(field(ticket, 'totals'), 'total') + tipOf(ticket),
          difference: numberOf(field(ticket, 'totals'), 'due'),
        })),
    move: async (ticket, status) => {
      await admin('POST', `/orders/${ticket}/fulfillment`, { state: STATES[status] });
    },
    setStock: async (ref, isThere) => {
      await admin('PATCH', `/catalog/objects/${ref}`, { location_id: STORE, sold_out: !isThere });
    },
    richOrder: (products) => {
      const refs = products.map((one) => textOf(one, 'posReference'));
      const pizza = refs.find((ref) => ref.includes('VAR_MARGHERITA_L')) ?? '';
      const options = [
        { posReference: 'MOD_DEEP', parentPosReference: 'ML_CRUST' },
        { posReference: 'MOD_OLIVES', parentPosReference: 'ML_TOPPINGS' },
      ];
      return {
        items: [{ posReference: pizza, quantity: 2, customerNotes: 'no onions please', options }],
        parts: ['MOD_DEEP', 'MOD_OLIVES'],
      };
    },
  };
}

function tipOf(ticket: unknown): number {
  return listOf(field(ticket, 'payments')).reduce<number>((sum, payment) => sum + numberOf(payment, 'tip'), 0);
}
