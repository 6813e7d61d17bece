import type { FaultCode } from '@poshub-bridge/core';
import type { TableTurn, TableTurned } from '../queue/jobs-table.js';

/** A value that SQLite takes. */
export type Value = unknown;

/** What the thread of the file is asked to do; each is answered once, in the order of asking. */
export type Asked =
  | { readonly do: 'open'; readonly path: string; readonly known: readonly string[] }
  /** With `begins`, a transaction is begun before. */
  | { readonly do: 'query'; readonly sql: string; readonly values: readonly Value[]; readonly begins: boolean }
  /** Ends a transaction without a change; nothing where none is open. */
  | { readonly do: 'undo' }
  | { readonly do: 'record'; readonly texts: RecordTexts; readonly group: RecordGroup }
  | { readonly do: 'write'; readonly writes: readonly StatementText[] }
  | { readonly do: 'turn'; readonly turn: TableTurn }
  | { readonly do: 'backup'; readonly path: string }
  | { readonly do: 'close' };

/** The statements that store an event and ask for its job. */
export interface RecordTexts {
  readonly event: string;
  readonly job: string;
}

/** Events that go into one transaction. Their bodies lie in one memory, which is given from thread to thread, not copied. */
export interface RecordGroup {
  readonly entries: readonly RecordEntry[];
  /** The bodies, one after the other. */
  readonly bodies: Uint8Array<ArrayBuffer>;
}

/** The values of both statements. */
export interface RecordEntry {
  /** Without the body, which is the last. */
  readonly event: readonly Value[];
  /** How many bytes the body has; undefined where there is none. */
  readonly bodyLength: number | undefined;
  readonly job: readonly Value[] | undefined;
}

/** A statement whose values are known. */
export interface StatementText {
  readonly sql: string;
  readonly values: readonly Value[];
  /** How many rows it must change; any number where absent. */
  readonly changes: number | undefined;
}

export interface Done {
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  /** How many rows were changed. */
  readonly changes?: number;
  /** For each event of a group whether it was new. */
  readonly stored?: readonly boolean[];
  /** Whether every statement changed as many rows as it must. */
  readonly written?: boolean;
  readonly turned?: TableTurned;
  /** The size of a copy. */
  readonly bytes?: number;
}

/** A Fault, as it comes through between threads. */
export interface FaultText {
  readonly code: FaultCode;
  readonly detail: string | undefined;
  readonly cause: unknown;
}

export interface Failed {
  readonly fault: FaultText;
}

export type Reply = Done | Failed;

/** Told once and unasked, after the answer to whoever met it: why the file is used no more. */
export interface Broken {
  readonly broken: FaultText;
}
