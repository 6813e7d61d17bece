import { Socket } from 'node:net';

/**
 * The sockets under some connections. A connection is closed with a word to the other side, and then waits for its answer:
 * on a network that went silent that is for ever. So whoever closes them can cut what stands.
 */
export class Sockets {
  readonly #standing = new Set<Socket>();

  /** What the driver makes the socket of a new connection with. */
  readonly make = (): Socket => {
    const socket = new Socket();
    this.#standing.add(socket);
    socket.once('close', () => this.#standing.delete(socket));
    return socket;
  };

  /** Ends all of them at once, without a word. */
  cut(): void {
    for (const socket of this.#standing) socket.destroy();
  }
}
