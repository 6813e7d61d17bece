import type { RequestListener, ServerResponse } from 'node:http';

/** What a server hands requests to. */
export interface Entrance {
  callback(): (...request: Parameters<RequestListener>) => unknown;
}

/** The host's entrance, which stands before there is anybody behind it. */
export interface Door extends Entrance {
  /** From now on the requests go to the application. */
  open(app: Entrance): void;
}

/** How long a caller should wait while the host starts, in seconds. */
const PAUSE = 5;

/**
 * A door that is closed: the process is live, but takes nothing while its parts are loaded and the storage is opened and
 * migrated. POS Hub and the till are told to come again, which is better than not being answered.
 */
export function createDoor(): Door {
  let handle: ReturnType<Entrance['callback']> = answerAtStart;
  return {
    callback: () => (request, response) => handle(request, response),
    open: (app) => {
      handle = app.callback();
    },
  };
}

const answerAtStart: RequestListener = ({ method, url = '' }, response) => {
  const [path] = url.split('?');
  if (path === '/health/live' && (method === 'GET' || method === 'HEAD'))
    answer(response, 200, { data: { status: 'live' } });
  else if (path === '/health/ready') answer(response, 503, { data: { status: 'starting' } });
  else answer(response, 503, { error: 'The host is starting.' });
};

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'X-Content-Type-Options': 'nosniff',
    ...(status === 503 ? { 'Retry-After': String(PAUSE) } : {}),
  });
  response.end(text);
}
