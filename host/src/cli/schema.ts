import { schemaFor } from '../container/schema.js';

/** Prints the JSON Schema of the configuration, by which an editor completes and checks it. */
export async function schema({ config }: { readonly config?: string }): Promise<void> {
  process.stdout.write(`${JSON.stringify(await schemaFor(config), undefined, 2)}\n`);
}
