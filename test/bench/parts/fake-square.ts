import { fork } from 'node:child_process';
import { once } from 'node:events';
import { pathOf } from '../child.js';
import type { Shop } from './shop.js';

/** The fake Square in a process of its own. */
export interface SquareChild {
  /** Where it is, and a token of its merchant. */
  readonly shop: Shop;
  admin(method: string, path: string, json: object): Promise<unknown>;
  /** Puts a large catalog in place of what it has, old enough that a read of changes has nothing to read twice. */
  fill(items: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startSquare(): Promise<SquareChild> {
  const child = fork(pathOf('../../../host/dist/cli/main.js'), ['fake', 'square'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told: unknown = (await once(child, 'message', { signal: AbortSignal.timeout(20_000) }))[0];
  const field = (name: string): string => String(fieldOf(told, 'listening', name));
  const [url, adminUrl, adminToken] = [field('url'), field('adminUrl'), field('adminToken')];
  const admin: SquareChild['admin'] = async (method, path, json) => {
    const answer = await fetch(`${adminUrl}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const body: unknown = await answer.json();
    return body;
  };
  const token = String(fieldOf(await admin('POST', '/tokens', {}), 'access_token'));
  return {
    shop: { url, token },
    admin,
    fill: async (items) => {
      await admin('POST', '/catalog/bulk', { items, variations: 4, modifier_lists: 200, modifiers: 6, categories: 50 });
      await admin('POST', '/clock', { ms: 120_000 });
      await admin('PATCH', '/catalog/objects/BULK_CAT_0', { name: 'Category 0' });
      await admin('POST', '/clock', { ms: 120_000 });
    },
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function fieldOf(value: unknown, ...[name, ...rest]: readonly string[]): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return value;
  const fields: [string, unknown][] = Object.entries(value);
  return fieldOf(fields.find(([key]) => key === name)?.[1], ...rest);
}
