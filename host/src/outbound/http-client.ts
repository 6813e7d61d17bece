import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import axios, { isAxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import { Fault, isFault, type HttpClient, type HttpRequest, type HttpResponse } from '@poshub-bridge/core';
import { guardedLookup, refuseAddress } from './addresses.js';
import { outcomeOfFault, outcomeOfStatus, type CallOutcome } from './call-outcome.js';
import { NOT_SENT } from './not-sent.js';
import { Pacer } from './pacer.js';

export interface OutboundOptions {
  /** Where it calls: `name` or `name:port`, in lower case. Nothing else is called, and no redirect is followed. */
  readonly hosts: readonly string[];
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds for one exchange, unless the request says otherwise; so long may it wait for its turn before, too. */
  readonly timeoutMs: number;
  readonly callsPerSecond?: number;
  /** Told of each call that went out what it came to, and how many milliseconds it took without waiting for its turn. */
  readonly onCall?: (outcome: CallOutcome, milliseconds: number) => void;
}

/** The largest answer that is taken, in bytes: a catalog of 50,000 products fits. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** What axios calls a time-out: its own, or the signal's. */
const LATE = new Set(['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT']);

/** A way out that can be asked once more, when a request's turn has come, whether it still shall go. */
export interface WayOut extends HttpClient {
  /** @param allow throws where the request must not go any more */
  send(request: HttpRequest, allow?: () => void): Promise<HttpResponse>;
}

/** The way out for one target: an adapter's vendor, or POS Hub. */
export function createHttpClient(options: OutboundOptions): WayOut {
  const client = createAxios(options);
  const hosts = new Set(options.hosts.map((host) => host.toLowerCase()));
  const pacer = options.callsPerSecond === undefined ? undefined : new Pacer(options.callsPerSecond);

  return {
    send: async (request, allow) => {
      const url = allowed(request.url, hosts, options.allowPrivateAddresses);
      await pacer?.turn(request.timeoutMs ?? options.timeoutMs);
      allow?.();
      const begun = performance.now();
      try {
        const answer = answerOf(
          await client.request<string>({
            url: url.href,
            method: request.method,
            ...contentOf(request),
            ...timeoutOf(request, options),
          }),
        );
        options.onCall?.(outcomeOfStatus(answer.status), performance.now() - begun);
        return answer;
      } catch (error) {
        const fault = translate(error, request, url.host);
        options.onCall?.(outcomeOfFault(fault), performance.now() - begun);
        throw fault;
      }
    },
  };
}

function createAxios({ allowPrivateAddresses }: OutboundOptions): AxiosInstance {
  // More than jobs that run at once: those that hang leave connections to the others.
  const agent = { keepAlive: true, maxSockets: 128, ...(allowPrivateAddresses ? {} : { lookup: guardedLookup }) };
  return axios.create({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    maxRedirects: 0,
    maxContentLength: LARGEST_ANSWER,
    maxBodyLength: LARGEST_ANSWER,
    proxy: false,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });
}

function allowed(text: string, hosts: ReadonlySet<string>, allowPrivateAddresses: boolean): URL {
  if (!URL.canParse(text)) throw new Fault('outbound.not_allowed', { detail: 'what was to be called is no URL' });
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Fault('outbound.not_allowed', { detail: `the protocol ${url.protocol}` });
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (!hosts.has(url.hostname) && !hosts.has(`${url.hostname}:${port}`))
    throw new Fault('outbound.not_allowed', { detail: `the host ${url.host}` });
  if (!allowPrivateAddresses) refuseAddress(url.hostname);
  return url;
}

function contentOf({ headers, json, jsonPieces, form }: HttpRequest): {
  readonly headers: Record<string, string>;
  readonly data?: string | Readable;
} {
  const accept = { accept: 'application/json', ...headers };
  if (jsonPieces !== undefined) {
    // With its length: not everybody takes a body whose end shows only when it comes.
    const length = jsonPieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    return {
      headers: { ...accept, 'content-type': 'application/json', 'content-length': String(length) },
      data: Readable.from(jsonPieces, { objectMode: false }),
    };
  }
  if (json !== undefined)
    return { headers: { ...accept, 'content-type': 'application/json' }, data: JSON.stringify(json) };
  if (form !== undefined)
    return {
      headers: { ...accept, 'content-type': 'application/x-www-form-urlencoded' },
      data: new URLSearchParams(form).toString(),
    };
  return { headers: accept };
}

/** axios' own time-out does not cover a connection that never opens; the signal covers all. */
function timeoutOf(
  request: HttpRequest,
  { timeoutMs }: OutboundOptions,
): { readonly timeout: number; readonly signal: AbortSignal } {
  const timeout = request.timeoutMs ?? timeoutMs;
  return { timeout, signal: AbortSignal.timeout(timeout) };
}

function answerOf(response: AxiosResponse<string>): HttpResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers))
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  return { status: response.status, headers, body: parseBody(response.data, headers['content-type'] ?? '') };
}

function parseBody(text: string, type: string): unknown {
  if (text === '') return undefined;
  if (!/\bjson\b/i.test(type)) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return text;
  }
}

function translate(error: unknown, request: HttpRequest, host: string): Fault {
  if (isFault(error)) return error;
  const code = isAxiosError(error) ? (error.code ?? '') : '';
  const inner: unknown = error instanceof Error ? error.cause : undefined;
  if (isFault(inner)) return inner;
  const detail = `${request.method} ${host}: ${LATE.has(code) ? 'no answer in time' : code || 'broken off'}`;
  const isHarmless = request.method === 'GET' || request.readOnly === true;
  // The cause is named, not kept: axios' errors carry the request with its secrets.
  return new Fault(isHarmless || NOT_SENT.has(code) ? 'vendor.unavailable' : 'vendor.no_answer', { detail });
}
