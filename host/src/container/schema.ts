import { hubSettingsSchema } from '@poshub-bridge/pos-hub';
import { publishedSchema } from '../config/published.js';
import { readWritten } from '../config/source.js';
import { loadAdapter } from '../plugin/load.js';

/**
 * The JSON Schema of the configuration, with the settings of the adapter that a configuration file names.
 * @throws Fault `config.invalid`, `config.adapter_unusable`
 */
export async function schemaFor(file: string | undefined): Promise<object> {
  const named = file === undefined ? undefined : readWritten(file);
  const use = adapterNamed(named?.parsed);
  if (named === undefined || use === undefined) return publishedSchema({ hub: hubSettingsSchema });
  const { manifest } = await loadAdapter(use, named.folder);
  return publishedSchema({ hub: hubSettingsSchema, settings: manifest.settings });
}

function adapterNamed(content: unknown): string | undefined {
  const adapter: unknown =
    typeof content === 'object' && content !== null && 'adapter' in content ? content.adapter : {};
  const use: unknown = typeof adapter === 'object' && adapter !== null && 'use' in adapter ? adapter.use : undefined;
  return typeof use === 'string' ? use : undefined;
}
