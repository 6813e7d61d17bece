import { Fault, HOUR, isFault, type FaultCode, type HttpResponse, type Instant } from '@poshub-bridge/core';
import { guard, open } from '../guard.js';

const LONGEST_WAIT_MS = 24 * HOUR;
const LONGEST_MESSAGE = 300;

const hasError = guard<{ readonly error: string }>(open({ error: { type: 'string' } }, 'error'));
const hasMessage = guard<{ readonly message: string }>(open({ message: { type: 'string' } }, 'message'));
const hasInner = guard<{ readonly error: unknown }>(open({ error: { type: 'object' } }, 'error'));

/**
 * The fault that an answer's status stands for; undefined for a success. POS Hub's own message is the detail.
 * @param secrets what may not stand in a message even if the other side repeats it; where that can't be known, because the
 *   call is about a guest or a code, undefined: then only the status is told
 */
export function faultOf(
  response: HttpResponse,
  now: Instant,
  secrets: readonly string[] | undefined,
): Fault | undefined {
  const { status, headers, body } = response;
  if (status >= 200 && status < 300) return undefined;
  const code = codeOf(status);
  const message = secrets === undefined ? undefined : messageOf(body, secrets);
  const detail = message === undefined ? `status ${status}` : `status ${status}: ${message}`;
  const wait = retryAfterMs(headers['retry-after'], now);
  const waits = code === 'hub.rate_limited' || code === 'hub.unavailable';
  return new Fault(code, { detail, ...(waits && wait !== undefined ? { retryAfterMs: wait } : {}) });
}

function codeOf(status: number): FaultCode {
  if (status === 401) return 'hub.unauthorized';
  if (status === 403) return 'hub.forbidden';
  if (status === 404) return 'hub.not_found';
  if (status === 429) return 'hub.rate_limited';
  if (status === 408 || status >= 500) return 'hub.unavailable';
  return status >= 400 ? 'hub.refused' : 'hub.unreadable';
}

/** The text of an error's answer; the exact structure may vary. */
function messageOf(body: unknown, secrets: readonly string[]): string | undefined {
  const inner = hasInner(body) ? body.error : body;
  const text = hasError(inner) ? inner.error : hasMessage(inner) ? inner.message : undefined;
  if (text === undefined) return undefined;
  const safe = secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
  return safe
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_MESSAGE);
}

const HTTP_DATE = /^[A-Z][a-z]{2,8},? .*\d{4}/;

/** How long a `Retry-After` asks to wait, from seconds or a date; undefined where there is none that can be read. */
export function retryAfterMs(header: string | undefined, now: Instant): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : HTTP_DATE.test(text) ? Date.parse(text) - now : NaN;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_MS) : undefined;
}

/** Any error of the way to POS Hub in POS Hub’s words: all our calls may be repeated, so a lost answer is an outage too. */
export function asHubFault(error: unknown): unknown {
  if (!isFault(error)) return error;
  const isOutage = ['vendor.unavailable', 'vendor.no_answer', 'vendor.busy'].includes(error.code);
  const code = isOutage ? 'hub.unavailable' : error.code === 'vendor.rate_limited' ? 'hub.rate_limited' : undefined;
  if (code === undefined) return error;
  return new Fault(code, {
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    cause: error,
  });
}
