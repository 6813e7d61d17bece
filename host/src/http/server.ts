import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault, SECOND } from '@poshub-bridge/core';
import { Callers } from './callers.js';
import type { Entrance } from './door.js';

/** A server that listens. */
export interface Listening {
  /** With the port that was really taken. */
  readonly address: AddressInfo;
  /** Accepts no more, ends idle connections, and resolves when the last answer was sent or the time (milliseconds) is over. */
  close(withinMs: number): Promise<void>;
}

/** What a server puts up with; all times in milliseconds. */
export interface ServerLimits {
  /** How long a request's headers may take, from its first byte or from the connection's beginning. */
  readonly headersMs: number;
  /** How long a request may take, its body included. */
  readonly requestMs: number;
  /** How long a caller may take to read an answer, from its last word on. */
  readonly answerMs: number;
  /** How often the three above are looked at: what takes too long is ended that much later. */
  readonly lookEveryMs: number;
  /** How long a connection may wait for its next request. */
  readonly idleMs: number;
  /** The most connections that are open at once; for a further one, the one is closed that owes a request for longest. */
  readonly connections: number;
}

const LIMITS: ServerLimits = {
  headersMs: 10 * SECOND,
  requestMs: 30 * SECOND,
  answerMs: 30 * SECOND,
  lookEveryMs: 5 * SECOND,
  // Longer than a proxy keeps its own, so that the proxy never sends into a connection that is being closed.
  idleMs: 65 * SECOND,
  connections: 10_000,
};

/**
 * Listens, with limits against callers that are slow on purpose or come without end.
 * @throws Fault `config.invalid` when the address can't be had
 */
export async function listen(
  app: Entrance,
  { host, port }: { readonly host: string; readonly port: number },
  changes: Partial<ServerLimits> = {},
): Promise<Listening> {
  const limits = { ...LIMITS, ...changes };
  const handle = app.callback();
  const callers = new Callers(limits);
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.lookEveryMs,
      keepAliveTimeout: limits.idleMs,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      callers.ask(request, response);
      if (!server.listening) endAfter(response);
      void handle(request, response);
    },
  );
  server.maxHeadersCount = 100;
  server.on('connection', (socket) => {
    callers.come(socket);
  });
  server.on('close', () => {
    callers.dismiss();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new Fault('config.invalid', {
          detail: `listen: ${host}:${port} can’t be had (${'code' in error ? String(error.code) : error.name})`,
          cause: error,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Fault('config.invalid', { detail: 'listen: wanted a port' });
  return { address, close: (withinMs) => close(server, callers, withinMs) };
}

/** A connection that is kept alive would keep the server from closing. */
function endAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

function close(server: Server, callers: Callers, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.closeAllConnections();
    }, withinMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
    callers.underWay.forEach(endAfter);
  });
}
