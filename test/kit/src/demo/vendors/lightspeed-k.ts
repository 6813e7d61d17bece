import { randomBytes } from 'node:crypto';
import { LONDON } from '../../lightspeed-k/seed/menu.js';
import { call, field, list, numberOf, textOf } from '../json.js';
import { startPart, textTold } from '../processes.js';
import type { Launch, Move, Vendor } from './vendor.js';

/** The fake Lightspeed, with what can be broken at it. */
export interface LightspeedVendor extends Vendor {
  /** As whoever breaks the fake on purpose, and asks what it was asked. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
}

const STORE = String(LONDON);
const secret = (): string => randomBytes(24).toString('base64url');

/** What a cook's move is to a check. */
const STATUSES: Readonly<Partial<Record<Move, string>>> = { ready: 'READY_FOR_PICKUP', completed: 'CLOSED' };

/** The fake Lightspeed: it takes orders first, and tells later by webhook what became of them. */
export async function startLightspeedVendor({ program, hostUrl }: Launch): Promise<LightspeedVendor> {
  const [clientSecret, adminToken] = [secret(), secret()];
  const client = ['--redirect-url', `${hostUrl}/connect/callback`];
  const part = await startPart(program, 'The fake Lightspeed', ['fake', 'lightspeed-k', ...client], {
    FAKE_APPLICATION_SECRET: clientSecret,
    FAKE_ADMIN_TOKEN: adminToken,
  });
  const adminUrl = textTold(part, 'adminUrl');
  const admin: LightspeedVendor['admin'] = (method, path, body) =>
    call(method, `${adminUrl}/admin${path}`, adminToken, body);
  const settings = [
    'environment: trial',
    `baseUrl: "${textTold(part, 'url')}"`,
    `authUrl: "${textTold(part, 'authUrl')}"`,
    `clientId: "${textTold(part, 'clientId')}"`,
    'clientSecret: "${LIGHTSPEED_CLIENT_SECRET}"',
    ...['deliveryChargeSku: DELIVERY-FEE', 'serviceChargeSku: SERVICE', 'otherChargeSku: CHARGE', 'chargeNames: true'],
    ...['discountCode: MANUAL', 'recordPayment: true'],
  ];
  return {
    part,
    admin,
    settings: `{ ${settings.join(', ')} }`,
    secrets: { LIGHTSPEED_CLIENT_SECRET: clientSecret },
    ways: [
      `Checks as the point of sale shows them: curl -H "Authorization: Bearer ${adminToken}" ${adminUrl}/admin/tickets`,
    ],
    store: STORE,
    moves: ['ready', 'completed'],
    cancels: false,
    giveAccess: (browser, page, say) => {
      say('   the vendor’s own page asks the merchant, who agrees');
      return browser.submit(page, {});
    },
    tickets: async (orderId) =>
      list(await admin('GET', `/tickets?businessLocationId=${STORE}`), 'tickets')
        .filter((ticket) => list(ticket, 'references').some((one) => isOf(one, orderId)))
        .map((ticket) => ({
          id: textOf(ticket, 'identifier'),
          status: textOf(ticket, 'status') === 'CANCELLED' ? 'cancelled' : 'open',
          text: JSON.stringify(ticket),
          total: numberOf(field(ticket, 'totals'), 'total') + numberOf(field(ticket, 'totals'), 'tip'),
          // Nothing but a payment tells it what POS Hub makes of an order.
          difference: list(ticket, 'payments').length === 0 ? 0 : numberOf(field(ticket, 'totals'), 'due'),
        })),
    move: async (ticket, status) => {
      await admin('POST', `/accounts/${ticket}/status`, { status: STATUSES[status] ?? 'CHECK_WAS_UPDATED' });
    },
    setStock: async (ref, isThere) => {
      await admin('PUT', '/stock', { businessLocationId: LONDON, sku: ref, count: isThere ? null : 0 });
    },
    richOrder: () => {
      const options = [
        { posReference: 'DEEP', parentPosReference: 'modifiers:CRUST' },
        { posReference: 'OLIVES', parentPosReference: 'modifiers:TOPPINGS' },
      ];
      return {
        items: [{ posReference: 'MARG-L', quantity: 2, customerNotes: 'no onions please', options }],
        parts: options.map(({ posReference }) => posReference),
      };
    },
  };
}

/** The order's id, or that with the number of a repeated attempt. */
const isOf = (reference: unknown, orderId: string): boolean =>
  typeof reference === 'string' && (reference === orderId || reference.startsWith(`${orderId}-`));
