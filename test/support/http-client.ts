import { request as requestHttp, type ClientRequest } from 'node:http';
import { Fault, type HttpClient, type HttpRequest, type HttpResponse } from '@poshub-bridge/core';

/** An HttpClient for tests, over node:http: it goes nowhere but to the loopback, and keeps no connection open. */
export function createTestHttpClient(timeoutMs = 5_000): HttpClient {
  return { send: (request) => send(request, request.timeoutMs ?? timeoutMs) };
}

const NEVER_ARRIVED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

function send(request: HttpRequest, timeoutMs: number): Promise<HttpResponse> {
  const url = new URL(request.url);
  if (url.hostname !== '127.0.0.1') return Promise.reject(new Fault('outbound.not_allowed', { detail: url.hostname }));
  return new Promise((resolve, reject) => {
    const outgoing = requestHttp(url, { method: request.method, agent: false });
    const timer = setTimeout(() => outgoing.destroy(new Error('time-out')), timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      const arrived = !('code' in error && NEVER_ARRIVED.includes(String(error.code)));
      reject(new Fault(arrived ? 'vendor.no_answer' : 'vendor.unavailable', { detail: error.message, cause: error }));
    };
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('aborted', () => fail(new Error('the answer broke off')));
      incoming.on('end', () => {
        clearTimeout(timer);
        const headers = Object.fromEntries(
          Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
        );
        const body = bodyOf(Buffer.concat(chunks).toString('utf8'), headers['content-type']);
        resolve({ status: incoming.statusCode ?? 0, headers, body });
      });
    });
    write(outgoing, request);
  });
}

function write(outgoing: ClientRequest, { headers = {}, json, form }: HttpRequest): void {
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  const text =
    json !== undefined ? JSON.stringify(json) : form !== undefined ? new URLSearchParams(form).toString() : undefined;
  if (text !== undefined) {
    outgoing.setHeader('content-type', json === undefined ? 'application/x-www-form-urlencoded' : 'application/json');
    outgoing.setHeader('content-length', Buffer.byteLength(text));
  }
  outgoing.end(text);
}

function bodyOf(text: string, type = ''): unknown {
  if (text === '') return undefined;
  if (!type.includes('json')) return text;
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    return text;
  }
}
