import type { ValidateFunction } from 'ajv';

/* What descriptions of vendors' APIs have in common, whatever their version of OpenAPI. */

/** A difference between a fake and the vendor's own description. */
export interface Violation {
  at: string;
  kind: 'request' | 'answer' | 'event';
  /** `POST /v2/orders`, or the type of an event. */
  where: string;
  problems: string[];
}

export type Json = Record<string, unknown>;
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at a path; an empty one where there is none. */
export const into = (value: unknown, ...path: string[]): Json => {
  const found = path.reduce<unknown>((at, key) => (isJson(at) ? at[key] : undefined), value);
  return isJson(found) ? found : {};
};

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Matches the paths of an operation. */
export const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);

/** The operation of a path: one without parameters before one with them. */
export const operationAt = <T extends { pattern: RegExp }>(operations: T[], path: string): T | undefined => {
  const fits = operations.filter(({ pattern }) => pattern.test(path));
  return fits.find(({ pattern }) => !pattern.source.includes('[^')) ?? fits[0];
};

/** What is wrong with a value, a sentence each. */
export function problemsOf(valid: ValidateFunction, value: unknown): string[] {
  if (valid(value)) return [];
  return (valid.errors ?? []).slice(0, 10).map(({ instancePath, message, params }) => {
    return `${instancePath === '' ? 'the body' : instancePath} ${message ?? 'is wrong'} ${JSON.stringify(params)}`;
  });
}

/** Differences that were noticed; each is told on stderr as well. */
export class Violations {
  readonly all: Violation[] = [];

  /** @param name whose fake it is */
  constructor(private readonly name: string) {}

  add(kind: Violation['kind'], where: string, problems: string[]): void {
    if (problems.length === 0) return;
    this.all.push({ at: new Date().toISOString(), kind, where, problems });
    process.stderr.write(`${this.name} differs from the document: ${kind} ${where}: ${problems.join('; ')}\n`);
  }
}
