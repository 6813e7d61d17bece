import { constants, chmodSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readBackups } from '../../config/access.js';
import { Complaint } from '../complaint.js';
import { textAt } from '../table.js';
import { Api } from './api.js';
import { hostCommand, whereabouts, type HostFlags } from './whereabouts.js';

interface BackupFlags extends HostFlags {
  readonly to?: string;
}

/** A copy of a running host's storage: the file is the host's alone, so the host makes it. */
export function backupCommand(): Command {
  return hostCommand('backup', 'Copy the storage of a running host into a file.')
    .option('--to <path>', 'where the copy shall lie; without it in the host’s folder of backups, named by the time')
    .action(backup);
}

async function backup({ to, json, ...flags }: BackupFlags): Promise<void> {
  const at = whereabouts(flags);
  const folder = flags.config === undefined ? undefined : readBackups(flags.config, process.env);
  const target = to === undefined ? undefined : resolve(to);
  if (target !== undefined && folder === undefined)
    throw new Complaint(
      'Where the host’s backups lie is not known.',
      'Give --config FILE beside --to, on the host’s machine.',
    );
  if (target !== undefined && existsSync(target))
    throw new Complaint(`${target} is there already.`, 'Choose another name; a backup is never written over.');
  const made = await new Api(at).post('/backup');
  const name = textAt(made, 'name');
  const path = folder === undefined ? name : move(join(folder, name), target);
  if (json) process.stdout.write(`${JSON.stringify(made, undefined, 2)}\n`);
  else process.stdout.write(`${path}  ${textAt(made, 'bytes')} bytes\n`);
}

/** The host writes into its own folder only; from there the copy is taken by who asked. */
function move(made: string, target: string | undefined): string {
  if (target === undefined) return made;
  try {
    copyFileSync(made, target, constants.COPYFILE_EXCL);
    chmodSync(target, 0o600);
    rmSync(made);
    return target;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Complaint(
      `The backup can’t be brought to ${target} (${reason}).`,
      `It lies at ${made}: take it from there.`,
    );
  }
}
