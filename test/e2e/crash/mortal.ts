import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Death, Tells, Told } from './steps.js';
import { until } from '../../support/until.js';

const PROGRAM = fileURLToPath(new URL('mortal-host.js', import.meta.url));

export type Seen = Extract<Tells, { say: 'seen' }>;

/** A process of mortal-host.ts. It is ready before it is started, so that a restart takes no longer than it must. */
export class Mortal {
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly #told: Tells[] = [];
  #printed = '';
  #asked = 0;

  constructor(args: readonly string[]) {
    this.#process = fork(PROGRAM, [...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
    this.#exit = once(this.#process, 'exit');
    this.#process.on('message', (told: Tells) => this.#told.push(told));
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#printed = (this.#printed + chunk.toString()).slice(-8_000)));
  }

  /** Opens the storage and takes work from now on; it dies where the deaths say. */
  async start(deaths: readonly Death[], isCurious: boolean): Promise<void> {
    this.#say({ do: 'start', deaths, isCurious });
    // Where it dies while it starts, nobody hears that it listens.
    await until(() => this.#isOver() || this.#told.some(({ say }) => say === 'listening'));
  }

  /** From now on it dies where these say. */
  arm(deaths: readonly Death[], isCurious: boolean): void {
    this.#say({ do: 'arm', deaths, isCurious });
  }

  /** How it sees an order; undefined where it died meanwhile. */
  async look(orderId: string): Promise<Seen | undefined> {
    if (this.#isOver()) return undefined;
    const id = (this.#asked += 1);
    this.#say({ do: 'look', id, orderId });
    const find = (): Seen | undefined => this.#told.find((told): told is Seen => told.say === 'seen' && told.id === id);
    await until(() => this.#isOver() || find() !== undefined);
    return find();
  }

  /** Resolves when it has ended itself where it was to. @throws Error with what it printed, where it ended otherwise */
  async died(): Promise<void> {
    await until(() => this.#isOver());
    const { exitCode, signalCode } = this.#process;
    if (signalCode !== 'SIGKILL') throw new Error(`it ended with ${exitCode ?? 'no code'} and said ${this.#printed}`);
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exit;
  }

  #isOver(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  #say(told: Told): void {
    // Who dies just now does not listen.
    this.#process.send(told, () => undefined);
  }
}
