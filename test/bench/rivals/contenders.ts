import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { freePort } from '#kit/demo/processes.js';
import { newCluster } from '../../support/postgres.js';
import { pathOf, startChild, type Child } from '../child.js';
import { startRedis } from './redis.js';

/** A server that takes the same webhooks. */
export interface Contender {
  readonly name: string;
  /** Starts it; on the storage that it had before. */
  start(): Promise<Child>;
  /** Those of the events that its storage has, whatever its process says; undefined where it stores nothing. */
  readonly stored?: (eventIds: readonly string[]) => Promise<ReadonlySet<string>>;
}

export interface Contenders {
  readonly all: readonly Contender[];
  /** Why some are not among them, a line each. */
  readonly leftOut: readonly string[];
  /** Ends the services that they needed. */
  stop(): Promise<void>;
}

/**
 * Every contender for which this machine has the service.
 * @param folder where they may store
 * @param secret what webhooks are signed with
 */
export async function gatherContenders(folder: string, secret: string): Promise<Contenders> {
  const env = { BENCH_SECRET: secret, BENCH_KEY: randomBytes(32).toString('base64') };
  const leftOut: string[] = [];
  const all: Contender[] = [
    await aHost('host on SQLite', join(folder, 'sqlite'), `sqlite:./bridge.db`, env),
    { name: 'bare Koa, nothing stored', start: () => startChild(pathOf('bare.js'), [], env) },
  ];
  const redis = await startRedis();
  if (redis === undefined) leftOut.push('Express with BullMQ: no redis-server is installed');
  else all.push(express(redis.port, env));
  const cluster = await newCluster();
  if ('reason' in cluster) leftOut.push(`host on PostgreSQL, Fastify with pg-boss: ${cluster.reason}`);
  else {
    const [ours, theirs] = [await cluster.database(), await cluster.database()];
    all.push(await aHost('host on PostgreSQL', join(folder, 'postgres'), ours.url, env), fastify(theirs.url, env));
  }
  return {
    all,
    leftOut,
    stop: async () => {
      await redis?.stop();
      if (!('reason' in cluster)) await cluster.remove();
    },
  };
}

type Env = Readonly<Record<string, string>>;

async function aHost(name: string, folder: string, storage: string, env: Env): Promise<Contender> {
  const port = await freePort();
  await mkdir(folder);
  const config = join(folder, 'bridge.yaml');
  const api = randomBytes(24).toString('base64url');
  await writeFile(
    config,
    `publicUrl: http://127.0.0.1:${port}
listen: { port: ${port} }
hub: { baseUrl: "http://127.0.0.1:9", clientId: bench, clientSecret: "\${BENCH_SECRET}" }
adapter: { use: till, settings: { baseUrl: "http://127.0.0.1:9", webhookSecret: "\${BENCH_SECRET}" } }
storage: { url: "${storage}" }
secrets: { keys: ["\${BENCH_KEY}"] }
api: { token: "\${BENCH_API}" }
limits: { requestsPerMinute: 1000000 }
log: { level: warn }
`,
  );
  const start = (): Promise<Child> =>
    startChild(pathOf('../../../host/dist/cli/main.js'), ['start', '--config', config], { ...env, BENCH_API: api });
  return { name, start, stored: (ids) => askHost(start, api, ids) };
}

/** Asks a host that was started for it. */
async function askHost(
  start: () => Promise<Child>,
  token: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const child = await start();
  const found = new Set<string>();
  try {
    for (const id of ids) {
      const answer = await fetch(`${child.url}/api/v1/events/${id}`, { headers: { authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
      if (answer.status === 200) found.add(id);
      else if (answer.status !== 404) throw new Error(`the host answered ${answer.status} when asked for an event`);
    }
  } finally {
    await child.stop();
  }
  return found;
}

function express(port: number, env: Env): Contender {
  return {
    name: 'Express with BullMQ',
    start: () => startChild(pathOf('rivals/express-bullmq.js'), [], { ...env, BENCH_REDIS: String(port) }),
    stored: async (ids) => {
      const connection = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
      const queue = new Queue('events', { connection });
      try {
        const jobs = await Promise.all(ids.map(async (id) => ({ id, job: await queue.getJob(id) })));
        return new Set(jobs.flatMap(({ id, job }) => (job === undefined ? [] : [id])));
      } finally {
        await queue.close();
        connection.disconnect();
      }
    },
  };
}

function fastify(url: string, env: Env): Contender {
  return {
    name: 'Fastify with pg-boss',
    start: () => startChild(pathOf('rivals/fastify-pg-boss.js'), [], { ...env, BENCH_POSTGRES: url }),
    stored: async (ids) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        const { rows } = await client.query<{ id: string }>('select id from pgboss.job where id = any($1)', [ids]);
        return new Set(rows.map(({ id }) => id));
      } finally {
        await client.end();
      }
    },
  };
}
