import { Command } from 'commander';
import { sheet, valueAt, type Column } from '../table.js';
import { Api } from './api.js';
import { filtersOf, withFilters, type FilterFlags } from './filters.js';
import { showList, showOne, tell } from './showing.js';
import { hostCommand, whereabouts, type HostFlags } from './whereabouts.js';

const COLUMNS: readonly Column[] = [
  ['EVENT', 'id'],
  ['RECEIVED', 'receivedAt'],
  ['FROM', 'source'],
  ['ABOUT', 'topic'],
  ['ORDER', 'orderId'],
  ['STATE', 'state'],
];

/** What POS Hub and the till told, as it lies in the inbox. */
export function eventsCommand(): Command {
  return new Command('events')
    .description('See what POS Hub and the till told; have an event worked on again.')
    .addCommand(
      withFilters(hostCommand('list', 'Events, newest first.'))
        .option('--order <id>', 'only those about this order')
        .option('--waiting', 'only those that are still to be worked on')
        .action(list),
      { isDefault: true },
    )
    .addCommand(
      hostCommand('show', 'One event with what was told, without what people wrote.')
        .argument('<id>')
        .action(async (id: string, flags: HostFlags) => {
          const event = await new Api(whereabouts(flags)).get(`/events/${encodeURIComponent(id)}`);
          if (flags.json) showOne(event, flags);
          else
            process.stdout.write(
              `${sheet(without(event, 'news'))}\n${JSON.stringify(valueAt(event, 'news'), null, 2)}\n`,
            );
        }),
    )
    .addCommand(
      hostCommand('replay', 'Have an event worked on again; an order hears it without harm.')
        .argument('<id>')
        .action(async (id: string, flags: HostFlags) => {
          const answer = await new Api(whereabouts(flags)).post(`/events/${encodeURIComponent(id)}/replay`);
          tell(answer, `${id} is worked on again.`, flags);
        }),
    );
}

interface EventFlags extends FilterFlags {
  readonly order?: string;
  readonly waiting?: true;
}

async function list({ order, waiting, ...flags }: EventFlags): Promise<void> {
  const { most, query } = filtersOf(flags);
  const handled = waiting === undefined ? undefined : 'false';
  const wanted = { ...query, orderId: order, handled };
  showList(await new Api(whereabouts(flags)).list('/events', most, wanted), COLUMNS, flags);
}

function without(entry: unknown, key: string): unknown {
  if (typeof entry !== 'object' || entry === null) return entry;
  return Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key));
}
