import type { ServerResponse } from 'node:http';
import type { Context } from 'koa';
import { SECOND } from '@poshub-bridge/core';
import type { Change } from './feed.js';

const MOST_STREAMS = 32;

/** How often a stream that has nothing to tell shows that it lives, in milliseconds: proxies close silent ones after a minute. */
const HEARTBEAT = 15 * SECOND;

/** What a browser that does not read may leave waiting, in bytes. */
const MOST_WAITING = 65_536;

/** How long a browser waits before it comes back to a stream that broke off, in milliseconds. */
const COME_BACK = 2 * SECOND;

/** Pages that are told of changes as they happen, by server-sent events. */
export class LiveStreams {
  readonly #open = new Map<ServerResponse, () => boolean>();
  readonly #heartbeat: NodeJS.Timeout;
  #isOver: boolean;

  /** @param stopping aborts when the host stops: all streams end */
  constructor(
    stopping: AbortSignal,
    private readonly limits = { streams: MOST_STREAMS, heartbeat: HEARTBEAT },
  ) {
    this.#heartbeat = setInterval(() => this.#write(': still here\n\n'), limits.heartbeat).unref();
    this.#isOver = stopping.aborted;
    stopping.addEventListener('abort', () => this.#end(), { once: true });
  }

  /**
   * Answers with a stream, or that there are enough of them.
   * @param isWelcome whether who asked may still listen; looked at before anything is told
   */
  open(ctx: Context, isWelcome: () => boolean): void {
    if (this.#isOver || this.#open.size >= this.limits.streams) {
      ctx.status = 503;
      ctx.set('Retry-After', '30');
      ctx.body = '';
      return;
    }
    // nginx would otherwise hold events back until they fill a buffer.
    ctx.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
    ctx.status = 200;
    if (ctx.method === 'HEAD') return;
    ctx.respond = false;
    const { res } = ctx;
    this.#open.set(res, isWelcome);
    res.once('close', () => this.#open.delete(res));
    res.write(`retry: ${COME_BACK}\n\n`);
  }

  tell(change: Change): void {
    const { kind } = change;
    const id = 'id' in change ? change.id : undefined;
    this.#write(`event: change\ndata: ${JSON.stringify({ kind, id })}\n\n`);
  }

  /** Ends the streams of those who may listen no longer. */
  review(): void {
    for (const [res, isWelcome] of this.#open) if (!isWelcome()) res.end();
  }

  #write(text: string): void {
    this.review();
    for (const [res] of this.#open) {
      if (res.writableLength > MOST_WAITING) res.destroy();
      else if (!res.writableEnded) res.write(text);
    }
  }

  #end(): void {
    this.#isOver = true;
    clearInterval(this.#heartbeat);
    for (const [res] of this.#open) res.end();
  }
}
