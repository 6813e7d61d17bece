import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

/** What a process used since it began. */
export interface Usage {
  /** Microseconds of processor time, of all its threads. */
  readonly cpu: number;
  /** Bytes in memory. */
  readonly rss: number;
}

/** A server that is measured, in a process of its own. */
export interface Child {
  readonly url: string;
  /** Milliseconds from its start until it answered at the address where it was awaited; NaN where nobody waited. */
  readonly listeningIn: number;
  /** Milliseconds from its start until it told that it takes work. */
  readonly readyIn: number;
  usage(): Promise<Usage>;
  /** Ends it in order; a profile is on the disk then. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

const gauge = new URL('gauge.js', import.meta.url).href;

/**
 * Starts a server and waits until it listens.
 * @param profiles the folder for profiles of the processor, where they are wanted
 * @param port where it is to listen, if that is known: its first answer is awaited there
 */
export async function startChild(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  profiles?: string,
  port?: number,
): Promise<Child> {
  const begun = performance.now();
  const child = fork(program, [...args], {
    execArgv: ['--import', gauge, ...(profiles === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profiles])],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const next = async <T>(read: (message: object) => T | undefined): Promise<T> => {
    for (;;) {
      const told: unknown = (await once(child, 'message', { signal: AbortSignal.timeout(20_000) }))[0];
      const value = typeof told === 'object' && told !== null ? read(told) : undefined;
      if (value !== undefined) return value;
    }
  };
  const listening = port === undefined ? Promise.resolve(NaN) : answerAt(port);
  const url = await next((told) =>
    'listening' in told && typeof told.listening === 'object' && told.listening !== null && 'url' in told.listening
      ? String(told.listening.url)
      : undefined,
  );
  const readyIn = performance.now() - begun;
  return {
    url,
    listeningIn: (await listening) - begun,
    readyIn,
    usage: () => {
      child.send('usage');
      return next((told) =>
        'cpu' in told && 'rss' in told ? { cpu: Number(told.cpu), rss: Number(told.rss) } : undefined,
      );
    },
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

/** When something first answered at a port of this machine, whatever it said: by the clock of `performance`. */
async function answerAt(port: number): Promise<number> {
  const patience = performance.now() + 20_000;
  while (performance.now() < patience) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET /health/live HTTP/1.0\r\n\r\n'));
      socket.once('data', () => {
        resolve(true);
        socket.destroy();
      });
      socket.once('close', () => resolve(false)).on('error', () => undefined);
    });
    if (answered) return performance.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('a server never answered');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** The path of a compiled file beside this one, or elsewhere in the project. */
export const pathOf = (place: string): string => fileURLToPath(new URL(place, import.meta.url));
