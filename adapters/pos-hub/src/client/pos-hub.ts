import {
  Fault,
  isFault,
  isFinal,
  ORDER_STATUSES,
  type ConnectedStore,
  type HubConnection,
  type HubIds,
  type HubLocation,
  type HubOrder,
  type HubReport,
  type InstallRequest,
  type Log,
  type OrderStatus,
  type PosHub,
} from '@poshub-bridge/core';
import { writeLocationPatch } from '../catalog/location.js';
import { writeImport } from '../catalog/write-import.js';
import { guard, id, open, orNull, placeOf } from '../guard.js';
import { readHubOrder } from '../order/read-order.js';
import { readStatus, upperSnake } from '../order/status.js';
import type { HubSettings } from '../settings.js';
import { createApi, segment, type Api, type ApiParts } from './api.js';
import { changeOffer } from './offers.js';
import { entries, objectOf } from './pages.js';
import { createTokenKeeper, type TokenKeeper } from './tokens.js';

const LONGEST_REASON = 500;

interface WireConnection {
  readonly id: string;
  readonly accountId: string;
  readonly locationId: string;
  readonly status: string;
}
const isConnection = guard<WireConnection>(
  open(
    { id, accountId: id, locationId: id, status: { type: 'string', maxLength: 100 } },
    ...['id', 'accountId', 'locationId', 'status'],
  ),
);

interface WireLocation {
  readonly name: string;
  readonly timezone?: string | null;
  readonly currency?: string | null;
}
const text = { type: 'string', maxLength: 1_000 };
const isLocation = guard<WireLocation>(open({ name: text, timezone: orNull(text), currency: orNull(text) }, 'name'));

export interface PosHubParts extends ApiParts {
  readonly log: Log;
}

/** POS Hub's API. One of these keeps one token; all of its calls may be made at once. */
export function createPosHub(parts: PosHubParts): PosHub {
  const { settings, http, clock, log } = parts;
  const tokens = createTokenKeeper(settings, http, clock);
  const api = createApi(parts, tokens);
  return {
    completeInstall: (request) => completeInstall(api, tokens, request, settings, log),
    connection: async (ids) => readConnection(await api.send({ method: 'GET', path: connectionPath(ids) })),
    setConnection: async (ids, status) => {
      const json =
        status.status === 'completed'
          ? { status: 'COMPLETED' }
          : { status: 'FAILED', failureReason: status.reason.slice(0, LONGEST_REASON) };
      await api.send({ method: 'PATCH', path: connectionPath(ids), json });
    },
    location: async (ids) => readLocation(await api.send({ method: 'GET', path: locationPath(ids) })),
    setLocation: async (ids, store) => {
      const json = writeLocationPatch(store, settings);
      if (json !== undefined) await api.send({ method: 'PATCH', path: locationPath(ids), json });
    },
    importCatalog: async (ids, catalog, store) => {
      const path = `${locationPath(ids)}/catalog/import`;
      const jsonPieces = writeImport(catalog, store, settings);
      await api.send({ method: 'PUT', path, jsonPieces, timeoutMs: settings.importTimeoutMs });
    },
    changeOffer: (ids, change) => changeOffer(api, locationPath(ids), change),
    orders: (ids, status, store) => listOrders(api, ids, status, store, settings, log),
    order: async (ids, orderId, store) =>
      readOne(await api.send({ method: 'GET', path: orderPath(ids, orderId) }), ids, store, settings),
    report: (ids, orderId, report) => sendReport(api, orderPath(ids, orderId), report),
  };
}

function locationPath({ accountId, locationId }: HubIds): string {
  return `/v1/accounts/${segment(accountId)}/locations/${segment(locationId)}`;
}

function connectionPath(ids: HubIds): string {
  return `${locationPath(ids)}/connections/${segment(ids.connectionId)}`;
}

function orderPath(ids: HubIds, orderId: string): string {
  return `${locationPath(ids)}/orders/${segment(orderId)}`;
}

/** Where the exchange is optional, a refusal is noted and no more. */
async function completeInstall(
  api: Api,
  tokens: TokenKeeper,
  { code, ...ids }: InstallRequest,
  { codeExchange }: HubSettings,
  log: Log,
): Promise<void> {
  let token: string;
  try {
    token = await tokens.exchange(code);
  } catch (error) {
    if (codeExchange !== 'optional' || !isFault(error) || error.code !== 'install.not_allowed') throw error;
    log.warn('install code refused', { connectionId: ids.connectionId, reason: error.detail });
    return;
  }
  if (codeExchange === 'bound') await demandOwnCode(api, token, ids, log);
}

