import { createServer } from 'node:http';
import { once } from 'node:events';
import type { VendorRequest } from '@poshub-bridge/core';

/** Takes the vendor's webhooks and keeps them as they came. */
export interface Hooks {
  /** Where they are to be sent. */
  readonly url: string;
  /** Another address that is not the adapter's. */
  readonly foreignUrl: string;
  /** Whatever came, oldest first. */
  readonly received: readonly VendorRequest[];
  /** Waits for calls that came after the first `known`, until the judge is content. @throws Error after the patience */
  until<T>(judge: (calls: readonly VendorRequest[]) => T | undefined, patience?: number): Promise<T | undefined>;
  close(): Promise<void>;
}

export async function openHooks(): Promise<Hooks> {
  const received: VendorRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      if (request.url === '/vendor/webhooks') received.push({ headers, body: Buffer.concat(chunks) });
      response.writeHead(200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/vendor/webhooks`,
    foreignUrl: `http://127.0.0.1:${port}/somebody/else`,
    received,
    until: async (judge, patience = 5_000) => {
      for (const end = Date.now() + patience; Date.now() < end;) {
        const seen = judge(received);
        if (seen !== undefined) return seen;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return judge(received);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
