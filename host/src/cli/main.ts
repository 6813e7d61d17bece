#!/usr/bin/env node
import { Command } from 'commander';
import { fail } from './fail.js';
import { kitCommands } from './kit.js';

const program = new Command('poshub-bridge')
  .description('Connects the tills that stand in shops to POS Hub.')
  .showHelpAfterError()
  .configureHelp({ showGlobalOptions: true });

program
  .command('start')
  .description(
    'Run the host. Without a configuration: a sandbox of POS Hub simulator, local till and host on this machine.',
  )
  .option('--config <file>', 'the configuration, YAML or JSON')
  .action(async (flags: { config?: string }) => (await import('./start.js')).start(flags));

program
  .command('check')
  .description('Check a configuration, its adapter and its storage without starting the host.')
  .requiredOption('--config <file>', 'the configuration, YAML or JSON')
  .action(async (flags: { config: string }) => (await import('./check.js')).check(flags));

program
  .command('schema')
  .description('Print the JSON Schema of the configuration, for an editor to complete and check it.')
  .option('--config <file>', 'a configuration whose adapter’s settings it shall describe too')
  .action(async (flags: { config?: string }) => (await import('./schema.js')).schema(flags));

for (const command of kitCommands()) program.addCommand(command);

await program.parseAsync().catch(fail);
