import {
  Fault,
  type Chance,
  type Clock,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
} from '@poshub-bridge/core';
import type { HubSettings } from '../settings.js';
import { asHubFault, faultOf } from './faults.js';
import { repeated } from './retry.js';
import type { TokenKeeper } from './tokens.js';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below the base address; its ids are encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** A large body instead; see HttpRequest. */
  readonly jsonPieces?: readonly Uint8Array[];
  readonly timeoutMs?: number;
  /** Instead of the application's own token; nothing replaces it where it is refused. */
  readonly token?: string;
}

export interface Api {
  /** The answer's body, of a success. @throws Fault of the side `hub` */
  send(call: Call): Promise<unknown>;
}

export interface ApiParts {
  readonly settings: HubSettings;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** Calls about orders: a message about one may repeat what a guest wrote. */
const ORDERS = /\/orders(\/|$)/;

/** POS Hub's API behind the token: a refused token is replaced once a call, and what passes is repeated for a while. */
export function createApi({ settings, http, clock, chance }: ApiParts, tokens: TokenKeeper): Api {
  const base = settings.baseUrl.replace(/\/+$/, '');

  const once = async (call: Call, token: string): Promise<HttpResponse> => {
    const search = new URLSearchParams(call.query ?? {}).toString();
    const request: HttpRequest = {
      method: call.method,
      url: `${base}${call.path}${search === '' ? '' : `?${search}`}`,
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      ...(call.json === undefined ? {} : { json: call.json }),
      ...(call.jsonPieces === undefined ? {} : { jsonPieces: call.jsonPieces }),
      timeoutMs: call.timeoutMs ?? settings.timeoutMs,
    };
    try {
      return await http.send(request);
    } catch (error) {
      throw asHubFault(error);
    }
  };

  return {
    send: async (call) => {
      let replaced: string | undefined;
      return repeated(
        async () => {
          let token = call.token ?? (await tokens.current());
          let response = await once(call, token);
          if (response.status === 401 && call.token === undefined && replaced === undefined) {
            token = replaced = await tokens.after(token);
            response = await once(call, token);
          }
          const fault = faultOf(
            response,
            clock.now(),
            ORDERS.test(call.path) ? undefined : [settings.clientSecret, token],
          );
          if (fault !== undefined) throw fault;
          return response.body;
        },
        settings,
        clock,
        chance,
      );
    },
  };
}

/** An id in an address. */
export function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new Fault('hub.not_found', { detail: 'an id is empty' });
  return encodeURIComponent(id);
}
