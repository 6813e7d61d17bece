import { startHost } from '../host.js';
import { fail } from './fail.js';
import { loadKit } from './kit.js';

/** Runs the host until SIGTERM or SIGINT; a second signal ends it at once, and loses nothing that was acknowledged. */
export async function start({ config }: { readonly config?: string }): Promise<void> {
  if (config === undefined) {
    const { runSandbox } = await loadKit();
    return runSandbox();
  }
  const host = await startHost(config);
  process.send?.({ listening: { url: host.url } });
  const stop = (): void => {
    process.once('SIGTERM', () => process.exit(1));
    process.once('SIGINT', () => process.exit(1));
    host.stop().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
