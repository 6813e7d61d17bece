import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Many merchants' tills, a process of its own: each of their stores is the one store of the till behind. Told
 * `{ holes: [store, …] }`, it never answers what these ask for, until it is told otherwise. A merchant's key begins with the
 * store's name: `shop-7~key`. Usage: tills.js URL STORE
 */
const [, , till = '', store = ''] = process.argv;
const agent = new Agent({ keepAlive: true });
let holes: ReadonlySet<string> = new Set();

const server = createServer((asked, answer) => {
  const [shop = '', key = ''] = (asked.headers.authorization ?? '').replace(/^Bearer /, '').split('~');
  if (holes.has(shop)) asked.resume();
  // The till behind would tell all stores of each one's news.
  else if (asked.url?.startsWith('/v1/webhooks') === true) answer.end('{"url":null}');
  else forward(asked, answer, asked.url?.replace(shop, store) ?? '', key);
});

function forward(asked: IncomingMessage, answer: ServerResponse, path: string, key: string): void {
  const { method, headers } = asked;
  const behind = request(`${till}${path}`, { agent, method, headers: { ...headers, authorization: `Bearer ${key}` } });
  behind.on('error', () => answer.destroy());
  behind.on('response', (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  });
  asked.pipe(behind);
}

process.on('message', (told: unknown) => {
  if (typeof told !== 'object' || told === null || !('holes' in told) || !Array.isArray(told.holes)) return;
  holes = new Set(told.holes.map(String));
  process.send?.({ done: true });
});
process.once('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.({ listening: { url: `http://127.0.0.1:${port}` } });
});
