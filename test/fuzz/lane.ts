import { connect, type Socket } from 'node:net';
import { AnswerReader, type Answer } from './answers.js';
import type { Item } from './requests.js';

/** What came of an item. */
export interface Heard {
  readonly answers: readonly Answer[];
  /** What was wrong with how it was answered. */
  readonly wrong?: string;
}

/** So long an answer may take, in milliseconds: whoever waits longer was forgotten. */
const PATIENCE = 60_000;

/** Speaks HTTP by hand over one connection at a time, and keeps it where that is allowed. */
export class Lane {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends an item and gives what was answered, as its manner wants it. */
  async send(item: Item): Promise<Heard> {
    if (item.manner !== 'whole' || this.#socket?.writable !== true) this.close();
    const socket = this.#socket ?? (await opened(this.#port));
    this.#socket = socket;
    try {
      const heard = await exchange(socket, item);
      if (heard.wrong !== undefined || heard.answers.at(-1)?.isLast === true) this.close();
      return heard;
    } finally {
      if (item.manner !== 'whole') this.close();
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject).once('connect', () => {
      socket.off('error', reject).on('error', () => undefined);
      resolve(socket);
    });
  });
}

function exchange(socket: Socket, { manner, methods, pieces, isLarge }: Item): Promise<Heard> {
  return new Promise((resolve) => {
    const reader = new AnswerReader();
    const answers: Answer[] = [];
    const timer = setTimeout(() => {
      end('there was no answer');
      socket.destroy();
    }, PATIENCE);
    const take = (isOver: boolean): void => {
      try {
        for (;;) {
          const answer = reader.next(methods[answers.length] ?? 'GET', isOver);
          if (answer === undefined) break;
          answers.push(answer);
        }
      } catch (error) {
        end(`an answer ${error instanceof Error ? error.message : 'is broken'}`);
        socket.destroy();
        return;
      }
      const isDone = manner === 'whole' && (answers.length >= methods.length || answers.at(-1)?.isLast === true);
      if (isDone)
        end(answers.length > methods.length || reader.isAmid ? 'more was answered than was asked' : undefined);
    };
    const hear = (bytes: Buffer): void => {
      reader.add(bytes);
      if (manner !== 'half') take(false);
    };
    const lose = (): void => {
      take(true);
      if (manner === 'whole' && answers.length === 0 && !isLarge) end('the connection ended without an answer');
      else end(manner !== 'half' && reader.isAmid ? 'an answer broke off' : undefined);
    };
    const end = (wrong: string | undefined): void => {
      clearTimeout(timer);
      socket.off('data', hear).off('close', lose);
      resolve({ answers, ...(wrong === undefined ? {} : { wrong }) });
    };
    socket.on('data', hear).once('close', lose);
    void write(socket, pieces).then(() => {
      if (manner === 'broken') socket.end();
      if (manner === 'half') setImmediate(() => socket.destroy());
    });
  });
}

/** Each piece in a packet of its own, as far as that can be had. */
async function write(socket: Socket, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    if (!socket.writable) return;
    await new Promise<void>((resolve) => socket.write(piece, () => resolve()));
  }
}
