import { accessSync, constants, statfsSync } from 'node:fs';

/** What each process needs that runs test files. Mocha loads it before them. */

const MEMORY = '/dev/shm';
/** In bytes: far more than all tests have there at once. */
const ENOUGH = 2 ** 31;

// Storages of hosts, tills and PostgreSQL wait for the disk at each commit. What is tested on them is what is stored, and
// outlives the processes: memory keeps that as well as a disk does.
if (hasRoom()) process.env['TMPDIR'] = MEMORY;

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ENOUGH;
  } catch {
    return false;
  }
}

// Mocha waits one second for the end of a process that ran test files, then signals it to end. Until it has written its
// coverage and removed what it made, that may take longer: it ends no sooner for the signal, which is heard only while it
// does not end yet.
process.on('SIGTERM', () => process.exit(1));
