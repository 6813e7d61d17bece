import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Chance, Clock, Log, LogFields, PosHub } from '@poshub-bridge/core';
import { createPosHub } from '#pos-hub/index.js';
import { createTestHttpClient } from '../../../support/http-client.js';
import type { Fields } from './orders.js';
import { settingsOf } from './settings.js';

/** A request as the server got it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  /** JSON or form, whichever it was. */
  readonly body: unknown;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the server does with a request: answers, never answers, or drops the connection. */
export type Behaviour = (request: Received, count: number) => Reply | 'silence' | 'drop' | Promise<Reply>;

/** A clock whose waits take no time, and are written down. */
export class TestClock implements Clock {
  time = Date.parse('2026-03-01T12:00:00Z');
  readonly waits: number[] = [];

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }
}

export class TestLog implements Log {
  readonly lines: { readonly event: string; readonly fields: LogFields }[] = [];

  readonly #note = (event: string, fields: LogFields = {}): void => {
    this.lines.push({ event, fields });
  };
  debug = this.#note;
  info = this.#note;
  warn = this.#note;
  error = this.#note;
}

export interface TestHub {
  readonly hub: PosHub;
  readonly clock: TestClock;
  readonly log: TestLog;
  /** Requests to the token endpoint. */
  readonly tokens: readonly Received[];
  /** All other requests. */
  readonly calls: readonly Received[];
  stop(): Promise<void>;
}

export interface TestHubOptions {
  readonly settings?: Fields;
  readonly api?: Behaviour;
  readonly token?: Behaviour;
}

const chance: Chance = { number: () => 0.5, id: () => 'an id' };

/** A server on the loopback that answers as it is told, and a client that talks with it. */
export async function startHub({ settings = {}, api, token }: TestHubOptions): Promise<TestHub> {
  const [tokens, calls]: [Received[], Received[]] = [[], []];
  const server = createServer((request, response) => {
    void readRequest(request).then(async (received) => {
      const isToken = received.path === '/oauth2/token';
      const list = isToken ? tokens : calls;
      list.push(received);
      const behave = isToken ? (token ?? giveToken) : (api ?? (() => ({ status: 404 })));
      reply(await behave(received, list.length), request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const [clock, log] = [new TestClock(), new TestLog()];
  return {
    hub: createPosHub({
      settings: settingsOf({ baseUrl: `http://127.0.0.1:${portOf(server.address())}`, ...settings }),
      http: createTestHttpClient(),
      clock,
      chance,
      log,
    }),
    clock,
    log,
    tokens,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Tokens of an hour: `token-1`, `token-2`, … */
export const giveToken: Behaviour = (_, count) => ({
  body: { access_token: `token-${count}`, token_type: 'Bearer', scope: 'orders.read', expires_in: 3600 },
});

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://hub');
  const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  const body: unknown =
    text === '' ? undefined : isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body,
  };
}

function reply(answer: Reply | 'silence' | 'drop', request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'silence') return;
  if (answer === 'drop') {
    request.socket.destroy();
    return;
  }
  const { status = 200, headers = {}, body } = answer;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
