import { connect } from 'node:net';
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
 * @param onTaken told of each webhook that was answered 200, by its place in the list
 */
export async function fire(
  url: string,
  webhooks: readonly Webhook[],
  atOnce: number,
  onTaken: (index: number) => void = () => undefined,
): Promise<Round> {
  const { hostname, port, pathname } = new URL(url);
  const requests = webhooks.map(({ bytes, signature }) =>
    Buffer.concat([
      Buffer.from(
        `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\nX-Webhook-Signature: ${signature}\r\n\r\n`,
      ),
      bytes,
    ]),
  );
  const rest = requests.entries();
  const times: number[] = [];
  let failed = 0;
  const begun = performance.now();
  const shooters = Array.from({ length: atOnce }, () =>
    shoot(hostname, Number(port), rest, (index, milliseconds, isGood) => {
      times.push(milliseconds);
      if (isGood) onTaken(index);
      else failed += 1;
    }),
  );
  await Promise.all(shooters);
  const seconds = (performance.now() - begun) / 1_000;
  times.sort((a, b) => a - b);
  return { perSecond: webhooks.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), failed };
}

/** Over one connection, posts what is left, one request after the other. A connection that is lost ends it. */
function shoot(
  host: string,
  port: number,
  requests: Iterator<readonly [index: number, bytes: Buffer]>,
  note: (index: number, milliseconds: number, isGood: boolean) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let got = '';
    let start = 0;
    /** The place of the one that is not answered yet. */
    let waiting: number | undefined;
    const proceed = (): void => {
      const next = requests.next();
      if (next.done === true) {
        socket.destroy();
        return;
      }
      const [index, bytes] = next.value;
      waiting = index;
      start = performance.now();
      socket.write(bytes);
    };
    const answered = (isGood: boolean): void => {
      if (waiting !== undefined) note(waiting, performance.now() - start, isGood);
      waiting = undefined;
    };
    const hear = (length: number, buffer: Uint8Array): boolean => {
      got += Buffer.from(buffer.buffer, buffer.byteOffset, length).toString('latin1');
      if (!isWhole(got)) return true;
      answered(got.startsWith('200', 9));
      got = '';
      proceed();
      return true;
    };
    const onread = { buffer: Buffer.alloc(16_384), callback: hear };
    const socket = connect({ host, port, noDelay: true, onread });
    socket.once('connect', proceed).once('close', () => {
      answered(false);
      resolve();
    });
    socket.on('error', () => undefined);
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
