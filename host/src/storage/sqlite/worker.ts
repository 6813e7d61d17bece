import { parentPort } from 'node:worker_threads';
import { asFault, Fault, SECOND } from '@poshub-bridge/core';
import { backUp } from './backup.js';
import { openSqliteFile } from './open-file.js';
import type { SqliteFile } from './sqlite-file.js';
import { turn } from './turn.js';
import type { Asked, Done, RecordGroup, RecordTexts, Reply, StatementText, Value } from './worker-messages.js';

/**
 * The thread that has the file. The driver never waits for the disk in the background: here it holds up nobody who talks
 * to the outside.
 */
const port = parentPort;
if (port === null) throw new Error('this is to be run as a thread');

let opened: SqliteFile | undefined;
let isChanged = false;

/** Between two bursts of work the log is brought into the file, so that no commit has to wait for it. */
const rest = setTimeout(() => {
  if (!isChanged || opened === undefined || opened.inTransaction) return;
  isChanged = false;
  try {
    opened.value('pragma wal_checkpoint(passive)');
  } catch {
    // A disk that is full keeps its log; the next commit says so.
  }
}, SECOND / 2);

port.on('message', (asked: Asked) => {
  port.postMessage(reply(asked));
  if (asked.do === 'close') port.close();
  else rest.refresh();
});

function reply(asked: Asked): Reply {
  try {
    return work(asked);
  } catch (error) {
    const { code, detail, cause } = asFault(error);
    return { fault: { code, detail, cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined } };
  }
}

function work(asked: Asked): Done {
  if (asked.do === 'open') {
    opened = openSqliteFile(asked.path, asked.known);
    return {};
  }
  if (opened === undefined) throw new Fault('storage.unavailable', { detail: 'the storage is closed' });
  switch (asked.do) {
    case 'query':
      if (asked.begins) opened.prepare('begin').run([]);
      return query(opened, asked.sql, asked.values);
    case 'undo':
      if (opened.inTransaction) opened.execute('rollback');
      return {};
    case 'record':
      return record(opened, asked.texts, asked.group);
    case 'write':
      return { written: write(opened, asked.writes) };
    case 'turn':
      isChanged = true;
      return { turned: turn(opened, asked.turn) };
    case 'backup':
      return { bytes: backUp(opened, asked.path) };
    case 'close':
      clearTimeout(rest);
      opened.close();
      return {};
  }
}

function query(file: SqliteFile, sql: string, values: readonly Value[]): Done {
  const statement = file.prepare(sql);
  if (statement.reader) return { rows: statement.all(values).filter(isRow) };
  isChanged = true;
  return { changes: Number(statement.run(values).changes) };
}

/** One row at a time, so that a second event of the same id in one group is seen to be a duplicate too. */
function record(file: SqliteFile, texts: RecordTexts, { entries, bodies }: RecordGroup): Done {
  const [event, job] = [file.prepare(texts.event), file.prepare(texts.job)];
  isChanged = true;
  let at = 0;
  const stored = file.atomically(() =>
    entries.map((entry) => {
      const { bodyLength: length } = entry;
      const body = length === undefined ? null : bodies.subarray(at, (at += length));
      const isNew = Number(event.run([...entry.event, body]).changes) > 0;
      if (isNew && entry.job !== undefined) job.run(entry.job);
      return isNew;
    }),
  );
  return { stored };
}

/** All of the statements, or none of them where one changes another number of rows than it must. */
function write(file: SqliteFile, writes: readonly StatementText[]): boolean {
  isChanged = true;
  try {
    file.atomically(() => {
      for (const { sql, values, changes } of writes) {
        const changed = Number(file.prepare(sql).run(values).changes);
        if (changes !== undefined && changed !== changes) throw MISSED;
      }
    });
    return true;
  } catch (error) {
    if (error === MISSED) return false;
    throw error;
  }
}

const MISSED = new Error('another number of rows');

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
