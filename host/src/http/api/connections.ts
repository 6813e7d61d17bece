import { Fault, type Connection } from '@poshub-bridge/core';
import { queryOf } from '../body.js';
import type { HttpDeps } from '../deps.js';
import { LIMIT, PAGE_KEY, pageWithin, readPage, readWord } from './asking.js';
import { dataOf, idOf, pageOf, ref, type Operation } from './operation.js';
import { showConnection, showPage } from './showing.js';

const STATUSES = ['pending', 'connected', 'failed', 'removed'] as const;

export const CONNECTION_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/connections', id: 'listConnections', status: 200 },
    summary: 'Which locations are connected to which stores, oldest first, each with its last sync and its last error.',
    query: [
      { name: 'status', in: 'query', description: 'Only those of this status.', schema: { enum: STATUSES } },
      LIMIT,
      PAGE_KEY,
    ],
    answer: pageOf(ref('Connection')),
    faults: [],
    run: async (call, deps) => {
      const query = queryOf(call);
      const status = readWord(query, 'status', STATUSES);
      const all = (await deps.ledger.connections.list()).filter((one) => status === undefined || one.status === status);
      const page = pageWithin(all, (one) => one.connectionId, readPage(query));
      const shown = await withStandings(page.items, deps);
      return showPage({ ...page, items: shown }, (one) => one);
    },
  },
  {
    ...{ method: 'get', path: '/connections/{id}', id: 'getConnection', status: 200 },
    summary: 'One connection with its last sync and its last error.',
    answer: dataOf(ref('Connection')),
    faults: [404],
    run: async (call, deps) => ({ data: await standingOf(idOf(call), deps) }),
  },
  {
    ...{ method: 'post', path: '/connections/{id}/disconnect', id: 'disconnect', status: 200 },
    summary: 'End a connection: the access is revoked at the till and erased, and POS Hub is told FAILED.',
    answer: dataOf(ref('Connection')),
    faults: [404],
    run: async (call, deps) => {
      const id = idOf(call);
      await deps.services.connecting.disconnect(id);
      return { data: await standingOf(id, deps) };
    },
  },
];

/** @throws Fault `connection.unknown` */
export async function knownConnection(id: string, { ledger }: Pick<HttpDeps, 'ledger'>): Promise<Connection> {
  const connection = await ledger.connections.get(id);
  if (connection === undefined) throw new Fault('connection.unknown');
  return connection;
}

async function standingOf(id: string, deps: HttpDeps): Promise<object | undefined> {
  const [shown] = await withStandings([await knownConnection(id, deps)], deps);
  return shown;
}

async function withStandings(
  connections: readonly Connection[],
  { ledger, services }: HttpDeps,
): Promise<readonly object[]> {
  const runs = await ledger.catalogs.lastRuns(connections.map((one) => one.connectionId));
  return connections.map((one) =>
    showConnection(one, {
      runs: runs.get(one.connectionId),
      running: services.syncing.progress.running(one.connectionId),
    }),
  );
}
