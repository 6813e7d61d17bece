import { request as requestHttp, type ClientRequest } from 'node:http';
import { Fault, type HttpClient, type HttpRequest, type HttpResponse } from '@poshub-bridge/core';

export interface ClientOptions {
  /** What the adapter says that it calls: `name` or `name:port`. Nothing else is called. */
  readonly hosts: readonly string[];
  /** Milliseconds for one exchange, unless the request says otherwise. */
  readonly timeoutMs: number;
  /** Sends only what says that it changes nothing. */
  readonly dryRun?: boolean;
}

/** An adapter's way out in tests, with the host's own rules: over real connections, to this machine only. */
export interface CountingClient extends HttpClient {
  /** What the adapter asked for, refused requests too. */
  readonly asked: readonly HttpRequest[];
  /** How many exchanges are under way. */
  readonly underway: number;
}

const NEVER_ARRIVED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

export function createKitClient(options: ClientOptions): CountingClient {
  const asked: HttpRequest[] = [];
  let underway = 0;
  return {
    asked,
    get underway() {
      return underway;
    },
    send: async (request) => {
      asked.push(request);
      const url = allowed(request, options);
      underway += 1;
      return exchange(request, url, request.timeoutMs ?? options.timeoutMs).finally(() => {
        underway -= 1;
      });
    },
  };
}

function allowed({ url: text, method, readOnly }: HttpRequest, { hosts, dryRun }: ClientOptions): URL {
  if (!URL.canParse(text)) throw new Fault('outbound.not_allowed', { detail: 'what was to be called is no URL' });
  const url = new URL(text);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (!hosts.includes(url.hostname) && !hosts.includes(`${url.hostname}:${port}`))
    throw new Fault('outbound.not_allowed', { detail: `the host ${url.host}` });
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
    throw new Fault('outbound.not_allowed', { detail: `the host ${url.host} is not this machine` });
  if (dryRun === true && method !== 'GET' && readOnly !== true)
    throw new Fault('outbound.not_allowed', { detail: `${method} in a dry run` });
  return url;
}

function exchange(request: HttpRequest, url: URL, timeoutMs: number): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = requestHttp(url, { method: request.method, agent: false });
    const timer = setTimeout(() => outgoing.destroy(new Error('no answer in time')), timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      const code = 'code' in error ? String(error.code) : 'broken off';
      const harmless = request.method === 'GET' || request.readOnly === true || NEVER_ARRIVED.includes(code);
      const detail = `${request.method} ${url.host}: ${code}`;
      reject(new Fault(harmless ? 'vendor.unavailable' : 'vendor.no_answer', { detail }));
    };
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () => {
        clearTimeout(timer);
        const headers = Object.fromEntries(
          Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
        );
        const body = parsed(Buffer.concat(chunks).toString('utf8'), headers['content-type']);
        resolve({ status: incoming.statusCode ?? 0, headers, body });
      });
    });
    write(outgoing, request);
  });
}

function write(outgoing: ClientRequest, { headers = {}, json, jsonPieces, form }: HttpRequest): void {
  outgoing.setHeader('accept', 'application/json');
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  if (jsonPieces !== undefined) {
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(Buffer.concat(jsonPieces));
    return;
  }
  const text =
    json !== undefined ? JSON.stringify(json) : form !== undefined ? new URLSearchParams(form).toString() : undefined;
  if (text !== undefined) {
    outgoing.setHeader('content-type', json === undefined ? 'application/x-www-form-urlencoded' : 'application/json');
    outgoing.setHeader('content-length', Buffer.byteLength(text));
  }
  outgoing.end(text);
}

function parsed(text: string, type = ''): unknown {
  if (text === '') return undefined;
  if (!/\bjson\b/i.test(type)) return text;
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    return text;
  }
}
