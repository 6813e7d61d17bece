import { compose } from '../container/compose.js';
import { loadConfig } from '../config/load.js';

/** Checks what can be known before the start: the configuration, the adapter and its settings, the keys, the storage. */
export async function check({ config }: { readonly config: string }): Promise<void> {
  const composition = await compose(loadConfig(config));
  const { manifest } = composition.bridge;
  await composition.close();
  process.stdout.write(`${config} is right: adapter ${manifest.id} ${manifest.version}, storage opened and closed.\n`);
}
