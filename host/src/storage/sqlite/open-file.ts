import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Fault, isFault } from '@poshub-bridge/core';
import { isDamage, isHeld } from './sqlite-faults.js';
import { SqliteFile } from './sqlite-file.js';

/** `POSH` in ASCII, in the header of the file: tells it from another program's SQLite file. */
const APPLICATION_ID = 0x504f5348;

/** Up to this size (bytes) every page is looked at before the file is used: about a second. */
const CHECKED_SIZE = 256 * 1024 * 1024;

/**
 * Opens the storage file for this process alone, makes it and its folder where they are missing, and sets it up to be
 * durable: a commit is on the disk when it returns. Nothing of a file that can't be used is changed.
 * @param known the names of the migrations that this version has
 * @throws Fault `storage.locked`, `storage.unreadable`, `storage.unavailable`
 */
export function openSqliteFile(path: string, known: readonly string[]): SqliteFile {
  makeFile(path);
  demandContent(path);
  const file = new SqliteFile(path);
  try {
    lock(file, path);
    inspect(file, path, known);
  } catch (error) {
    // With a WAL beside it, closing would write into the file.
    if (isFault(error) && error.code === 'storage.unreadable' && existsSync(`${path}-wal`)) leaveAlone(file, path);
    else file.close();
    throw error;
  }
  try {
    setUp(file);
    return file;
  } catch (error) {
    file.close();
    throw atPath(error, path);
  }
}

function makeFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // A file that is there is not opened here: closing it would drop a lock that this process may hold on it.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  } catch (cause) {
    throw new Fault('storage.unavailable', { detail: `${path} can't be made or is not ours`, cause });
  }
}

/** SQLite takes a file without content for a new one, and removes the WAL that has what was stored. */
function demandContent(path: string): void {
  const size = (of: string): number => statSync(of, { throwIfNoEntry: false })?.size ?? 0;
  if (size(path) === 0 && size(`${path}-wal`) > 0)
    throw new Fault('storage.unreadable', { detail: `${path}: empty, with a write-ahead log beside it` });
}

/**
 * Lets go of a damaged file that has a WAL beside it, without a change to either. The driver closes it when the process ends,
 * whatever we do, and would write the WAL's content into it then and remove the WAL. SQLite does neither where the file is
 * not the one that it opened: so another one of the same bytes takes its place.
 */
export function leaveAlone(file: SqliteFile, path: string): void {
  file.abandon();
  const copy = `${path}.copy`;
  try {
    const { uid, gid } = statSync(path);
    copyFileSync(path, copy, constants.COPYFILE_FICLONE);
    chownSync(copy, uid, gid);
    const opened = openSync(copy, 'r+');
    fsyncSync(opened);
    closeSync(opened);
    renameSync(copy, path);
  } catch {
    // Where there is no room for a copy, nothing better can be done.
    rmSync(copy, { force: true });
  }
}

/** Takes the file for this process until it ends. */
function lock(file: SqliteFile, path: string): void {
  try {
    // Before WAL, so that SQLite keeps its index in memory and nobody else can read along.
    file.value('pragma locking_mode=exclusive');
    file.execute('begin exclusive');
    file.execute('commit');
  } catch (error) {
    throw atPath(error, path);
  }
}

/** Whether the file is ours, whole, and not of a later version. Reads only. */
function inspect(file: SqliteFile, path: string, known: readonly string[]): void {
  try {
    const size = Number(file.value('pragma page_count')) * Number(file.value('pragma page_size'));
    if (size <= CHECKED_SIZE && file.value('pragma quick_check(1)') !== 'ok')
      throw new Fault('storage.unreadable', { detail: 'damaged' });
    if (file.value('select count(*) from sqlite_master') === 0) return;
    if (file.value('pragma application_id') !== APPLICATION_ID)
      throw new Fault('storage.unreadable', { detail: 'made by another program' });
    for (const { name } of migrationsOf(file))
      if (typeof name !== 'string' || !known.includes(name))
        throw new Fault('storage.unreadable', { detail: `made by a newer version, which has ${String(name)}` });
  } catch (error) {
    throw atPath(error, path);
  }
}

function migrationsOf(file: SqliteFile): readonly Readonly<Record<string, unknown>>[] {
  const present = file.value("select count(*) from sqlite_master where name = 'kysely_migration'") === 1;
  return present ? file.all('select name from kysely_migration') : [];
}

function setUp(file: SqliteFile): void {
  if (file.value('pragma journal_mode=wal') !== 'wal')
    throw new Fault('storage.unavailable', { detail: 'the disk does not allow a write-ahead log' });
  file.value('pragma synchronous=full');
  file.value('pragma foreign_keys=on');
  // 8 MB: what a group of events touches. What else is read, the system has in its memory.
  file.value('pragma cache_size=-8000');
  // 160 MB. The log is brought into the file between bursts of work; a commit does it only when it grew so long, and holds
  // up others meanwhile.
  file.value('pragma wal_autocheckpoint=40000');
  // What is deleted holds names and addresses: it is overwritten, not only given free.
  file.value('pragma secure_delete=on');
  if (file.value('pragma application_id') !== APPLICATION_ID) file.value(`pragma application_id=${APPLICATION_ID}`);
}

/** The fault of a file at its opening. */
function atPath(error: unknown, path: string): unknown {
  if (!isFault(error)) return error;
  if (isHeld(error)) return new Fault('storage.locked', { detail: path, cause: error });
  const code = isDamage(error) ? 'storage.unreadable' : error.code;
  return new Fault(code, { detail: `${path}: ${error.detail ?? 'no particulars'}`, cause: error });
}
