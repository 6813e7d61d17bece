import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { headingOf } from '../browser.js';
import { call, field, list, numberOf, textOf } from '../json.js';
import { startPart, textTold } from '../processes.js';
import type { Launch, Vendor } from './vendor.js';

/** The local till, with what can be broken at it. */
export interface TillVendor extends Vendor {
  readonly apiKey: string;
  /** As somebody who works at the till. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  /** As whoever breaks the till on purpose. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
}

const STORE = 'str_soho';
const secret = (): string => randomBytes(24).toString('base64url');

export async function startTillVendor({ program, folder }: Launch): Promise<TillVendor> {
  const [apiKey, adminToken, webhookSecret] = [secret(), secret(), secret()];
  const part = await startPart(program, 'The till', ['till', '--state', join(folder, 'till.db')], {
    TILL_API_KEY: apiKey,
    TILL_ADMIN_TOKEN: adminToken,
  });
  const [url, adminUrl] = [textTold(part, 'url'), textTold(part, 'adminUrl')];
  const api: TillVendor['api'] = (method, path, body) => call(method, `${url}/v1${path}`, apiKey, body);
  return {
    part,
    apiKey,
    api,
    admin: (method, path, body) => call(method, `${adminUrl}/admin${path}`, adminToken, body),
    settings: `{ baseUrl: "${url}", webhookSecret: "\${TILL_WEBHOOK_SECRET}" }`,
    secrets: { TILL_WEBHOOK_SECRET: webhookSecret },
    ways: [
      `When it asks for the till’s API key, give it ${apiKey}`,
      `Open ${url}/ and sign in with ${adminToken}: see the tickets, move them on, run out of things.`,
    ],
    store: STORE,
    moves: ['preparing', 'ready', 'completed'],
    cancels: true,
    giveAccess: async (browser, page, say) => {
      const refused = await browser.submit(page, { apiKey: 'this-is-not-the-right-key' });
      say(`   a wrong API key is refused: “${headingOf(refused)}”`);
      return browser.submit(refused, { apiKey });
    },
    tickets: async (orderId) =>
      list(await api('GET', `/stores/${STORE}/orders?reference=${orderId}`), 'data').map((ticket) => ({
        id: textOf(ticket, 'id'),
        status: textOf(ticket, 'status') === 'cancelled' ? 'cancelled' : 'open',
        text: JSON.stringify(ticket),
        total: numberOf(field(ticket, 'totals'), 'total'),
        difference: numberOf(field(ticket, 'totals'), 'difference'),
      })),
    move: async (ticket, status) => {
      await api('POST', `/orders/${ticket}/status`, { status });
    },
    setStock: async (ref, isThere) => {
      await api('PUT', `/stores/${STORE}/stock/${ref}`, { in_stock: isThere });
    },
    richOrder: (products) => {
      const refs = products.map((one) => textOf(one, 'posReference'));
      const inside = (modifier: string, group: string, parent?: string): object => ({
        posReference: modifier,
        parentPosReference: group,
        ...(parent === undefined ? {} : { parentModifierPosReference: parent }),
      });
      const options = [
        inside('mod_crust_stuffed', 'grp_crust'),
        inside('mod_filling_nduja', 'grp_filling', 'mod_crust_stuffed'),
        inside('mod_heat_hot', 'grp_heat', 'mod_filling_nduja'),
      ];
      const pizza = refs.find((ref) => ref.includes('margherita_12')) ?? '';
      return {
        items: [{ posReference: pizza, quantity: 2, customerNotes: 'no onions please', options }],
        parts: ['mod_crust_stuffed', 'mod_filling_nduja', 'mod_heat_hot'],
      };
    },
  };
}
