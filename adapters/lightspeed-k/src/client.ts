import { Fault, type AdapterContext, type FaultCode, type HttpResponse, type Session } from '@poshub-bridge/core';
import type { ValidateFunction } from 'ajv';
import { guard } from './guard.js';
import { manifest, type LightspeedCredentials, type LightspeedSettings } from './manifest.js';
import { isErrorBody, isOAuthError } from './wire.js';

export interface LightspeedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query, from the root: `/o/op/1/menu/list?businessLocationId=1`. */
  readonly path: string;
  readonly json?: unknown;
  /** Whether it changes nothing, although it is a POST. */
  readonly readOnly?: boolean;
}

/** One thing that is wrong with a request, in Lightspeed's words. */
export interface Complaint {
  readonly code: string;
  /** `items[0].sku` */
  readonly field: string;
}

/** What Lightspeed does not want to do: a status of 4xx that is neither about the token nor about the pace. */
export interface Refusal {
  readonly status: number;
  /** The code of the first complaint, or of OAuth; `unknown` where there is none. */
  readonly code: string;
  readonly complaints: readonly Complaint[];
  readonly response: HttpResponse;
}

export type LightspeedAnswer =
  { readonly refusal: Refusal } | { readonly refusal?: undefined; readonly response: HttpResponse };

/** Calls Lightspeed, and says what went wrong in the bridge's own words. */
export interface LightspeedClient {
  /**
   * @throws Fault `credentials.expired`, `credentials.invalid` (the scope is missing), `vendor.rate_limited`;
   *   `vendor.no_answer` where the call may have taken effect, `vendor.unavailable` where it has none; `vendor.unreadable`
   */
  send(session: Session, request: LightspeedRequest): Promise<LightspeedAnswer>;
  /**
   * Asks, and reads the answer.
   * @param missing what 404 means there
   * @throws Fault as `send`, and `vendor.refused` for a refusal
   */
  ask<T>(session: Session, request: LightspeedRequest, form: ValidateFunction<T>, missing?: FaultCode): Promise<T>;
}

const isCredentials = guard<LightspeedCredentials>(manifest.credentials);

/** The credentials of a session. @throws Fault `credentials.invalid` where they are none of Lightspeed's */
export function credentialsOf({ credentials }: Pick<Session, 'credentials'>): LightspeedCredentials {
  if (isCredentials(credentials)) return credentials;
  throw new Fault('credentials.invalid', { detail: 'what is stored are no tokens of Lightspeed' });
}

export function createClient({ http, clock, ...context }: AdapterContext<LightspeedSettings>): LightspeedClient {
  const root = rootOf(context.settings);

  async function send(session: Session, request: LightspeedRequest): Promise<LightspeedAnswer> {
    const { path, ...rest } = request;
    const headers = { authorization: `Bearer ${credentialsOf(session).accessToken}`, accept: 'application/json' };
    const response = await http.send({ ...rest, url: root + path, headers });
    const changesNothing = request.method === 'GET' || request.readOnly === true;
    const answer = judge(response, changesNothing, clock.now());
    const { refusal } = answer;
    if (refusal?.status === 401) throw new Fault('credentials.expired', { detail: wordsOf(refusal) });
    if (refusal?.status === 403)
      throw new Fault(refusal.code === 'insufficient_scope' ? 'credentials.invalid' : 'vendor.refused', {
        detail: wordsOf(refusal),
      });
    return answer;
  }

  return {
    send,
    ask: async (session, request, form, missing) => {
      const answer = await send(session, request);
      if (answer.refusal !== undefined) throw refused(answer.refusal, missing);
      return read(answer.response, form);
    },
  };
}

/** Where the API is, without a slash at its end. */
export function rootOf({ baseUrl, environment }: Pick<LightspeedSettings, 'baseUrl' | 'environment'>): string {
  const own = environment === 'trial' ? 'https://api.trial.lsk.lightspeed.app' : 'https://api.lsk.lightspeed.app';
  return (baseUrl ?? own).replace(/\/+$/, '');
}

/** An answer, or a refusal. @throws Fault for what is neither: too fast, an outage, something strange */
export function judge(response: HttpResponse, changesNothing: boolean, now: number): LightspeedAnswer {
  const { status } = response;
  if (status >= 200 && status < 300) return { response };
  const refusal = refusalOf(response);
  if (status === 429) throw slowDown(response, now);
  if (status === 408 || status >= 500)
    throw new Fault(changesNothing ? 'vendor.unavailable' : 'vendor.no_answer', { detail: wordsOf(refusal) });
  if (status >= 400) return { refusal };
  throw new Fault('vendor.unreadable', { detail: `it was answered with ${status}` });
}

/** The body of an answer. @throws Fault `vendor.unreadable` naming the field, never its value */
export function read<T>({ body, status }: HttpResponse, form: ValidateFunction<T>): T {
  return parse(body, form, `an answer of status ${status}`);
}

/** A value of this form. @throws Fault `vendor.unreadable` naming the field, never its value */
export function parse<T>(value: unknown, form: ValidateFunction<T>, what: string): T {
  if (form(value)) return value;
  // Of a field that may be null as well, the last word is that it matches neither; the ones before say what is wrong.
  const mistake = form.errors?.find(({ keyword, message }) => keyword !== 'anyOf' && message !== 'must be null');
  throw new Fault('vendor.unreadable', {
    detail: `${what}: ${mistake?.instancePath ?? ''} ${mistake?.message ?? 'has another form'}`,
  });
}

/** A refusal that has no better name. */
export function refused(refusal: Refusal, missing: FaultCode = 'vendor.refused'): Fault {
  return new Fault(refusal.status === 404 ? missing : 'vendor.refused', { detail: wordsOf(refusal) });
}

/** The refusal in the words that may be shown. */
export function wordsOf({ status, code, complaints: [first] }: Refusal): string {
  return `Lightspeed says ${status} ${code}${first === undefined || first.field === '' ? '' : `, ${first.field}`}`;
}

const CODE = /^\w{1,80}$/;
const FIELD = /^[A-Za-z0-9_.[\]]{1,200}$/;

/** Codes and fields are Lightspeed's words; its messages may repeat what a guest wrote, so they are left. */
function refusalOf(response: HttpResponse): Refusal {
  const { status, body } = response;
  const complaints = (isErrorBody(body) ? body.errors : []).map(({ code, field }) => ({
    code: typeof code === 'string' && CODE.test(code) ? code : 'unknown',
    field: typeof field === 'string' && FIELD.test(field) ? field : '',
  }));
  const said = complaints[0]?.code ?? (isOAuthError(body) ? body.error : '');
  return { status, code: CODE.test(said) ? said : 'unknown', complaints, response };
}

/** Retry-After is a number of seconds, or a date of HTTP; without it the host waits longer each time. */
function slowDown({ headers }: HttpResponse, now: number): Fault {
  const wanted = headers['retry-after']?.trim() ?? '';
  const until = /^\d{1,9}$/.test(wanted) ? now + Number(wanted) * 1000 : Date.parse(wanted);
  return new Fault('vendor.rate_limited', Number.isNaN(until) ? {} : { retryAfterMs: Math.max(0, until - now) });
}
