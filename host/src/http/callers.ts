import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * What is going on over a connection. It is kept with the connection, not in a set of answers: of a set that many pass
 * through, the former tables hold on to each other and to all who were in them, so that no small collection of garbage
 * frees an answer or what it was made of. That cost a busy host as much as everything else.
 */
interface Line {
  /** The answer that was begun last, while it is not sent. Who asks on before the answer comes has several under way. */
  answer: ServerResponse | undefined;
  /** The answer that is complete and not read yet, and since when. */
  unread: { readonly answer: ServerResponse; readonly since: number } | undefined;
}

/** What {@link Callers} looks at; the server's limits say what each means. */
interface Limits {
  readonly connections: number;
  readonly answerMs: number;
  readonly lookEveryMs: number;
}

/**
 * Who is connected to a server. Connections that wait, or send drop by drop, don't keep others out: where there are as many
 * as there may be, a new one takes the place of the one that owes its request for longest. Nor may an answer wait for ever
 * to be read.
 */
export class Callers {
  readonly #open = new Map<Socket, Line>();
  /** The open connections that may owe a request, longest first; who waits for an answer is taken out when it is met. */
  readonly #owing = new Set<Socket>();
  readonly #limits: Limits;
  readonly #look: NodeJS.Timeout;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#look = setInterval(() => this.#hangUpOnDeaf(), limits.lookEveryMs).unref();
  }

  /** Makes room for a connection, or closes it where everybody else waits for an answer. */
  come(socket: Socket): void {
    if (this.#open.size >= this.#limits.connections) {
      const longest = this.#longestOwing();
      this.#close(longest ?? socket);
      if (longest === undefined) return;
    }
    this.#open.set(socket, { answer: undefined, unread: undefined });
    this.#owing.add(socket);
    socket.once('close', () => this.#forget(socket));
  }

  /** A request has begun: its headers have come. */
  ask(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const line = this.#open.get(socket);
    if (line === undefined) return;
    line.answer = response;
    this.#owing.add(socket);
    response.once('prefinish', () => (line.unread = { answer: response, since: performance.now() }));
    response.once('close', () => {
      if (line.unread?.answer === response) line.unread = undefined;
      if (line.answer === response) line.answer = undefined;
      if (!this.#open.has(socket)) return;
      this.#owing.delete(socket);
      this.#owing.add(socket);
    });
  }

  /** The last answer of each connection, where it is not sent yet. */
  get underWay(): readonly ServerResponse[] {
    return [...this.#open.values()].flatMap(({ answer }) => answer ?? []);
  }

  /** Nobody is looked after any more. */
  dismiss(): void {
    clearInterval(this.#look);
  }

  #hangUpOnDeaf(): void {
    const since = performance.now() - this.#limits.answerMs;
    for (const [socket, { unread }] of this.#open)
      if (unread !== undefined && unread.since < since) this.#close(socket);
  }

  /** Whose last request has come as a whole owes nothing: neither its end nor its answer need be read to know that. */
  #longestOwing(): Socket | undefined {
    for (const socket of this.#owing) {
      const answer = this.#open.get(socket)?.answer;
      if (answer?.req.complete !== true) return socket;
      this.#owing.delete(socket);
    }
    return undefined;
  }

  #close(socket: Socket): void {
    this.#forget(socket);
    socket.destroy();
  }

  #forget(socket: Socket): void {
    this.#open.delete(socket);
    this.#owing.delete(socket);
  }
}
