import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skip } from '../support/skip.js';
import { until } from '../support/until.js';

/** Something that keeps a process from writing, and what ends it. */
export interface Trouble {
  readonly what: string;
  /** Makes the disk on which the storage will lie. */
  readonly prepare?: (folder: string, test: Mocha.Context) => void;
  readonly begin: (pid: number, folder: string, test: Mocha.Context) => Promise<() => Promise<void>>;
  readonly cleanUp?: (folder: string) => void;
}

export const TROUBLES: readonly Trouble[] = [
  {
    what: 'a disk that is full',
    prepare: (folder, test) => {
      const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
      if (status !== 0) skip(test, 'a small disk can’t be mounted here');
    },
    begin: (_pid, folder) => {
      const filler = join(folder, 'filler');
      for (let size = 1_048_576; size >= 1; size /= 2)
        for (;;)
          try {
            writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
          } catch {
            break;
          }
      return Promise.resolve(() => {
        rmSync(filler);
        return Promise.resolve();
      });
    },
    cleanUp: (folder) => void spawnSync('umount', ['-l', folder]),
  },
  {
    what: 'files that may not grow',
    begin: (pid, folder, test) => {
      const limit = (bytes: string): boolean =>
        spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]).status === 0;
      const size = statSync(join(folder, 'bridge.db-wal')).size;
      if (!limit(String(size + 4_096))) skip(test, 'prlimit, which limits a process’s files, is not to be had');
      return Promise.resolve(() => Promise.resolve(void limit('unlimited')));
    },
  },
  { what: 'a disk that fails at each write', begin: failing('pwrite64,fsync,fdatasync', 'EIO') },
  {
    // As the system makes one of a disk that it doesn't trust any more.
    what: 'a file system that may only be read',
    begin: failing('pwrite64,fsync,fdatasync,ftruncate,fallocate,unlink', 'EROFS'),
  },
];

/** Makes these system calls of the process fail. */
function failing(calls: string, error: 'EIO' | 'EROFS'): Trouble['begin'] {
  return async (pid, _folder, test) => {
    const args = ['-f', '-q', '-p', String(pid), '-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}`];
    const strace = spawn('strace', [...args, '-o', '/dev/null'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const end = once(strace, 'close');
    let [said, isOver] = ['', false];
    strace.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    strace.on('error', () => (isOver = true)).on('close', () => (isOver = true));
    const isTraced = (): boolean => !/TracerPid:\s0\n/.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    if (process.platform === 'linux') await until(() => isOver || isTraced());
    if (isOver || process.platform !== 'linux') skip(test, `strace can’t make calls fail here (${said.trim()})`);
    return async () => {
      strace.kill('SIGTERM');
      await end;
    };
  };
}
