import { Fault, type AdapterContext, type FaultCode, type HttpResponse, type Session } from '@poshub-bridge/core';
import type { ValidateFunction } from 'ajv';
import { guard } from './guard.js';
import { manifest, type SquareCredentials, type SquareSettings } from './manifest.js';
import { isErrorBody } from './wire.js';

/** The version of Square's API that the adapter was written for; every call asks for it. */
export const SQUARE_VERSION = '2025-08-20';

export interface SquareRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With its query, from the root: `/v2/orders`. */
  readonly path: string;
  readonly json?: unknown;
  /** Whether it changes nothing, although it is a POST. */
  readonly readOnly?: boolean;
}

/** What Square does not want to do: a status of 4xx that is neither about the token nor about the pace. */
export interface Refusal {
  readonly status: number;
  /** Square's own word for it; `unknown` where the answer has none. */
  readonly code: string;
  /** What in the body is at fault: `order.line_items[0].catalog_object_id`. */
  readonly field?: string;
}

export type SquareAnswer =
  { readonly refusal: Refusal } | { readonly refusal?: undefined; readonly response: HttpResponse };

/** Calls Square, and says what went wrong in the bridge's own words. */
export interface SquareClient {
  /**
   * @throws Fault `credentials.expired`, `credentials.revoked`, `credentials.invalid` (a permission is missing),
   *   `vendor.rate_limited`; `vendor.no_answer` where the call may have taken effect, `vendor.unavailable` where it has
   *   none; `vendor.unreadable`
   */
  send(session: Session, request: SquareRequest): Promise<SquareAnswer>;
  /** A call without a merchant's token. A 401 is a refusal here. @throws Fault as `send` */
  sendAs(authorization: string | undefined, request: SquareRequest): Promise<SquareAnswer>;
  /**
   * Asks, and reads the answer.
   * @param missing what 404 means there
   * @throws Fault as `send`, and `vendor.refused` for a refusal
   */
  ask<T>(session: Session, request: SquareRequest, form: ValidateFunction<T>, missing?: FaultCode): Promise<T>;
}

const isCredentials = guard<SquareCredentials>(manifest.credentials);

/** The credentials of a session. @throws Fault `credentials.invalid` where they are none of Square's */
export function credentialsOf({ credentials }: Session): SquareCredentials {
  if (isCredentials(credentials)) return credentials;
  throw new Fault('credentials.invalid', { detail: 'what is stored are no tokens of Square' });
}

/** Where Square is, without a slash at its end. */
export function rootOf({ baseUrl, environment }: SquareSettings): string {
  const own = environment === 'sandbox' ? 'https://connect.squareupsandbox.com' : 'https://connect.squareup.com';
  return (baseUrl ?? own).replace(/\/+$/, '');
}

export function createClient({ settings, http, clock }: AdapterContext<SquareSettings>): SquareClient {
  const root = rootOf(settings);

  async function sendAs(authorization: string | undefined, request: SquareRequest): Promise<SquareAnswer> {
    const { path, ...rest } = request;
    const response = await http.send({
      ...rest,
      url: root + path,
      headers: {
        'square-version': SQUARE_VERSION,
        ...(authorization === undefined ? {} : { authorization }),
      },
    });
    const { status } = response;
    if (status >= 200 && status < 300) return { response };
    const refusal = refusalOf(response);
    if (status === 429) throw slowDown(response, clock.now());
    if (status === 408 || status >= 500) {
      const changesNothing = request.method === 'GET' || request.readOnly === true;
      throw new Fault(changesNothing ? 'vendor.unavailable' : 'vendor.no_answer', { detail: wordsOf(refusal) });
    }
    if (status >= 400) return { refusal };
    throw new Fault('vendor.unreadable', { detail: `${request.method} was answered with ${status}` });
  }

  async function send(session: Session, request: SquareRequest): Promise<SquareAnswer> {
    const answer = await sendAs(`Bearer ${credentialsOf(session).accessToken}`, request);
    if (answer.refusal?.status === 401 || answer.refusal?.status === 403) throw noAccess(answer.refusal);
    return answer;
  }

  return {
    send,
    sendAs,
    ask: async (session, request, form, missing) => {
      const answer = await send(session, request);
      if (answer.refusal !== undefined) throw refused(answer.refusal, missing);
      return read(answer.response, form);
    },
  };
}

/** The body of an answer. @throws Fault `vendor.unreadable` naming the field, never its value */
export function read<T>({ body, status }: HttpResponse, form: ValidateFunction<T>): T {
  return parse(body, form, `an answer of status ${status}`);
}

/** A value of this form. @throws Fault `vendor.unreadable` naming the field, never its value */
export function parse<T>(value: unknown, form: ValidateFunction<T>, what: string): T {
  if (form(value)) return value;
  const mistake = form.errors?.[0];
  throw new Fault('vendor.unreadable', {
    detail: `${what}: ${mistake?.instancePath ?? ''} ${mistake?.message ?? 'has another form'}`,
  });
}

/** A refusal that has no better name. */
export function refused(refusal: Refusal, missing: FaultCode = 'vendor.refused'): Fault {
  return new Fault(refusal.status === 404 ? missing : 'vendor.refused', { detail: wordsOf(refusal) });
}

/** The refusal in the words that may be shown. */
export function wordsOf({ status, code, field }: Refusal): string {
  return `Square says ${status} ${code}${field === undefined ? '' : `, ${field}`}`;
}

/** Square tells tokens that ended from those that were withdrawn; a token that it does not know may just be old. */
function noAccess(refusal: Refusal): Fault {
  const detail = wordsOf(refusal);
  if (refusal.code === 'ACCESS_TOKEN_REVOKED') return new Fault('credentials.revoked', { detail });
  if (refusal.status === 401) return new Fault('credentials.expired', { detail });
  // The merchant must agree anew to what the application asks for by now; anything else is the application's own matter.
  return new Fault(refusal.code === 'INSUFFICIENT_SCOPES' ? 'credentials.invalid' : 'vendor.refused', { detail });
}

const CODE = /^[A-Z0-9_]{1,80}$/;
const FIELD = /^[A-Za-z0-9_.[\]]{1,200}$/;

/** The code and the field are Square's words; its detail may repeat what a guest wrote, so that is left. */
function refusalOf({ status, body }: HttpResponse): Refusal {
  const [error] = isErrorBody(body) ? body.errors : [];
  const { code = 'unknown', field } = error ?? {};
  return {
    status,
    code: CODE.test(code) ? code : 'unknown',
    ...(typeof field === 'string' && FIELD.test(field) ? { field } : {}),
  };
}

/** Retry-After is a number of seconds, or a date of HTTP; without it the host waits longer each time. */
function slowDown({ headers }: HttpResponse, now: number): Fault {
  const wanted = headers['retry-after']?.trim() ?? '';
  const until = /^\d{1,9}$/.test(wanted) ? now + Number(wanted) * 1000 : Date.parse(wanted);
  return new Fault('vendor.rate_limited', Number.isNaN(until) ? {} : { retryAfterMs: Math.max(0, until - now) });
}
