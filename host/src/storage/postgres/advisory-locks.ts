import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Fault, type Chance, type Locks } from '@poshub-bridge/core';
import { ProcessLocks } from '../locks.js';
import { LockSession } from './lock-session.js';
import type { Sockets } from './sockets.js';

/** How long it is waited (milliseconds) before a lock that another process holds is asked for again: at first, and at most. */
const [SHORTEST_WAIT, LONGEST_WAIT] = [10, 250];

/**
 * Locks over all processes on one PostgreSQL: advisory locks of one session, which a process keeps for nothing else. However
 * many are held and nested, they take one connection; within the process they are first come, first served.
 *
 * A session that is lost takes its locks with it, and another process may have them at once. The task under such a lock
 * is not torn apart: it ends, and then the call fails with `storage.unavailable`, so that its caller does it again.
 */
export class AdvisoryLocks implements Locks {
  readonly #own = new ProcessLocks();
  readonly #url: string;
  readonly #chance: Chance;
  readonly #sockets: Sockets;
  #session: Promise<LockSession> | undefined;
  #isClosed = false;

  constructor(url: string, chance: Chance, sockets: Sockets) {
    this.#url = url;
    this.#chance = chance;
    this.#sockets = sockets;
  }

  withLock<T>(name: string, task: () => Promise<T>): Promise<T> {
    return this.#own.withLock(name, async () => {
      const key = keyOf(name);
      const session = await this.#take(key);
      let result: T;
      try {
        result = await task();
      } catch (error) {
        await session.unlock(key);
        throw error;
      }
      if (await session.unlock(key)) return result;
      throw new Fault('storage.unavailable', { detail: 'a lock was lost while its task ran' });
    });
  }

  /** Gives back whatever is still held. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#session?.catch(() => undefined))?.end();
  }

  async #take(key: string): Promise<LockSession> {
    for (let wait = SHORTEST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const session = await this.#opened();
      if (await session.tryLock(key)) return session;
      // Asked for again rather than waited for: a session that waits can do nothing else, not even give locks back.
      await setTimeout(wait * (0.5 + this.#chance.number()));
    }
  }

  async #opened(): Promise<LockSession> {
    for (;;) {
      if (this.#isClosed) throw new Fault('storage.unavailable', { detail: 'the storage is closed' });
      const opening = (this.#session ??= LockSession.open(this.#url, this.#sockets));
      const session = await opening.catch((error: unknown) => {
        this.#forget(opening);
        throw error;
      });
      if (!session.isLost) return session;
      this.#forget(opening);
    }
  }

  /** Unless another one was opened meanwhile. */
  #forget(session: Promise<LockSession>): void {
    if (this.#session === session) this.#session = undefined;
  }
}

/** Names are of any length, PostgreSQL's locks are numbers of 64 bits. */
function keyOf(name: string): string {
  return createHash('sha256').update(`poshub-bridge/${name}`).digest().readBigInt64BE().toString();
}
