import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Told } from './storage-child.js';
import { until } from './until.js';

/** A process of support/storage-child.ts and what it told so far. */
export class StorageChild {
  readonly told: Told[] = [];
  readonly #process: ChildProcess;

  constructor(path: string, task: 'hold' | 'record' | 'run' | 'obey') {
    const program = fileURLToPath(new URL('storage-child.js', import.meta.url));
    this.#process = fork(program, [path, task], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#process.on('message', (told: Told) => this.told.push(told));
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** Waits for something to be told. */
  async hears(wanted: (told: Told) => boolean): Promise<Told> {
    let found: Told | undefined;
    await until(() => {
      found = this.told.find(wanted);
      return found !== undefined;
    });
    if (found === undefined) throw new Error('nothing was told');
    return found;
  }

  say(id: string): void {
    this.#process.send(id);
  }

  /** Ends it as a power cut would, as far as a process can tell. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exit = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exit;
  }
}
