import { startHost } from '../host.js';
import { fail } from './fail.js';
import { loadKit } from './kit.js';

/** Runs the host until SIGTERM or SIGINT; a second signal ends it at once, and loses nothing that was acknowledged. */
export async function start({ config }: { readonly config?: string }): Promise<void> {
  if (config === undefined) {
    const { runSandbox } = await loadKit();
    return runSandbox();
  }
  // A log collector that dies may not take the orders with it.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const starting = startHost(config);
  // A signal may come while the storage is migrated: then the host stops as soon as it stands.
  const stop = (): void => {
    process.once('SIGTERM', () => process.exit(1));
    process.once('SIGINT', () => process.exit(1));
    starting.then((host) => host.stop()).then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const { url, broken } = await starting;
  // What is acknowledged is on the disk; a new process goes on with it, this one can't.
  void broken.then(fail);
  process.send?.({ listening: { url } });
}
