import { fork } from 'node:child_process';
import { once } from 'node:events';
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
  /** Milliseconds from its start until it told that it listens. */
  readonly startedIn: number;
  usage(): Promise<Usage>;
  /** Ends it in order; a profile is on the disk then. */
  stop(): Promise<void>;
}

const gauge = new URL('gauge.js', import.meta.url).href;

/**
 * Starts a server and waits until it listens.
 * @param profiles the folder for profiles of the processor, where they are wanted
 */
export async function startChild(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  profiles?: string,
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
  const url = await next((told) =>
    'listening' in told && typeof told.listening === 'object' && told.listening !== null && 'url' in told.listening
      ? String(told.listening.url)
      : undefined,
  );
  return {
    url,
    startedIn: performance.now() - begun,
    usage: () => {
      child.send('usage');
      return next((told) =>
        'cpu' in told && 'rss' in told ? { cpu: Number(told.cpu), rss: Number(told.rss) } : undefined,
      );
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** The path of a compiled file beside this one, or elsewhere in the project. */
export const pathOf = (place: string): string => fileURLToPath(new URL(place, import.meta.url));
