import { request } from 'node:http';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
  text: string;
}

export interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Calls over a connection of its own; rejects when the connection breaks before there is an answer. */
export function call(method: string, url: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
  const raw = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
  const type =
    raw === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(raw) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent: false, headers: { ...type, ...headers } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const json = answer.headers['content-type']?.startsWith('application/json') === true;
        const parsed: unknown = json ? JSON.parse(text) : undefined;
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: parsed, text });
      });
    });
    sent.on('error', reject);
    sent.end(raw);
  });
}

/** Calls one server with one bearer token. */
export class Client {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  send(method: string, path: string, { body, headers }: Sent = {}): Promise<Answer> {
    return call(method, this.url + path, { body, headers: { Authorization: `Bearer ${this.token}`, ...headers } });
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, { body, ...(headers && { headers }) });
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send('PUT', path, { body });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.send('PATCH', path, { body });
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }
}
