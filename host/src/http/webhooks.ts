import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { demandJson, headersOf, readBody, type Requested } from './body.js';
import type { HttpDeps } from './deps.js';
import { nameRequest } from './request-id.js';

/** Where POS Hub sends its events. */
export const WEBHOOKS = '/poshub/webhooks';

/** How POS Hub's events are taken in: by far the most of what a host is sent, and never enough of them at once. */
export interface Webhooks {
  /**
   * Verifies and stores one event; gives the answer's body. POS Hub documents 200 as the one sign of success.
   * @throws Fault `request.…`, `storage.unavailable`
   */
  take(request: Requested, requestId: string): Promise<string>;
  /**
   * Answers the events that are taken without any layer between, which would cost as much as all the rest. What is refused
   * goes the usual way, and so does every other request.
   */
  before(usual: RequestListener): RequestListener;
}

export function createWebhooks({ services, log, bodyBytes, trustProxy = false }: HttpDeps): Webhooks {
  /** Events that were refused, on their way to {@link Webhooks.take}. */
  const refused = new WeakMap<IncomingMessage, Promise<string>>();

  async function take(request: Requested, requestId: string): Promise<string> {
    demandJson(request);
    const body = await readBody(request, bodyBytes);
    const { envelope, outcome } = await services.receiving.receive(body, headersOf(request));
    const { id: eventId, connectionId, objectType, orderId } = envelope;
    log.info('event received', { requestId, eventId, connectionId, orderId, objectType, outcome });
    return JSON.stringify({ data: { eventId, outcome } });
  }

  return {
    take: (request, requestId) => refused.get(request.req) ?? take(request, requestId),
    before: (usual) => (request, response) => {
      if (request.method !== 'POST' || request.url !== WEBHOOKS) {
        usual(request, response);
        return;
      }
      // Asked for now, and kept by Node: where a connection breaks off, nobody can tell any more who is to be counted.
      Reflect.get(request.socket, 'remoteAddress');
      const requestId = nameRequest(request, trustProxy);
      const taking = take({ req: request }, requestId);
      taking.then(
        (text) => answer(response, text, requestId),
        () => {
          refused.set(request, taking);
          usual(request, response);
        },
      );
    },
  };
}

function answer(response: ServerResponse, text: string, requestId: string): void {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
  });
  response.end(text);
}
