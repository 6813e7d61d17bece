import { parentPort } from 'node:worker_threads';
import { asFault, Fault, SECOND } from '@poshub-bridge/core';
import { backUp } from './backup.js';
import { leaveAlone, openSqliteFile } from './open-file.js';
import { damageOf } from './sqlite-faults.js';
import type { SqliteFile } from './sqlite-file.js';
import { turn } from './turn.js';
import type { Asked, Broken, Done, FaultText, Reply, StatementText, Value } from './worker-messages.js';

type Recording = Extract<Asked, { readonly do: 'record' }>;

/**
 * The thread that has the file. The driver never waits for the disk in the background: here it holds up nobody who talks
 * to the outside.
 */
const port = parentPort;
if (port === null) throw new Error('this is to be run as a thread');

let opened: SqliteFile | undefined;
let path = '';
/** Why whatever is asked for is refused where no file is open. */
let refusal = 'the storage is closed';
let isChanged = false;
let isOver = false;

/** Between two bursts of work the log is brought into the file, so that no commit has to wait for it. */
const rest = setTimeout(() => {
  if (!isChanged || opened === undefined || opened.inTransaction) return;
  isChanged = false;
  try {
    opened.value('pragma wal_checkpoint(passive)');
  } catch (error) {
    // A disk that is full keeps its log; the next commit says so.
    spareIfDamaged(error);
  }
}, SECOND / 2);

/** What was asked and is not begun. */
const waiting: Asked[] = [];

port.on('message', (asked: Asked) => {
  // Whatever came while the disk was written comes before this.
  if (waiting.push(asked) === 1) setImmediate(workAll);
});

const workAll = (): void => {
  const all = waiting.splice(0);
  while (all.length > 0) {
    const groups = leadingGroups(all);
    const replies = groups.length > 1 ? recordTogether(groups) : all.slice(0, 1).map(reply);
    for (const told of replies) port.postMessage(told);
    all.splice(0, replies.length);
  }
  if (isOver) port.close();
  else rest.refresh();
};

function leadingGroups(all: readonly Asked[]): readonly Recording[] {
  const groups: Recording[] = [];
  for (const asked of all) {
    if (asked.do !== 'record') break;
    groups.push(asked);
  }
  return groups;
}

/** Groups that waited behind one another take one commit: the slower the disk, the more of them. */
function recordTogether(groups: readonly Recording[]): readonly Reply[] {
  const file = opened;
  if (file === undefined) return groups.map(reply);
  isChanged = true;
  try {
    return file.atomically(() => groups.map((group) => record(file, group)));
  } catch (error) {
    spareIfDamaged(error);
    // One that can't be written must not take the others with it.
    return groups.map(reply);
  }
}

function reply(asked: Asked): Reply {
  try {
    return work(asked);
  } catch (error) {
    spareIfDamaged(error);
    return { fault: textOf(error) };
  }
}

function textOf(error: unknown): FaultText {
  const { code, detail, cause } = asFault(error);
  return { code, detail, cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined };
}

/**
 * Nothing more is written into a file that a statement found damaged: what can still be saved of it is not made less. Who
 * asks for something is told that it can't be stored now, which everybody can deal with; the rest is for the next start.
 */
function spareIfDamaged(error: unknown): void {
  const damage = damageOf(error, path);
  if (damage === undefined || opened === undefined) return;
  const file = opened;
  opened = undefined;
  refusal = 'the file is damaged';
  leaveAlone(file, path);
  const told: Broken = { broken: textOf(damage) };
  // Who waits for an answer has it first.
  setImmediate(() => port?.postMessage(told));
}

function work(asked: Asked): Done {
  if (asked.do === 'open') {
    path = asked.path;
    opened = openSqliteFile(path, asked.known);
    return {};
  }
  if (asked.do === 'close') {
    isOver = true;
    clearTimeout(rest);
    opened?.close();
    return {};
  }
  if (opened === undefined) throw new Fault('storage.unavailable', { detail: refusal });
  switch (asked.do) {
    case 'query':
      if (asked.begins) opened.prepare('begin').run([]);
      return query(opened, asked.sql, asked.values);
    case 'undo':
      if (opened.inTransaction) opened.execute('rollback');
      return {};
    case 'record': {
      const file = opened;
      isChanged = true;
      return file.atomically(() => record(file, asked));
    }
    case 'write':
      return { written: write(opened, asked.writes) };
    case 'turn':
      isChanged = true;
      return { turned: turn(opened, asked.turn) };
    case 'backup':
      return { bytes: backUp(opened, asked.path) };
  }
}

function query(file: SqliteFile, sql: string, values: readonly Value[]): Done {
  const statement = file.prepare(sql);
  if (statement.reader) return { rows: statement.all(values).filter(isRow) };
  isChanged = true;
  return { changes: Number(statement.run(values).changes) };
}

/** One row at a time, so that a second event of the same id in one group is seen to be a duplicate too. */
function record(file: SqliteFile, { texts, group: { entries, bodies } }: Recording): Done {
  const [event, job] = [file.prepare(texts.event), file.prepare(texts.job)];
  let at = 0;
  const stored = entries.map((entry) => {
    const { bodyLength: length } = entry;
    const body = length === undefined ? null : bodies.subarray(at, (at += length));
    const isNew = Number(event.run([...entry.event, body]).changes) > 0;
    if (isNew && entry.job !== undefined) job.run(entry.job);
    return isNew;
  });
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
