import { isFault, type Fault, type FaultCode, type FaultReport } from '@poshub-bridge/core';

/** A requirement that is not met: what was expected, and what was seen. */
export class Unmet extends Error {
  constructor(
    readonly expected: string,
    readonly seen: string,
  ) {
    super(`expected ${expected}, but ${seen}`);
    this.name = 'Unmet';
  }
}

/** @throws Unmet unless the condition holds */
export function demand(condition: boolean, expected: string, seen: string): asserts condition {
  if (!condition) throw new Unmet(expected, seen);
}

/** @throws Unmet where there is nothing */
export function present<T>(value: T | undefined, expected: string, seen: string): T {
  if (value === undefined) throw new Unmet(expected, seen);
  return value;
}

/** What came of a call: its value, or the fault with which it ended. */
export type Came<T> = { readonly value: T; readonly fault?: undefined } | { readonly fault: Fault };

/** Runs a call to its end. @throws Unmet when it throws what is no Fault: the host would take that for a mistake of its own */
export async function come<T>(what: string, call: () => Promise<T> | T): Promise<Came<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (isFault(error)) return { fault: error };
    throw new Unmet(`${what} to give a value or throw a Fault`, `it threw ${describe(error)}`);
  }
}

/** Demands that a call ends with one of these faults. */
export async function faultOf(what: string, codes: readonly FaultCode[], call: () => unknown): Promise<Fault> {
  const came = await come(what, call);
  const expected = `${what} to throw ${codes.join(' or ')}`;
  if (came.fault === undefined) throw new Unmet(expected, `it came back with ${show(came.value)}`);
  demand(codes.includes(came.fault.code), expected, `it threw ${showFault(came.fault)}`);
  return came.fault;
}

export function showFault({ code, detail, path }: Fault | FaultReport): string {
  const more = [detail, path === undefined ? undefined : `at ${path}`].filter((part) => part !== undefined);
  return more.length === 0 ? code : `${code} (${more.join(' ')})`;
}

/** What an error says, and the file and line where it was thrown: mostly the adapter's. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [, place] = /^ +at .*?([^/\\(]+[/\\][^/\\]+:\d+):\d+\)?$/m.exec(error.stack ?? '') ?? [];
  return `${error.name}: ${error.message}${place === undefined ? '' : ` (${place})`}`;
}

/** A value in few words. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 297)}…` : text;
}
