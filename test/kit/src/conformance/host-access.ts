import { fileURLToPath } from 'node:url';

export type { HostAccess } from './bench.js';

/** The path of the host's command line, where the package @poshub-bridge/host is installed. */
export function programOf(): string {
  return fileURLToPath(new URL('cli/main.js', import.meta.resolve('@poshub-bridge/host')));
}
