type Json = Readonly<Record<string, unknown>>;

/** Calls a part of the sandbox as one who has its token. @throws Error with what it answered instead of 2xx */
export async function call(method: string, url: string, token: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}: ${text.slice(0, 300)}`);
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  return parsed;
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** @throws Error when the answer is of another form than documented */
export function field(value: unknown, key: string): unknown {
  if (isRecord(value) && key in value) return value[key];
  throw new Error(`an answer lacks "${key}"`);
}

/** @throws Error when the answer is of another form than documented */
export function list(value: unknown, key: string): readonly unknown[] {
  return listOf(field(value, key));
}

/** @throws Error when it is no list */
export function listOf(value: unknown): readonly unknown[] {
  if (isList(value)) return value;
  throw new Error('an answer is no list');
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** @throws Error where it is no text */
export function textOf(value: unknown, key: string): string {
  const found = field(value, key);
  if (typeof found === 'string') return found;
  throw new Error(`"${key}" is no text`);
}

/** @throws Error where it is no number */
export function numberOf(value: unknown, key: string): number {
  const found = field(value, key);
  if (typeof found === 'number') return found;
  throw new Error(`"${key}" is no number`);
}
