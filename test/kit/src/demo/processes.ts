import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';

/** A process of the sandbox. */
export interface Part {
  readonly name: string;
  /** What it told when it listened. */
  readonly listening: Readonly<Record<string, string>>;
  /** Ends it in order; waits until it has ended. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would; waits until it has ended. */
  kill(): Promise<void>;
}

/** What a process told of itself. @throws Error where it did not */
export function textTold({ name, listening }: Part, key: string): string {
  const value = listening[key];
  if (value === undefined) throw new Error(`${name} did not tell its ${key}`);
  return value;
}

/** How long a process may take to listen, and to end, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Starts one of the project's commands as a process of its own and waits until it listens.
 * @param program the path of the command line's entry
 * @throws Error with what it printed, when it ends or stays silent instead
 */
export async function startPart(
  program: string,
  name: string,
  args: readonly string[],
  secrets: Readonly<Record<string, string>> = {},
): Promise<Part> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...secrets },
    // A Ctrl-C of the terminal reaches the sandbox alone, which stops its parts in order.
    detached: true,
  });
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString('utf8')).slice(-4_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const listening = await Promise.race([told(child), ended(child), late()]);
  if (typeof listening === 'object')
    return { name, listening, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') };
  await end(child, 'SIGTERM');
  throw new Error(`${name} ${listening}. It said:\n${printed}`);
}

async function told(child: ChildProcess): Promise<Readonly<Record<string, string>>> {
  for (;;) {
    const message: unknown = (await once(child, 'message'))[0];
    if (typeof message !== 'object' || message === null || !('listening' in message)) continue;
    const { listening } = message;
    if (typeof listening !== 'object' || listening === null) continue;
    return Object.fromEntries(Object.entries(listening).map(([key, value]) => [key, String(value)]));
  }
}

async function ended(child: ChildProcess): Promise<string> {
  await once(child, 'exit');
  return `ended with exit code ${child.exitCode ?? 'none'}`;
}

async function late(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE).unref());
  return 'did not listen in time';
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  await exit;
  clearTimeout(timer);
}

/** A port of this machine that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
