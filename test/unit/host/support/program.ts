import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(import.meta.resolve('#host/cli/main.js'));

export interface Ended {
  /** The exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a process of its own, with no environment but what a test gives it. */
export class Program {
  readonly ended: Promise<Ended>;
  readonly lines: string[] = [];
  readonly #process: ChildProcess;

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH, ...environment } });
    this.#process = child;
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    createInterface(child.stdout).on('line', (line) => this.lines.push(line));
    this.ended = once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr }));
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void {
    this.#process.kill(name);
  }

  /** Whoever read what it prints is gone, as a log collector that died. */
  stopReading(): void {
    this.#process.stdout?.destroy();
    this.#process.stderr?.destroy();
  }

  /** Ends it whatever it does. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }
}

/** Runs a command to its end. */
export function run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended> {
  return new Program(args, environment).ended;
}
