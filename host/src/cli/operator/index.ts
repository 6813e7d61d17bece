import type { Command } from 'commander';
import { backupCommand } from './backup.js';
import { catalogCommand } from './catalog.js';
import { connectionsCommand } from './connections.js';
import { eventsCommand } from './events.js';
import { ordersCommand } from './orders.js';

/** The commands that talk to a host that runs, by its API. */
export function operatorCommands(): readonly Command[] {
  return [ordersCommand(), connectionsCommand(), catalogCommand(), eventsCommand(), backupCommand()];
}
