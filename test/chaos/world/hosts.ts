import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EngineName } from '../plan/schedule.js';

/** How long a host may take to load or to begin, in milliseconds; machines may be very busy. */
const PATIENCE = 120_000;
/** How long all hosts may take to take work, however often they have to begin again, in milliseconds. */
const MOST_WAITING = 180_000;
/** After how many milliseconds whoever watches a host starts it again: systemd's `RestartSec` in docs/deploy.md. */
const RESTART = 1_000;
/** How often a process may fail to load before the run is over. */
const MOST_LOADS = 5;

/** Where a host finds its configuration, and the port that it listens on. */
export interface Place {
  readonly config: string;
  readonly port: number;
}

export interface HostsOptions {
  readonly engine: EngineName;
  readonly places: readonly Place[];
  readonly secrets: Readonly<Record<string, string>>;
  /** Where their log goes. */
  readonly folder: string;
  /** Another one than the host's, for a test. */
  readonly program?: string;
}

/** A host that ended although nobody killed it. */
export interface OwnEnd {
  /** When it was told to begin, and when it ended, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Whether it had taken work. */
  readonly hadBegun: boolean;
  readonly how: string;
}

/** A process that has loaded the host and waits to be told to begin. */
interface Spare {
  readonly child: ChildProcess;
  /** Whether it has. */
  readonly warm: Promise<boolean>;
}

interface Running {
  readonly child: ChildProcess;
  readonly from: number;
  /** Whether it takes work; false where it ended before. */
  readonly ready: Promise<boolean>;
  hadBegun: boolean;
  isKilled: boolean;
}

/** The hosts: as many processes as there are places, and one that is loaded already and follows the next that dies. */
export class Hosts {
  readonly ownEnds: OwnEnd[] = [];
  readonly #running = new Map<number, Running>();
  readonly #logFile: string;
  readonly #log: number;
  #spare: Spare;
  #isClosing = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: HostsOptions) {
    this.#logFile = join(options.folder, 'hosts.log');
    this.#log = openSync(this.#logFile, 'a');
    this.#spare = this.#load();
  }

  get count(): number {
    return this.options.places.length;
  }

  portOf(host: number): number {
    return this.options.places[host % this.count]?.port ?? 0;
  }

  pidOf(host: number): number | undefined {
    return this.#running.get(host)?.child.pid;
  }

  /** Starts all; resolves when they take work. */
  async start(): Promise<void> {
    for (const host of this.options.places.keys()) await this.#inTurn(() => this.#begin(host, 0));
    await this.allReady();
  }

  /**
   * Waits until all take work. One that ends before, because its database is away, is followed by another.
   * @throws Error with the hosts' last words where one never does
   */
  async allReady(): Promise<void> {
    const end = Date.now() + MOST_WAITING;
    for (const host of this.options.places.keys())
      while ((await this.#running.get(host)?.ready) !== true) {
        if (Date.now() > end) throw this.#complaint(`the host ${host} does not begin`);
        await sleep(100);
      }
  }

  /**
   * Ends a host as a power cut would, whether it works or only begins, and lets another one begin in its place.
   * @param shift how far the next one's clock is off, in milliseconds
   * @param dies told at the moment at which it dies
   */
  kill(host: number, shift = 0, dies?: () => void): Promise<void> {
    return this.#inTurn(async () => {
      // Whoever follows stands ready, so that nothing but the host's own beginning takes time.
      await this.#spare.warm;
      const running = this.#running.get(host);
      if (running !== undefined) {
        running.isKilled = true;
        dies?.();
        await end(running.child, 'SIGKILL');
      }
      await this.#begin(host, shift);
    });
  }

  async stop(): Promise<void> {
    this.#isClosing = true;
    await this.#turn;
    await Promise.all([...this.#running.values()].map(({ child }) => end(child, 'SIGTERM')));
    await end(this.#spare.child, 'SIGKILL');
  }

  #load(): Spare {
    const { program = fileURLToPath(new URL('../parts/host.js', import.meta.url)), engine, secrets } = this.options;
    const child = fork(program, [engine], {
      stdio: ['ignore', this.#log, this.#log, 'ipc'],
      env: { ...process.env, ...secrets },
    });
    // What can't be told to it any more, because it is dead, its exit says.
    child.on('error', () => undefined);
    return { child, warm: heard(child, 'warm') };
  }

  async #begin(host: number, shift: number): Promise<void> {
    if (this.#isClosing) return;
    const child = await this.#loaded();
    const ready = heard(child, 'listening');
    const running: Running = { child, from: Date.now(), ready, hadBegun: false, isKilled: false };
    void ready.then((hasBegun) => (running.hadBegun = hasBegun));
    this.#running.set(host, running);
    child.once('exit', (code, signal) => this.#ended(host, running, `${code ?? signal ?? 'unknown'}`));
    child.send({ config: this.options.places[host]?.config, shift });
  }

  /** A process that has loaded the host; the next one begins to load. A machine without memory may end it: then another. */
  async #loaded(): Promise<ChildProcess> {
    for (let loads = 1; ; loads += 1) {
      const { child, warm } = this.#spare;
      this.#spare = this.#load();
      if (await warm) return child;
      await end(child, 'SIGKILL');
      if (loads >= MOST_LOADS) throw this.#complaint(`the host’s program can’t be loaded: ${stateOf(child)}`);
    }
  }

  /** Whoever watches a host starts another one, as often as it takes. */
  #ended(host: number, running: Running, how: string): void {
    if (running.isKilled || this.#isClosing) return;
    this.ownEnds.push({ from: running.from, to: Date.now(), hadBegun: running.hadBegun, how });
    const restarted = sleep(RESTART).then(() =>
      this.#inTurn(async () => {
        // It may have been followed meanwhile, for a kill was due.
        if (this.#running.get(host) === running) await this.#begin(host, 0);
      }),
    );
    // That it does not run is told to whoever waits for it.
    restarted.catch(() => undefined);
  }

  #complaint(what: string): Error {
    const words = readFileSync(this.#logFile, 'utf8').slice(-4_000);
    return new Error(`${what}. The hosts said at last:\n${words}`);
  }

  /** Two that begin at the same place would be in each other's way. */
  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** Whether a process says a word, in time and before it ends. */
async function heard(child: ChildProcess, word: string): Promise<boolean> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(PATIENCE)]);
  child.once('exit', () => over.abort());
  try {
    for (;;) {
      const told: readonly unknown[] = await once(child, 'message', { signal });
      const [message] = told;
      if (typeof message === 'object' && message !== null && word in message) return true;
    }
  } catch {
    return false;
  }
}

function stateOf({ exitCode, signalCode }: ChildProcess): string {
  return `it ended with ${signalCode ?? exitCode ?? 'nothing'}`;
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exit;
  clearTimeout(timer);
}
