import { Command, Option } from 'commander';
import { SETTLEMENTS } from '@poshub-bridge/core';
import { PHASES } from '../../http/phases.js';
import { Complaint } from '../complaint.js';
import type { Column } from '../table.js';
import { Api } from './api.js';
import { filtersOf, withFilters, type FilterFlags } from './filters.js';
import { showList, showOne, tell } from './showing.js';
import { hostCommand, whereabouts, type HostFlags } from './whereabouts.js';

const COLUMNS: readonly Column[] = [
  ['ORDER', 'id'],
  ['NUMBER', 'number'],
  ['PHASE', 'phase'],
  ['NEEDS YOU', 'attention.code'],
  ['CHANNEL', 'channel'],
  ['TOTAL', 'total'],
  ['RECEIVED', 'receivedAt'],
];

const STEPS: readonly Column[] = [
  ['AT', 'at'],
  ['STEP', 'step'],
  ['DETAIL', 'detail'],
];
const EXCHANGES: readonly Column[] = [
  ['AT', 'at'],
  ['WITH', 'target'],
  ['CALL', 'method'],
  ['PATH', 'path'],
  ['ANSWER', 'status'],
  ['PROBLEM', 'fault'],
  ['MS', 'milliseconds'],
];

/** Orders, their way, and what a person decides about them. */
export function ordersCommand(): Command {
  return new Command('orders')
    .description('See how orders fare; settle one that needs you.')
    .addCommand(
      withFilters(hostCommand('list', 'Orders, newest first.'))
        .addOption(new Option('--phase <phase>', 'only those at this phase').choices(PHASES))
        .action(async ({ phase, ...flags }: FilterFlags & { readonly phase?: string }) => {
          const { most, query } = filtersOf(flags);
          showList(await new Api(whereabouts(flags)).list('/orders', most, { ...query, phase }), COLUMNS, flags);
        }),
      { isDefault: true },
    )
    .addCommand(
      hostCommand('show', 'One order with each step of its way.')
        .argument('<id>')
        .action(async (id: string, flags: HostFlags) => {
          const order = await new Api(whereabouts(flags)).get(`/orders/${encodeURIComponent(id)}`);
          showOne(order, flags, { timeline: STEPS, exchanges: EXCHANGES });
        }),
    )
    .addCommand(
      hostCommand('resolve', 'Decide about an order that needs you.')
        .argument('<id>')
        .addOption(new Option('--retry', 'submit it anew; look at the till first').conflicts('as'))
        .addOption(new Option('--as <outcome>', 'it is settled in this way').choices(SETTLEMENTS))
        .action(resolve),
    )
    .addCommand(
      hostCommand('replay', 'Read an order from POS Hub again and do what is missing.')
        .argument('<id>')
        .action(async (id: string, flags: HostFlags) => {
          const answer = await new Api(whereabouts(flags)).post(`/orders/${encodeURIComponent(id)}/replay`);
          tell(answer, `${id} is worked on again; see with \`orders show\` what comes of it.`, flags);
        }),
    );
}

interface ResolveFlags extends HostFlags {
  readonly retry?: true;
  readonly as?: string;
}

async function resolve(id: string, { retry, as, ...flags }: ResolveFlags): Promise<void> {
  if (retry === undefined && as === undefined)
    throw new Complaint(
      'It is not said what is to become of the order.',
      `Say --retry, or --as ${SETTLEMENTS.join('|')}.`,
    );
  const body = as === undefined ? { action: 'retry' } : { action: 'settle', as };
  const answer = await new Api(whereabouts(flags)).post(`/orders/${encodeURIComponent(id)}/resolve`, { body });
  tell(answer, `It is noted for ${id}; see with \`orders show\` what comes of it.`, flags);
}
