/** Calls a fake's own API, past the adapter. @throws Error with what it answered, unless it is 2xx */
export function callerOf(
  root: string,
  token: string,
): (method: string, path: string, json?: unknown) => Promise<unknown> {
  return async (method, path, json) => {
    const answer = await fetch(root + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    return body;
  };
}

/** Waits for a call whose answer says nothing. */
export async function done(call: Promise<unknown>): Promise<void> {
  await call;
}

/** A field of an answer; undefined where it has none. */
export function field(value: unknown, key: string): unknown {
  const fields: readonly (readonly [string, unknown])[] =
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return fields.find(([name]) => name === key)?.[1];
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? Array.from<unknown>(value) : [];
}
