import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an echo answers: as it should, with a status and all that it was sent, with text that is none, or not at all. */
export type Mood = number | 'fine' | 'nonsense' | 'drop';

/** An answer that is as it should be. */
export interface Fine {
  readonly status?: number;
  readonly body: unknown;
}

/** The other side of the bridge at its worst: in trouble it repeats whatever it was sent, and what it knows of guests. */
export interface Echo {
  readonly url: string;
  mood: Mood;
  /** What else it says in trouble, about orders: only there has it reason to. */
  gossip: string;
  stop(): Promise<void>;
}

/** @param fine answers a request while the mood is fine */
export async function startEcho(fine: (request: IncomingMessage, body: string) => Fine | Promise<Fine>): Promise<Echo> {
  const server = createServer((request, response) => {
    void textOf(request).then(async (body) => {
      if (echo.mood === 'drop') response.destroy();
      else if (echo.mood === 'fine') {
        const { status = 200, body: answer } = await fine(request, body);
        send(response, status, answer);
      } else if (echo.mood === 'nonsense') send(response, 200, said(request, body));
      else send(response, echo.mood, said(request, body));
    });
  });

  /** The same in every place where an API may have a message. */
  function said({ headers, url = '' }: IncomingMessage, body: string): unknown {
    // The bridge cuts long messages: what matters most comes first.
    const gossip = url.includes('/orders') ? echo.gossip : '';
    const message = `${gossip} ${headers.authorization ?? ''} ${body} ${url} ${JSON.stringify(headers)}`;
    return { error: { code: message, message, path: message }, message, data: { id: message, status: message } };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const echo: Echo = {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    mood: 'fine',
    gossip: '',
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return echo;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