/** So POS Hub answers a token about a location that is not its own. */
const REFUSALS: ReadonlySet<string> = new Set(['hub.unauthorized', 'hub.forbidden', 'hub.not_found']);

/**
 * The ids of a redirect are anybody's to write, and the application's own token reads every connection: that the code is of
 * this one shows its own token alone.
 */
async function demandOwnCode(api: Api, token: string, ids: HubIds, log: Log): Promise<void> {
  const { connectionId, accountId, locationId } = ids;
  let code = 'hub.not_found';
  try {
    const known = readConnection(await api.send({ method: 'GET', path: connectionPath(ids), token }));
    const isThis = known.connectionId === connectionId && known.locationId === locationId;
    if (isThis && known.accountId === accountId) return;
  } catch (error) {
    if (!isFault(error) || !REFUSALS.has(error.code)) throw error;
    ({ code } = error);
  }
  log.warn('install code does not open the connection', { connectionId, code, setting: 'hub.codeExchange' });
  throw new Fault('install.not_allowed', {
    detail: `the code’s own token does not read this connection (${code}): see hub.codeExchange`,
  });
}

function readConnection(body: unknown): HubConnection {
  const data = objectOf(body);
  if (!isConnection(data)) throw unreadable('connection', placeOf(isConnection.errors));
  const { id: connectionId, accountId, locationId, status } = data;
  return { connectionId, accountId, locationId, status };
}

function readLocation(body: unknown): HubLocation {
  const data = objectOf(body);
  if (!isLocation(data)) throw unreadable('location', placeOf(isLocation.errors));
  return {
    name: data.name,
    ...(data.timezone ? { timezone: data.timezone } : {}),
    ...(data.currency ? { currency: data.currency.toUpperCase() } : {}),
  };
}

/** An order that can't be read is noted, and does not hide those behind it; one of another status is none of these. */
async function* listOrders(
  api: Api,
  ids: HubIds,
  status: OrderStatus,
  store: ConnectedStore,
  settings: HubSettings,
  log: Log,
): AsyncGenerator<HubOrder, void, undefined> {
  for await (const entry of entries(api, `${locationPath(ids)}/orders`, { status: upperSnake(status) })) {
    try {
      const order = readHubOrder(entry, { ...ids, currency: store.currency }, settings);
      if (order.status === status) yield order;
    } catch (error) {
      if (!isFault(error) || error.code !== 'order.unreadable') throw error;
      log.warn('listed order unreadable', { locationId: ids.locationId, field: error.path });
    }
  }
}

function readOne(body: unknown, ids: HubIds, store: ConnectedStore, settings: HubSettings): HubOrder {
  return readHubOrder(objectOf(body), { ...ids, currency: store.currency }, settings);
}

const hasStatus = guard<{ readonly status: string }>(open({ status: { type: 'string' } }, 'status'));

/**
 * Tells a status, in the smallest body. Whether POS Hub refuses a status that an order has already is not documented, and
 * an answer may have been lost: so a refusal counts only where the order stands otherwise. Nor is documented what may follow
 * what: a status that the order there has not come to yet may be taken later.
 */
async function sendReport(api: Api, path: string, { status, reason }: HubReport): Promise<void> {
  const json = {
    status: upperSnake(status),
    ...(status === 'cancelled' ? { cancellationReason: upperSnake(reason ?? 'other') } : {}),
  };
  try {
    await api.send({ method: 'PATCH', path, json });
  } catch (error) {
    if (!isFault(error) || error.code !== 'hub.refused') throw error;
    const order = objectOf(await api.send({ method: 'GET', path }));
    const reached = hasStatus(order) ? readStatus(order.status) : undefined;
    if (reached === status) return;
    if (reached === undefined || isFinal(reached) || isBehind(status, reached)) throw error;
    const detail = `${error.detail ?? 'refused'}, the order is ${reached}`;
    throw new Fault('hub.status_not_taken', { detail, cause: error });
  }
}

function isBehind(status: OrderStatus, reached: OrderStatus): boolean {
  return ORDER_STATUSES.indexOf(status) < ORDER_STATUSES.indexOf(reached);
}

function unreadable(what: string, field: string): Fault {
  return new Fault('hub.unreadable', { detail: `the ${what} has no readable ${field}` });
}
