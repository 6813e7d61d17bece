import { valueOf, Visitor, type Answer } from '../../connect/support/visitor.js';
import { TOKEN, type Desk } from './desk.js';

type Host = Pick<Desk, 'publicUrl' | 'serverUrl'>;

/** An operator's browser. */
export class Operator {
  readonly browser: Visitor;

  constructor(host: Host) {
    this.browser = new Visitor(host);
  }

  static async signedIn(host: Host): Promise<Operator> {
    const operator = new Operator(host);
    await operator.signIn();
    return operator;
  }

  get(path = ''): Promise<Answer> {
    return this.browser.get(`/console${path}`);
  }

  async signIn(token = TOKEN, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('/sign-in', { token, ...fields });
  }

  /** Sends a form with what the console's pages of this browser carry. */
  async send(
    path: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const csrf = valueOf(await this.get('/connections'), 'csrf');
    return this.browser.post(`/console${path}`, { csrf, ...fields }, headers);
  }

  /** What the stream has told so far, as it is told. */
  async listen(host: Host): Promise<Stream> {
    const cookie = [...this.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${host.serverUrl}/console/live`, { headers: { cookie } });
    return new Stream(response);
  }
}

/** A stream of server-sent events that is read as it comes. */
export class Stream {
  readonly changes: unknown[] = [];
  text = '';
  isOver = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(readonly response: Response) {
    this.#reader = response.body?.getReader();
    void this.#read().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#reader?.cancel().catch(() => undefined);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const piece = await this.#reader?.read();
      if (piece?.value === undefined) break;
      const text = decoder.decode(piece.value, { stream: true });
      this.text += text;
      const events = (rest + text).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^event: change\ndata: (.*)$/.exec(event)?.[1];
        if (data !== undefined) this.changes.push(JSON.parse(data));
      }
    }
    this.isOver = true;
  }
}
