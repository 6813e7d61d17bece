import {
  createServer,
  request as requestHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** A request as it came to the vendor, and what was answered. */
export interface Passed {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly mutating: boolean;
  readonly at: number;
  /** Undefined where no answer was given. */
  status?: number;
}

/**
 * What the gate does with a request. `before`: the vendor never sees it; `after`: the vendor has carried it out.
 * `half-open` answers nothing until the caller gives up.
 */
export type Mischief =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly when: 'before' | 'after';
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'lost' | 'half-open'; readonly when: 'before' | 'after' }
  | { readonly kind: 'html' | 'truncated' | 'empty' | 'other-json' }
  /** A refusal whose message quotes the whole request, as vendors' messages do. */
  | { readonly kind: 'echo'; readonly status: number };

/** Decides for each request; undefined lets it through. It may wait, and do something first. */
export type Policy = (request: Passed, index: number) => Mischief | undefined | Promise<Mischief | undefined>;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const PAGE = '<!doctype html><html><head><title>502</title></head><body><h1>Bad gateway</h1></body></html>';

/** Stands between an adapter and the fake of its vendor: passes on, keeps a log, and goes wrong where a policy says so. */
export class Gate {
  readonly log: Passed[] = [];
  #policy: Policy | undefined;
  #count = 0;
  #port = 0;
  #server: Server;
  readonly #held = new Set<ServerResponse>();

  private constructor(
    private readonly target: string,
    private readonly mutates: (method: string, path: string) => boolean,
  ) {
    this.#server = this.#make();
  }

  static async open(target: string, mutates: (method: string, path: string) => boolean): Promise<Gate> {
    const gate = new Gate(target, mutates);
    await gate.#listen();
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** From now on requests are counted anew, from 0, and the policy decides. Without one everything passes. */
  rule(policy?: Policy): void {
    this.#count = 0;
    this.#policy = policy;
    for (const response of this.#held) response.destroy();
    this.#held.clear();
  }

  /** Refuses connections while the task runs. */
  async shut<T>(task: () => Promise<T>): Promise<T> {
    await this.close();
    try {
      return await task();
    } finally {
      this.#server = this.#make();
      await this.#listen();
    }
  }

  async close(): Promise<void> {
    this.rule();
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #make(): Server {
    return createServer((request, response) => {
      void this.#handle(request, response).catch(() => response.destroy());
    });
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const [method, path] = [request.method ?? 'GET', request.url ?? '/'];
    const passed: Passed = { method, path, mutating: this.mutates(method, path), at: Date.now() };
    this.log.push(passed);
    const mischief = await this.#policy?.(passed, this.#count++);
    if (mischief !== undefined && isBefore(mischief)) {
      this.#spoil(mischief, passed, response, body);
      return;
    }
    const answer = await this.#forward(request, body);
    if (mischief === undefined) send(response, passed, answer);
    else this.#spoil(mischief, passed, response, body, answer);
  }

  #spoil(mischief: Mischief, passed: Passed, response: ServerResponse, sent: Buffer, answer?: Answer): void {
    switch (mischief.kind) {
      case 'lost':
        response.destroy();
        return;
      case 'half-open':
        this.#held.add(response);
        return;
      case 'status':
        send(response, passed, jsonAnswer(mischief.status, { error: 'made by the conformance kit' }, mischief.headers));
        return;
      case 'echo':
        send(response, passed, jsonAnswer(mischief.status, echoOf(passed, sent)));
        return;
      case 'html':
        send(response, passed, { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from(PAGE) });
        return;
      case 'other-json':
        send(response, passed, jsonAnswer(200, ['surprise']));
        return;
      case 'empty':
        send(response, passed, { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.alloc(0) });
        return;
      case 'truncated': {
        const whole = answer?.body ?? Buffer.alloc(0);
        const half = whole.subarray(0, Math.max(1, Math.floor(whole.length / 2)));
        send(response, passed, {
          status: answer?.status ?? 200,
          headers: { 'content-type': 'application/json' },
          body: half,
        });
      }
    }
  }

  #forward(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const url = new URL(incoming.url ?? '/', this.target);
    const { host: _host, connection: _connection, 'transfer-encoding': _encoding, ...headers } = incoming.headers;
    return new Promise((resolve, reject) => {
      const outgoing = requestHttp(
        url,
        { method: incoming.method ?? 'GET', headers: { ...headers, 'content-length': body.length }, agent: false },
        (answer) => {
          void bodyOf(answer).then(
            (content) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: content }),
            reject,
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

function isBefore(mischief: Mischief): boolean {
  return mischief.kind === 'echo' || ('when' in mischief && mischief.when === 'before');
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await finished(stream);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, passed: Passed, { status, headers, body }: Answer): void {
  passed.status = status;
  const { connection: _connection, 'transfer-encoding': _encoding, 'keep-alive': _alive, ...rest } = headers;
  response.writeHead(status, { ...rest, 'content-length': body.length });
  response.end(body);
}

function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** Every form in which vendors wrap a message. */
function echoOf({ method, path }: Passed, sent: Buffer): unknown {
  const message = `${method} ${path} was refused: ${sent.toString('utf8')}`;
  return {
    message,
    detail: message,
    error: { code: 'bad_request', message, detail: message },
    errors: [{ category: 'INVALID_REQUEST_ERROR', code: 'BAD_REQUEST', detail: message, message }],
  };
}
