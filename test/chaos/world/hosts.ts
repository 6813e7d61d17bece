import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../parts/host.js', import.meta.url));
/** How long a host may take to load and to begin, in milliseconds; machines may be very busy. */
const PATIENCE = 60_000;
/** How often a host may fail to begin before the run is over. */
const MOST_TRIES = 20;

/** Where a host finds its configuration, and the port that it listens on. */
export interface Place {
  readonly config: string;
  readonly port: number;
}

/** A process that has loaded the host and waits to be told to begin. */
interface Spare {
  readonly child: ChildProcess;
  readonly warm: Promise<unknown>;
}

interface Running {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  isKilled: boolean;
}

/** The hosts: as many processes as there are places, and one that is loaded already and follows the next that dies. */
export class Hosts {
  /** When and how hosts ended that nobody killed. */
  readonly ownEnds: { readonly at: number; readonly how: string }[] = [];
  kills = 0;
  readonly #running = new Map<number, Running>();
  readonly #log: number;
  #spare: Spare;
  #isClosing = false;
  #turn: Promise<void> = Promise.resolve();

  /** @param folder where their log goes */
  constructor(
    private readonly places: readonly Place[],
    private readonly secrets: Readonly<Record<string, string>>,
    folder: string,
  ) {
    this.#log = openSync(join(folder, 'hosts.log'), 'a');
    this.#spare = this.#load();
  }

  get count(): number {
    return this.places.length;
  }

  portOf(host: number): number {
    return this.places[host % this.places.length]?.port ?? 0;
  }

  pidOf(host: number): number | undefined {
    return this.#running.get(host)?.child.pid;
  }

  /** Starts all; resolves when they take work. */
  async start(): Promise<void> {
    for (const host of this.places.keys()) await this.#begin(host, 0);
    await this.allReady();
  }

  /** Waits until all take work. One that ends before, because its database is away, is followed by another. */
  async allReady(): Promise<void> {
    for (const host of this.places.keys())
      for (let tries = 1; ; tries += 1) {
        const ready = this.#running.get(host)?.ready ?? Promise.resolve();
        const failure: unknown = await ready.then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure === undefined) break;
        if (tries >= MOST_TRIES) throw new Error('a host does not begin: hosts.log says why', { cause: failure });
        await sleep(1_000);
      }
  }

  /**
   * Ends a host as a power cut would, whether it works or only begins, and lets another one begin in its place.
   * @param shift how far the next one's clock is off, in milliseconds
   */
  kill(host: number, shift = 0): Promise<void> {
    return this.#inTurn(async () => {
      // Whoever follows stands ready, so that nothing but the host's own beginning takes time.
      await this.#spare.warm;
      const running = this.#running.get(host);
      if (running !== undefined) {
        running.isKilled = true;
        await end(running.child, 'SIGKILL');
        this.kills += 1;
      }
      await this.#begin(host, shift);
    });
  }

  async stop(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#running.values()].map(({ child }) => end(child, 'SIGTERM')));
    await end(this.#spare.child, 'SIGKILL');
  }

  #load(): Spare {
    const child = fork(program, [], {
      stdio: ['ignore', this.#log, this.#log, 'ipc'],
      env: { ...process.env, ...this.secrets },
    });
    return { child, warm: heard(child, 'warm') };
  }

  async #begin(host: number, shift: number): Promise<void> {
    const { child, warm } = this.#spare;
    this.#spare = this.#load();
    await warm;
    const running: Running = { child, isKilled: false, ready: heard(child, 'listening').then(() => undefined) };
    // Who is killed while it begins is never ready, and nobody may be waiting for it.
    running.ready.catch(() => undefined);
    this.#running.set(host, running);
    child.once('exit', (code, signal) => this.#ended(host, running, `${code ?? signal ?? 'unknown'}`));
    child.send({ config: this.places[host]?.config, shift });
  }

  /** Whoever watches a host starts another one. */
  #ended(host: number, running: Running, how: string): void {
    if (running.isKilled || this.#isClosing) return;
    this.ownEnds.push({ at: Date.now(), how });
    void this.#inTurn(() => this.#begin(host, 0));
  }

  /** Two that begin at the same place would be in each other's way. */
  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

async function heard(child: ChildProcess, word: string): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE);
  const gone = once(child, 'exit').then(() => {
    throw new Error('a host ended before it had begun: hosts.log says why');
  });
  const told = (async () => {
    for (;;) {
      const told: readonly unknown[] = await once(child, 'message', { signal });
      const [message] = told;
      if (typeof message === 'object' && message !== null && word in message) return;
    }
  })();
  gone.catch(() => undefined);
  told.catch(() => undefined);
  await Promise.race([told, gone]);
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exit;
  clearTimeout(timer);
}
