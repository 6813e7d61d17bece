import { TextBrowser, choicesOf, headingOf } from '#kit/demo/browser.js';
import { call, field, listOf, textOf } from '#kit/demo/json.js';
import { until } from '#kit/demo/world.js';
import { MERCHANTS, STORES, type StorePlan } from '../plan/stores.js';
import type { Office, Town } from './town.js';

/** A store with its location in POS Hub, connected by the bridge. */
export interface Shop {
  readonly plan: StorePlan;
  readonly locationId: string;
  readonly connectionId: string;
  /** The API key of its merchant at the till. */
  readonly key: string;
}

/** How long all stores may take to be connected, in milliseconds. */
const PATIENCE = 60_000;

/** Calls the admin's side of the simulator, and gives what is in `data`. @throws Error with what it answered */
export async function ask({ url, token }: Office, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await call(method, `${url}${path}`, token, body);
  return answer === undefined ? undefined : field(answer, 'data');
}

/** Opens the stores at the till, registers their merchants in POS Hub, and connects them as merchants do. */
export async function openShops(town: Town): Promise<readonly Shop[]> {
  const keys = await registerMerchants(town);
  const accounts = new Map<string, string>();
  const shops: Shop[] = [];
  for (const plan of STORES) {
    const { id, name, merchant, like, currency, asks } = plan;
    const { tillAdmin } = town;
    if (id !== like)
      await call('POST', `${tillAdmin.url}/admin/stores`, tillAdmin.token, { id, merchant_id: merchant, name, like });
    if (asks) await call('PATCH', `${tillAdmin.url}/admin/stores/${id}`, tillAdmin.token, { auto_accept: false });
    const accountId = accounts.get(merchant) ?? textOf(await ask(town.hub, 'POST', '/admin/accounts', {}), 'id');
    accounts.set(merchant, accountId);
    const facts = { accountId, name, currency, timezone: currency === 'GBP' ? 'Europe/London' : 'Europe/Berlin' };
    const locationId = textOf(await ask(town.hub, 'POST', '/admin/locations', facts), 'id');
    const key = keys.get(merchant) ?? town.till.token;
    shops.push({ plan, locationId, key, connectionId: await connect(town, locationId, id, key) });
  }
  await Promise.all(shops.map((shop) => stocked(town, shop)));
  return shops;
}

async function registerMerchants({ tillAdmin }: Town): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  const [, ...others] = MERCHANTS;
  for (const merchant of others)
    keys.set(
      merchant.id,
      textOf(await call('POST', `${tillAdmin.url}/admin/merchants`, tillAdmin.token, merchant), 'key'),
    );
  return keys;
}

async function connect({ hub }: Town, locationId: string, store: string, apiKey: string): Promise<string> {
  const install = await ask(hub, 'POST', '/admin/installs', { locationId });
  const browser = new TextBrowser();
  const entrance = await browser.open(textOf(install, 'authorizeUrl'));
  const choice = await browser.submit(entrance, { apiKey });
  if (!choicesOf(choice).includes(store)) throw new Error(`${store} can't be connected: ${headingOf(choice)}`);
  await browser.submit(choice, { store });
  return textOf(install, 'connectionId');
}

/** Waits until POS Hub has the store's menu. */
function stocked({ hub }: Town, { locationId, connectionId, plan }: Shop): Promise<unknown> {
  return until(
    `the menu of ${plan.id} in POS Hub`,
    async () => {
      const connections = listOf(await ask(hub, 'GET', '/admin/connections'));
      const mine = connections.find((one) => textOf(one, 'id') === connectionId);
      if (mine === undefined || textOf(mine, 'status') !== 'COMPLETED') return undefined;
      return ask(hub, 'GET', `/admin/locations/${locationId}/catalog`).catch(() => undefined);
    },
    PATIENCE,
  );
}
