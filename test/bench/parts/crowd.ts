import { connect, type Socket } from 'node:net';

/**
 * Very many connections of one who means ill, a process of its own: told `{ size }`, it opens or closes as many as that takes
 * and says `{ open }`. A quarter says nothing, a quarter sends its headers drop by drop, a quarter its body, and a quarter
 * asked once and waits. Usage: crowd.js PORT
 */
const port = Number(process.argv[2]);
const sockets = new Set<Socket>();
const OPENING = 1_000;

const WORDS = [
  '',
  'GET / HTTP/1.1\r\nHost: x\r\n',
  'POST /poshub/webhooks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{',
  'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n',
];
const DROPS = ['', 'x: y\r\n', '0', ''];

async function fill(size: number): Promise<void> {
  for (const socket of [...sockets].slice(size)) socket.destroy();
  for (let tries = 0; sockets.size < size && tries < size; tries += OPENING)
    await Promise.all(Array.from({ length: Math.min(OPENING, size - sockets.size) }, (_, index) => join(index % 4)));
}

function join(kind: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    sockets.add(socket);
    const drip = setInterval(() => socket.write(DROPS[kind] ?? ''), 4_000).unref();
    socket.on('error', () => undefined);
    socket.on('connect', () => {
      if (kind > 0) socket.write(WORDS[kind] ?? '');
      resolve();
    });
    socket.on('close', () => {
      clearInterval(drip);
      sockets.delete(socket);
      resolve();
    });
    socket.resume();
  });
}

process.on('message', (told: unknown) => {
  if (typeof told !== 'object' || told === null || !('size' in told)) return;
  void fill(Number(told.size)).then(() => process.send?.({ open: sockets.size }));
});
process.once('SIGTERM', () => process.exit(0));
process.send?.({ listening: { url: '' } });
