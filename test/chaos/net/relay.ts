import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';

/** How a relay treats its connections. */
export type Mood =
  /** It carries both ways. */
  | 'open'
  /** Nobody listens; what stood is broken. */
  | 'refuse'
  /** Connections are taken and stand, but nothing is carried any more, not even that one side ended its own. */
  | 'silent'
  /** What is sent arrives, and the connection breaks as soon as an answer comes back. */
  | 'cut';

/** A relay of TCP connections to a port of this machine. It retries nothing and knows nothing of what it carries. */
export class Relay {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #mood: Mood = 'open';
  #port = 0;
  #turn: Promise<void> = Promise.resolve();

  /** @param target the port of the next connection */
  constructor(private readonly target: () => number) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => this.#carry(client));
    server.listen(this.#port, '127.0.0.1', 2_048);
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  set(mood: Mood): Promise<void> {
    this.#turn = this.#turn.then(() => this.#change(mood));
    return this.#turn;
  }

  async #change(mood: Mood): Promise<void> {
    if (mood === this.#mood) return;
    const before = this.#mood;
    this.#mood = mood;
    if (mood === 'refuse') await this.close();
    // What was silent is broken, so that both sides notice.
    if (before === 'silent') this.#breakAll();
    if (before === 'refuse') await this.listen();
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#breakAll();
    if (server === undefined) return;
    server.close();
    await once(server, 'close');
  }

  #breakAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #carry(client: Socket): void {
    const server = connect({ port: this.target(), host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const breakBoth = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (bytes) => {
        if (this.#mood === 'silent') return;
        if (this.#mood === 'cut' && from === server) breakBoth();
        else if (!to.write(bytes)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
      from.on('end', () => {
        if (this.#mood !== 'silent') to.end();
      });
      from.on('error', breakBoth);
      from.on('close', () => {
        this.#sockets.delete(from);
        if (this.#mood !== 'silent') to.destroy();
      });
    }
  }
}
