import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault, SECOND } from '@poshub-bridge/core';
import type { Entrance } from './door.js';

/** A server that listens. */
export interface Listening {
  /** With the port that was really taken. */
  readonly address: AddressInfo;
  /** Accepts no more, ends idle connections, and resolves when the last answer was sent or the time (milliseconds) is over. */
  close(withinMs: number): Promise<void>;
}

/**
 * Listens, with limits against callers that are slow on purpose.
 * @throws Fault `config.invalid` when the address can't be had
 */
export async function listen(
  app: Entrance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const handle = app.callback();
  const underWay = new Set<ServerResponse>();
  const server = createServer(
    {
      headersTimeout: 10 * SECOND,
      requestTimeout: 30 * SECOND,
      // How often the two above are looked at.
      connectionsCheckingInterval: 5 * SECOND,
      keepAliveTimeout: 65 * SECOND,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      underWay.add(response);
      response.once('close', () => underWay.delete(response));
      if (!server.listening) endAfter(response);
      void handle(request, response);
    },
  );
  server.maxHeadersCount = 100;
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
  return { address, close: (withinMs) => close(server, underWay, withinMs) };
}

/** A connection that is kept alive would keep the server from closing. */
function endAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

function close(server: Server, underWay: ReadonlySet<ServerResponse>, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.closeAllConnections();
    }, withinMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
    underWay.forEach(endAfter);
  });
}
