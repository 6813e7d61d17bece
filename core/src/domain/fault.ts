import { FAULTS_OF_RUNNING } from './faults-of-running.js';
import { FAULTS_OF_WORK } from './faults-of-work.js';
import type { FaultKind, FaultSide, Retry } from './fault-kind.js';

/**
 * Every way in which the bridge can fail: one closed list. The codes are stable, operators build alerts on them; each has
 * its section in docs/errors.md.
 */
export const FAULTS = { ...FAULTS_OF_WORK, ...FAULTS_OF_RUNNING } as const satisfies Record<string, FaultKind>;

/** The closed union of fault codes. */
export type FaultCode = keyof typeof FAULTS;

/** What is stored of a fault, shown to operators and sent on: plain data, no personal data, no secrets. */
export interface FaultReport {
  readonly code: FaultCode;
  readonly message: string;
  readonly detail?: string;
  /** The place of the item at fault in the order: `lines[2].options[0]`. */
  readonly path?: string;
}

export interface FaultOptions {
  /** What exactly happened, without secrets and personal data. */
  readonly detail?: string;
  /** The place of the item at fault in the order: `lines[2].options[0]`. */
  readonly path?: string;
  /** How long the other side asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

const MARK = 'poshub-bridge/fault';

/** The one error of the bridge. Use {@link isFault} instead of `instanceof`: a plug-in may bring its own copy of core. */
export class Fault extends Error {
  readonly mark = MARK;
  readonly code: FaultCode;
  readonly detail: string | undefined;
  readonly path: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: FaultCode, options: FaultOptions = {}) {
    super(describe(code, options), options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.detail = options.detail;
    this.path = options.path;
    this.retryAfterMs = options.retryAfterMs;
  }

  get side(): FaultSide {
    return FAULTS[this.code].side;
  }

  get retry(): Retry {
    return FAULTS[this.code].retry;
  }

  get hint(): string {
    return FAULTS[this.code].hint;
  }
}

function describe(code: FaultCode, { detail, path }: FaultOptions): string {
  const particulars = [detail, path === undefined ? undefined : `at ${path}`].filter((part) => part !== undefined);
  return particulars.length === 0 ? FAULTS[code].summary : `${FAULTS[code].summary} (${particulars.join(' ')})`;
}

/** Whether an error is a {@link Fault}, of this copy of core or another. */
export function isFault(error: unknown): error is Fault {
  return error instanceof Error && 'mark' in error && error.mark === MARK && 'code' in error && isFaultCode(error.code);
}

/** Whether a value is one of the codes that this copy of core knows. */
export function isFaultCode(value: unknown): value is FaultCode {
  return typeof value === 'string' && Object.hasOwn(FAULTS, value);
}

/** Any error as a Fault: itself if it is one, else `bridge.broken` with the error as its cause. */
export function asFault(error: unknown): Fault {
  return isFault(error)
    ? error
    : new Fault('bridge.broken', { detail: error instanceof Error ? error.name : 'not an error', cause: error });
}

/** A fault as plain data. */
export function reportFault(fault: Fault): FaultReport {
  return {
    code: fault.code,
    message: FAULTS[fault.code].summary,
    ...(fault.detail === undefined ? {} : { detail: fault.detail }),
    ...(fault.path === undefined ? {} : { path: fault.path }),
  };
}
