import pg from 'pg';
import { SECOND } from '@poshub-bridge/core';
import { connectionTo } from './pool.js';
import { postgresFault } from './postgres-faults.js';
import type { Sockets } from './sockets.js';

/** How often the session says that it lives, and when the server gives up one that does not; in milliseconds. */
const [BEAT, SILENCE] = [10 * SECOND, 30 * SECOND];
/** How long an answer may take, in milliseconds. */
const PATIENCE = 5 * SECOND;

/** One session of PostgreSQL that holds advisory locks. Once it is lost it stays so. */
export class LockSession {
  readonly #client: pg.Client;
  #beats: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isLost = false;

  private constructor(url: string, sockets: Sockets) {
    this.#client = new pg.Client(connectionTo(url, { answerMs: PATIENCE, sockets }));
    this.#client.on('error', () => this.#lose());
    this.#client.on('end', () => this.#lose());
  }

  /** @throws Fault `storage.unavailable` */
  static async open(url: string, sockets: Sockets): Promise<LockSession> {
    const session = new LockSession(url, sockets);
    try {
      await session.#client.connect();
      // A process that hangs or can't be reached any more must not keep its locks.
      await session.#client.query(`set idle_session_timeout = ${SILENCE}`);
    } catch (error) {
      session.#lose();
      throw postgresFault(error);
    }
    session.#beats = setInterval(() => void session.#ask('select true as is').catch(() => undefined), BEAT);
    session.#beats.unref();
    return session;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether the lock is ours now. @throws Fault `storage.unavailable` */
  tryLock(key: string): Promise<boolean> {
    return this.#ask('select pg_try_advisory_lock($1) as is', key);
  }

  /** Gives a lock back; false where it was lost before. */
  unlock(key: string): Promise<boolean> {
    return this.#ask('select pg_advisory_unlock($1) as is', key).catch(() => false);
  }

  async end(): Promise<void> {
    await this.#last;
    this.#lose();
  }

  /** One question at a time. Whatever goes wrong, the session is given up: what it holds would else not be known. */
  #ask(text: string, ...values: readonly string[]): Promise<boolean> {
    const answer = this.#last.then(async () => {
      try {
        const { rows } = await this.#client.query<{ is: boolean }>(text, [...values]);
        return rows[0]?.is === true;
      } catch (error) {
        this.#lose();
        throw postgresFault(error);
      }
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  #lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    clearInterval(this.#beats);
    this.#client.end().catch(() => undefined);
  }
}
