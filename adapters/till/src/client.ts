import {
  Fault,
  type AdapterContext,
  type FaultCode,
  type HttpResponse,
  type Session,
  type StoreSession,
} from '@poshub-bridge/core';
import type { ValidateFunction } from 'ajv';
import { guard } from './guard.js';
import { manifest, type TillCredentials, type TillSettings } from './manifest.js';
import { isErrorBody } from './wire.js';

export interface TillRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query, from the root of the till's API: `/v1/stores`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** What the till does not want to do: a status of 4xx that is neither about the key nor about the pace. */
export interface Refusal {
  readonly status: number;
  /** The till's own word for it; `unknown` where the answer has none. */
  readonly code: string;
  /** What in the body is at fault: `lines[0].product_id`. */
  readonly path?: string;
}

export type TillAnswer =
  { readonly refusal: Refusal } | { readonly refusal?: undefined; readonly response: HttpResponse };

/** Calls the till, and says what went wrong in the bridge's own words. */
export interface TillClient {
  /**
   * @throws Fault `credentials.invalid`, `credentials.revoked`, `vendor.rate_limited`; `vendor.no_answer` where the call
   *   may have taken effect, `vendor.unavailable` where it has none; `vendor.unreadable`
   */
  send(session: Session, request: TillRequest): Promise<TillAnswer>;
  /**
   * Reads what is at a path.
   * @param missing what 404 means there
   * @throws Fault as `send`, and `vendor.refused` for a refusal
   */
  get<T>(session: Session, path: string, form: ValidateFunction<T>, missing?: FaultCode): Promise<T>;
}

const isCredentials = guard<TillCredentials>(manifest.credentials);

export function createClient({ settings, http, clock }: AdapterContext<TillSettings>): TillClient {
  const root = settings.baseUrl.replace(/\/+$/, '');

  async function send(session: Session, { path, headers, ...request }: TillRequest): Promise<TillAnswer> {
    if (!isCredentials(session.credentials)) throw new Fault('credentials.invalid', { detail: 'there is no API key' });
    const authorization = `Bearer ${session.credentials.apiKey}`;
    const response = await http.send({ ...request, url: root + path, headers: { authorization, ...headers } });
    const { status } = response;
    if (status >= 200 && status < 300) return { response };
    const refusal = refusalOf(response);
    if (status === 401) throw new Fault('credentials.invalid', { detail: wordsOf(refusal) });
    if (status === 403) throw new Fault('credentials.revoked', { detail: wordsOf(refusal) });
    if (status === 429) throw slowDown(response, clock.now());
    if (status >= 500)
      throw new Fault(request.method === 'POST' ? 'vendor.no_answer' : 'vendor.unavailable', {
        detail: wordsOf(refusal),
      });
    if (status >= 400) return { refusal };
    throw new Fault('vendor.unreadable', { detail: `${request.method} was answered with ${status}` });
  }

  return {
    send,
    get: async (session, path, form, missing) => {
      const answer = await send(session, { method: 'GET', path });
      if (answer.refusal !== undefined) throw refused(answer.refusal, missing);
      return read(answer.response, form);
    },
  };
}

/** The body of an answer. @throws Fault `vendor.unreadable` naming the field, never its value */
export function read<T>({ body, status }: HttpResponse, form: ValidateFunction<T>): T {
  if (form(body)) return body;
  const mistake = form.errors?.[0];
  throw new Fault('vendor.unreadable', {
    detail: `an answer of status ${status}: ${mistake?.instancePath ?? ''} ${mistake?.message ?? 'has another form'}`,
  });
}

/** A refusal that has no better name. */
export function refused(refusal: Refusal, missing: FaultCode = 'vendor.refused'): Fault {
  return new Fault(refusal.status === 404 ? missing : 'vendor.refused', { detail: wordsOf(refusal) });
}

/** Where a store's resources are. */
export function placeOf({ store }: StoreSession): string {
  return `/v1/stores/${encodeURIComponent(store.ref)}`;
}

/** The code and the place are the till's words; its message may repeat what a guest wrote, so that is left. */
function refusalOf({ status, body }: HttpResponse): Refusal {
  return isErrorBody(body) ? { status, ...body.error } : { status, code: 'unknown' };
}

function wordsOf({ status, code, path }: Refusal): string {
  return `the till says ${status} ${code}${path === undefined ? '' : `, ${path}`}`;
}

/** Retry-After is a number of seconds, or a date of HTTP. */
function slowDown({ headers }: HttpResponse, now: number): Fault {
  const wanted = headers['retry-after']?.trim() ?? '';
  const until = /^\d{1,9}$/.test(wanted) ? now + Number(wanted) * 1000 : Date.parse(wanted);
  return new Fault('vendor.rate_limited', Number.isNaN(until) ? {} : { retryAfterMs: Math.max(0, until - now) });
}
