import { Command } from 'commander';
import { Complaint } from '../complaint.js';
import { type Column } from '../table.js';
import { Api } from './api.js';
import { showList, showOne, tell } from './showing.js';
import { hostCommand, whereabouts, type HostFlags } from './whereabouts.js';

const COLUMNS: readonly Column[] = [
  ['CONNECTION', 'id'],
  ['STATUS', 'status'],
  ['STORE', 'store.name'],
  ['LOCATION', 'locationId'],
  ['LAST SYNC', 'lastSync.endedAt'],
  ['LAST ERROR', 'lastError.code'],
  ['AT', 'lastError.at'],
];

/** More than one host serves. */
const MOST_SHOPS = 10_000;

/** Which locations are connected to which stores. */
export function connectionsCommand(): Command {
  return new Command('connections')
    .description('See which locations are connected to which stores; end a connection.')
    .addCommand(
      hostCommand('list', 'All connections, and why one is not at work.').action(async (flags: HostFlags) => {
        showList(await new Api(whereabouts(flags)).list('/connections', MOST_SHOPS), COLUMNS, flags);
      }),
      { isDefault: true },
    )
    .addCommand(
      hostCommand('show', 'One connection.')
        .argument('<id>')
        .action(async (id: string, flags: HostFlags) => {
          showOne(await new Api(whereabouts(flags)).get(`/connections/${encodeURIComponent(id)}`), flags);
        }),
    )
    .addCommand(
      hostCommand('disconnect', 'Erase a merchant’s credentials and tell POS Hub that the connection failed.')
        .argument('<id>')
        .option('--yes', 'it is meant: only the merchant can connect again, from POS Hub')
        .action(disconnect),
    );
}

async function disconnect(id: string, flags: HostFlags & { readonly yes?: true }): Promise<void> {
  if (flags.yes !== true)
    throw new Complaint(
      'This erases the merchant’s credentials; only the merchant can connect again, from POS Hub.',
      'If that is meant, say so with --yes.',
    );
  const after = await new Api(whereabouts(flags)).post(`/connections/${encodeURIComponent(id)}/disconnect`);
  tell(after, `${id} is disconnected.`, flags);
}
