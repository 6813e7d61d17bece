import { Command, Option } from 'commander';
import { listAt, type Column } from '../table.js';
import { Api } from './api.js';
import { showList, showOne } from './showing.js';
import { hostCommand, whereabouts, type HostFlags } from './whereabouts.js';

const RUNS: readonly Column[] = [
  ['STARTED', 'startedAt'],
  ['ASKED BY', 'trigger'],
  ['OUTCOME', 'outcome'],
  ['INSERTED', 'inserted'],
  ['UPDATED', 'updated'],
  ['DELETED', 'deleted'],
  ['UNCHANGED', 'unchanged'],
  ['WARNINGS', (run) => String(listAt(run, 'warnings').length)],
  ['PROBLEM', 'fault.code'],
];
const KINDS = ['categories', 'products', 'modifiers', 'modifierGroups', 'taxRates'];
const ENTRIES: readonly Column[] = [
  ['ENTRY', 'ref'],
  ['NAME', 'name'],
  ['PRICE', 'price'],
  ['AVAILABLE', 'available'],
];
const MOST_ENTRIES = 100_000;
const WARNINGS: readonly Column[] = [
  ['ENTRY', 'ref'],
  ['WARNING', 'message'],
];

/** The catalog of a connection's store: what POS Hub has of it, what a sync would do, and what syncs did. */
export function catalogCommand(): Command {
  const forConnection = (name: string, description: string): Command =>
    hostCommand(name, description).argument('<connection>');
  return new Command('catalog')
    .description('See and sync the catalog of a connection’s store.')
    .addCommand(
      forConnection('show', 'The catalog as POS Hub was last given it: when it was read, and how large it is.')
        .addOption(new Option('--kind <kind>', 'the entries of this kind').choices(KINDS))
        .action(show),
    )
    .addCommand(
      forConnection('plan', 'What a sync would change now; changes nothing.').action(
        async (id: string, flags: HostFlags) => {
          const [api, path] = at(flags, id);
          showOne(await api.get(`${path}/catalog/plan`), flags, { warnings: WARNINGS });
        },
      ),
    )
    .addCommand(
      forConnection('sync', 'Sync the catalog now.')
        .option('--force', 'the whole catalog, also where a large part of it would go')
        .action(async (id: string, { force, ...flags }: HostFlags & { readonly force?: true }) => {
          const [api, path] = at(flags, id);
          const run = await api.post(`${path}/sync`, { query: { force: force === undefined ? undefined : 'true' } });
          showOne(run, flags, { warnings: WARNINGS });
        }),
    )
    .addCommand(
      forConnection('syncs', 'The last syncs with their numbers.').action(async (id: string, flags: HostFlags) => {
        const [api, path] = at(flags, id);
        const entries = await api.get(`${path}/syncs`);
        showList({ entries: Array.isArray(entries) ? entries : [], more: false }, RUNS, flags);
      }),
    );
}

function at(flags: HostFlags, id: string): readonly [Api, string] {
  return [new Api(whereabouts(flags)), `/connections/${encodeURIComponent(id)}`];
}

async function show(id: string, { kind, ...flags }: HostFlags & { readonly kind?: string }): Promise<void> {
  const [api, path] = at(flags, id);
  if (kind === undefined) showOne(await api.get(`${path}/catalog`), flags);
  else showList(await api.list(`${path}/catalog`, MOST_ENTRIES, { kind }, 'data.entries'), ENTRIES, flags);
}
