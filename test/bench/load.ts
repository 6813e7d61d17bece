import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Webhook } from './bodies.js';

/** What a round of load came to. */
export interface Round {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

/**
 * Posts every webhook once, so many at a time, each over a connection that is kept. It speaks HTTP by hand: a client that
 * works as hard as the server would measure itself.
 */
export async function fire(url: string, webhooks: readonly Webhook[], atOnce: number): Promise<Round> {
  const { hostname, port, pathname } = new URL(url);
  const requests = webhooks.map(({ bytes, signature }) =>
    Buffer.concat([
      Buffer.from(
        `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\nX-Webhook-Signature: ${signature}\r\n\r\n`,
      ),
      bytes,
    ]),
  );
  const sockets = await Promise.all(Array.from({ length: atOnce }, () => open(hostname, Number(port))));
  const times: number[] = [];
  let [next, failed] = [0, 0];
  const begun = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      for (let bytes = requests[next++]; bytes !== undefined; bytes = requests[next++]) {
        const start = performance.now();
        if ((await ask(socket, bytes)) !== '200') failed += 1;
        times.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1_000;
  for (const socket of sockets) socket.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: webhooks.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), failed };
}

async function open(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Sends a request and answers the status, once the whole answer came. */
function ask(socket: Socket, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const take = (chunk: Buffer): void => {
      got += chunk.toString('latin1');
      if (isWhole(got)) end(got.slice(9, 12));
    };
    const lose = (): void => {
      end('lost');
    };
    const end = (status: string): void => {
      socket.off('data', take).off('close', lose);
      resolve(status);
    };
    socket.on('data', take).once('close', lose);
    socket.write(bytes);
  });
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1];
  return length !== undefined && answer.length >= end + 4 + Number(length);
}

/** The value below which a share of the sorted numbers lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function median(numbers: readonly number[]): number {
  return quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );
}
