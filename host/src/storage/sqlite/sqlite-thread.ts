import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Fault, isFault } from '@poshub-bridge/core';
import type { TableTurn, TableTurned } from '../queue/jobs-table.js';
import type {
  Asked,
  Broken,
  Done,
  FaultText,
  RecordGroup,
  RecordTexts,
  Reply,
  StatementText,
  Value,
} from './worker-messages.js';

interface Waiting {
  readonly resolve: (done: Done) => void;
  readonly reject: (fault: Fault) => void;
}

/**
 * What is young in the thread is collected this often. It makes little of its own, but is given the bodies of each group,
 * which stay outside of its heap until then: with Node's 48 MB, that is after tens of megabytes.
 */
const YOUNG_MEGABYTES = 4;

/**
 * One SQLite file that lives in a thread of its own: what it does to the disk holds up no request. Things are done in the
 * order in which they are asked for; who needs several of them to stay together must see to that.
 */
export class SqliteThread {
  readonly #worker = new Worker(new URL('./worker.js', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  readonly #waiting: Waiting[] = [];
  #isOver = false;
  #isClosing = false;
  #tellBroken: (fault: Fault) => void = () => undefined;
  #damage: Fault | undefined;
  /**
   * Resolves when nothing can be stored any more, and nothing mends that: the file turned out to be damaged, or the thread
   * ended although nobody closed it.
   */
  readonly broken = new Promise<Fault>((resolve) => (this.#tellBroken = resolve));

  private constructor() {
    this.#worker.on('message', (reply: Reply | Broken) => {
      if ('broken' in reply) {
        this.#damage = faultOf(reply.broken);
        this.#tellBroken(this.#damage);
        return;
      }
      const asker = this.#waiting.shift();
      if ('fault' in reply) asker?.reject(faultOf(reply.fault));
      else asker?.resolve(reply);
    });
    this.#worker.once('error', (error) => this.#end(error));
    this.#worker.once('exit', () => this.#end(undefined));
  }

  /** The fault `storage.unreadable` of a file that turned out to be damaged after it was opened. */
  get damage(): Fault | undefined {
    return this.#damage;
  }

  /**
   * Opens the file for this process alone, or makes it.
   * @param known the names of the migrations that this version has
   * @throws Fault `storage.locked`, `storage.unreadable`, `storage.unavailable`
   */
  static async open(path: string, known: readonly string[]): Promise<SqliteThread> {
    const thread = new SqliteThread();
    try {
      await thread.#ask({ do: 'open', path, known });
      return thread;
    } catch (error) {
      // A damaged file is let go without a change to it, which the thread's end would make.
      if (isFault(error) && error.code === 'storage.unreadable') thread.#worker.unref();
      else {
        thread.#isClosing = true;
        await thread.#worker.terminate();
      }
      throw error;
    }
  }

  /**
   * Runs one statement; its rows, or how many it changed.
   * @param begins whether a transaction begins with it
   * @throws Fault `storage.unavailable`, `bridge.broken`
   */
  query(sql: string, values: readonly Value[], begins = false): Promise<Done> {
    return this.#ask({ do: 'query', sql, values, begins });
  }

  /** Ends a transaction without a change. SQLite does so by itself when a write fails: then nothing is left to end. */
  async undo(): Promise<void> {
    await this.#ask({ do: 'undo' });
  }

  /** Stores events and asks for their jobs in one transaction, durably; says of each event whether it was new. */
  async record(texts: RecordTexts, group: RecordGroup): Promise<readonly boolean[]> {
    return (await this.#ask({ do: 'record', texts, group }, [group.bodies.buffer])).stored ?? [];
  }

  /**
   * Runs statements in one transaction, durably.
   * @returns false where one changed another number of rows than it must: then nothing is changed
   */
  async write(writes: readonly StatementText[]): Promise<boolean> {
    return (await this.#ask({ do: 'write', writes })).written === true;
  }

  /** Makes a turn of the work queue, see {@link JobsTable.turn}. */
  async turn(turn: TableTurn): Promise<TableTurned> {
    return (await this.#ask({ do: 'turn', turn })).turned ?? { claimed: [], next: undefined };
  }

  /** Copies the whole file; gives the size of the copy in bytes. */
  async backUp(path: string): Promise<number> {
    return (await this.#ask({ do: 'backup', path })).bytes ?? 0;
  }

  /** Closes the file and ends the thread. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isClosing = true;
    // Together: a thread that breaks meanwhile fails both.
    await Promise.all([once(this.#worker, 'exit'), this.#ask({ do: 'close' })]);
  }

  #ask(asked: Asked, given: readonly ArrayBuffer[] = []): Promise<Done> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) throw closed();
      this.#worker.postMessage(asked, given);
      this.#waiting.push({ resolve, reject });
    });
  }

  #end(cause: unknown): void {
    this.#isOver = true;
    const fault =
      cause === undefined ? closed() : new Fault('storage.unavailable', { detail: 'its thread broke', cause });
    for (const { reject } of this.#waiting.splice(0)) reject(fault);
    if (!this.#isClosing) this.#tellBroken(fault);
  }
}

function closed(): Fault {
  return new Fault('storage.unavailable', { detail: 'the storage is closed' });
}

function faultOf({ code, detail, cause }: FaultText): Fault {
  return new Fault(code, { ...(detail === undefined ? {} : { detail }), ...(cause === undefined ? {} : { cause }) });
}
