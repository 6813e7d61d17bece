import { request as plain } from 'node:http';
import { request as secure } from 'node:https';

/** What came back from a call that the simulator made. */
export interface Answer {
  status: number;
  body: string;
}

/** How to make the call: milliseconds until it is given up, bytes of answer that are read, and a way to stop it. */
export interface PostOptions {
  timeoutMs: number;
  maxBytes: number;
  signal: AbortSignal;
}

/**
 * Posts exactly these bytes on a connection of its own. Redirects are not followed. Fails with an `Error` whose message is
 * `timeout`, `answer too large` or the network's own code.
 */
export function post(
  url: string,
  headers: Record<string, string>,
  body: Buffer,
  options: PostOptions,
): Promise<Answer> {
  const request = new URL(url).protocol === 'https:' ? secure : plain;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
    const fail = (error: unknown): void => {
      reject(new Error(reasonOf(error, options.signal.aborted ? 'closed' : signal.aborted ? 'timeout' : undefined)));
    };
    const call = request(
      url,
      { method: 'POST', agent: false, signal, headers: { ...headers, 'content-length': String(body.length) } },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > options.maxBytes) call.destroy(new Error('answer too large'));
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    call.on('error', fail);
    call.end(body);
  });
}

function reasonOf(error: unknown, known: string | undefined): string {
  if (known !== undefined) return known;
  if (!(error instanceof Error)) return 'failed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
