import { Fault, type Catalog } from '@poshub-bridge/core';
import { queryOf } from '../body.js';
import { LIMIT, PAGE_KEY, pageWithin, readFlag, readPage, readWord } from './asking.js';
import { knownConnection } from './connections.js';
import { dataOf, fields, idOf, MORE, NEXT, pageOf, ref, type Operation } from './operation.js';
import { showRun, showTime } from './showing.js';

const KINDS = ['categories', 'products', 'modifiers', 'modifierGroups', 'taxRates'] as const;

const NOTHING: Omit<Catalog, 'currency'> = {
  ...{ categories: [], products: [], modifiers: [], modifierGroups: [], taxRates: [] },
};

export const CATALOG_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/connections/{id}/catalog', id: 'getCatalog', status: 200 },
    summary:
      'The catalog that POS Hub was last given: when it was read and how large it is; one kind’s entries if asked.',
    query: [
      {
        ...{ name: 'kind', in: 'query', schema: { enum: KINDS } },
        description: 'Show the entries of this kind, page by page.',
      },
      LIMIT,
      PAGE_KEY,
    ],
    answer: fields({ data: ref('Catalog') }, { ...MORE, ...NEXT }),
    faults: [404],
    run: async (call, deps) => {
      const { connectionId } = await knownConnection(idOf(call), deps);
      const query = queryOf(call);
      const [kind, wanted] = [readWord(query, 'kind', KINDS), readPage(query)];
      const known = await deps.ledger.catalogs.snapshot(connectionId);
      const catalog = known?.catalog ?? NOTHING;
      const data = {
        connectionId,
        ...(known === undefined ? {} : { readAt: showTime(known.at), currency: known.catalog.currency }),
        counts: Object.fromEntries(KINDS.map((one) => [one, catalog[one].length])),
      };
      if (kind === undefined) return { data };
      const { items, next } = pageWithin<{ readonly ref: string }>(catalog[kind], (entry) => entry.ref, wanted);
      return {
        data: { ...data, kind, entries: items },
        hasNextPage: next !== undefined,
        ...(next === undefined ? {} : { nextPageKey: next }),
      };
    },
  },
  {
    ...{ method: 'get', path: '/connections/{id}/catalog/plan', id: 'planSync', status: 200 },
    summary: 'What a sync would change now. The till’s catalog is read for it; nothing is changed anywhere.',
    answer: dataOf(ref('CatalogPlan')),
    faults: [404],
    run: async (call, { services }) => {
      const { readAt, ...plan } = await services.previewing.plan(idOf(call));
      return { data: { ...plan, readAt: showTime(readAt) } };
    },
  },
  {
    ...{ method: 'get', path: '/connections/{id}/syncs', id: 'listSyncs', status: 200 },
    summary: 'The last 50 catalog syncs with their reports, newest first.',
    answer: pageOf(ref('Sync')),
    faults: [404],
    run: async (call, deps) => {
      const { connectionId } = await knownConnection(idOf(call), deps);
      return { data: (await deps.ledger.catalogs.runs(connectionId)).map(showRun), hasNextPage: false };
    },
  },
  {
    ...{ method: 'post', path: '/connections/{id}/sync', id: 'sync', status: 200 },
    summary: 'Sync the catalog now.',
    query: [
      {
        ...{ name: 'force', in: 'query', schema: { type: 'boolean', default: false } },
        description:
          'Whether a large removal is meant. POS Hub is given the whole catalog then, although nothing changed.',
      },
    ],
    answer: dataOf(ref('Sync')),
    faults: [404, 409],
    run: async (call, { services }) => {
      const isForced = readFlag(queryOf(call), 'force') === true;
      return { data: showRun(await services.syncing.push(idOf(call), 'operator', isForced)) };
    },
  },
  {
    ...{ method: 'get', path: '/syncs/{id}', id: 'getSync', status: 200 },
    summary: 'One catalog sync with its report.',
    answer: dataOf(ref('Sync')),
    faults: [404],
    run: async (call, { ledger }) => {
      const run = await ledger.catalogs.run(idOf(call));
      if (run === undefined) throw new Fault('sync.unknown');
      return { data: showRun(run) };
    },
  },
];
