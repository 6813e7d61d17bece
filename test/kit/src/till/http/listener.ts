import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A listening socket that can be shut and opened again at the same port. */
export class Listener {
  readonly #server: Server;
  readonly #host: string;
  #port: number;

  constructor(handle: RequestListener, host: string, port: number) {
    this.#server = createServer(handle);
    this.#host = host;
    this.#port = port;
  }

  get url(): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `http://${host}:${this.#port}`;
  }

  /** Throws when the port is taken. */
  async open(): Promise<void> {
    if (this.#server.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, this.#host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
  }

  /** As `open`, but waits up to two seconds for the port. */
  async reopen(): Promise<void> {
    for (let left = 20; left > 0; left--) {
      try {
        await this.open();
        return;
      } catch {
        await sleep(100);
      }
    }
    await this.open();
  }

  /** Closes the socket and every connection: whoever connects now is refused. */
  async shut(): Promise<void> {
    if (!this.#server.listening) return;
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }
}
