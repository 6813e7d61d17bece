import { Command } from 'commander';
import { fail } from './fail.js';
import { kitCommands } from './kit.js';
import { operatorCommands } from './operator/index.js';

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
  .description('Check a configuration: its adapter, secrets and storage, and whether POS Hub and the till answer.')
  .requiredOption('--config <file>', 'the configuration, YAML or JSON')
  .option('--offline', 'call nobody')
  .action(async (flags: { config: string; offline?: true }) => (await import('./check.js')).check(flags));

program
  .command('schema')
  .description('Print the JSON Schema of the configuration, for an editor to complete and check it.')
  .option('--config <file>', 'a configuration whose adapter’s settings it shall describe too')
  .action(async (flags: { config?: string }) => (await import('./schema.js')).schema(flags));

for (const command of operatorCommands())
  program.addCommand(inherited(command.helpGroup('A host that runs:'), program));
for (const command of kitCommands()) program.addCommand(inherited(command.helpGroup('To try it:'), program));

await program.parseAsync().catch(fail);

/** A mistake in a command below another one is told as at the top. */
function inherited(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherited(child, command);
  return command;
}
