import type { PosSystem } from '@poshub-bridge/core';
import { Unmet } from './verdict.js';

/** What every system must have; the others are there where they are needed. */
export const METHODS = [
  'stores',
  'catalog',
  'submit',
  'find',
  'read',
  'cancel',
  'receive',
  'poll',
] as const satisfies readonly (keyof PosSystem)[];

const thrown = new WeakMap<object, string>();

/** The method of the adapter that threw an error; undefined where it came from elsewhere. */
export function methodOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? thrown.get(error) : undefined;
}

/**
 * The same system, but it is known afterwards which of its methods threw what.
 * @throws Unmet where it is none; later, where a method is called that it does not have
 */
export function named(system: PosSystem): PosSystem {
  if (isObject(system)) return watched(system, '');
  throw new Unmet('create() to give an object with the methods of the contract', `it gave ${typeof system}`);
}

function watched<T extends object>(system: T, path: string): T {
  return new Proxy(system, {
    get: (target, key): unknown => {
      const value: unknown = Reflect.get(target, key);
      const name = `${path}${String(key)}`;
      if (value === undefined && METHODS.some((one) => one === name))
        throw new Unmet(`create() to give an object with the method ${name}`, 'there is none: write it');
      if (isMethod(value)) return (...given: unknown[]) => called(name, value, target, given);
      return key === 'oauth' && isObject(value) ? watched(value, 'oauth.') : value;
    },
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isMethod(value: unknown): value is (...given: unknown[]) => unknown {
  return typeof value === 'function';
}

function called(name: string, method: (...given: unknown[]) => unknown, target: object, given: unknown[]): unknown {
  try {
    const result: unknown = Reflect.apply(method, target, given);
    if (result instanceof Promise) return result.catch((error: unknown) => blame(name, error));
    return isParts(result) ? parts(name, result) : result;
  } catch (error) {
    return blame(name, error);
  }
}

function isParts(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* parts(name: string, all: AsyncIterable<unknown>): AsyncIterable<unknown> {
  try {
    yield* all;
  } catch (error) {
    blame(name, error);
  }
}

/** The first method that threw is the one: what others did with the error says nothing of its cause. */
function blame(name: string, error: unknown): never {
  if (typeof error === 'object' && error !== null && !thrown.has(error)) thrown.set(error, name);
  throw error;
}
