import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startPart, type Part } from '#kit/demo/processes.js';
import { STEPS, type Story } from '#kit/demo/story.js';
import { startSandbox, type Sandbox } from '#kit/demo/sandbox.js';
import { listOf, textOf } from '#kit/demo/json.js';
import { startTillVendor, type TillVendor } from '#kit/demo/vendors/till.js';
import { until, World, type HubView } from '#kit/demo/world.js';

export { until };
export type { HubView, Sandbox };

export const program = fileURLToPath(new URL('../../../host/dist/cli/main.js', import.meta.url));

/** A sandbox of real processes in which a store is connected and its catalog is in POS Hub. */
export interface Shop {
  readonly sandbox: Sandbox;
  readonly world: World;
  readonly till: TillVendor;
  readonly locationId: string;
  readonly store: string;
}

/** Starts the processes and connects a store, as the demo does. */
export async function openShop(): Promise<Shop> {
  const sandbox = await startSandbox(program, () => undefined, 'till', startTillVendor);
  try {
    const world = new World(sandbox);
    await world.hub('PATCH', '/settings', { autoConsent: true });
    const [location] = listOf(await world.hub('GET', '/locations'));
    const { vendor: till } = sandbox;
    const shop = { sandbox, world, till, locationId: textOf(location, 'id'), store: till.store };
    const story: Story = { ...shop, vendor: till, say: () => undefined };
    for (const step of STEPS.slice(0, 2)) await step.play(story);
    return shop;
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

/**
 * Starts hosts with the sandbox's configuration, all at once, on one PostgreSQL.
 * @param url of the database
 * @param ports where they listen, one a host
 * @param change what else shall differ in the configuration's text
 */
export async function startReplicas(
  { host: { config, secrets } }: Pick<Sandbox, 'host'>,
  url: string,
  ports: readonly number[],
  change: (text: string) => string = (text) => text,
): Promise<readonly Part[]> {
  const text = change((await readFile(config, 'utf8')).replace('sqlite:./bridge.db', url));
  return Promise.all(
    ports.map(async (port, index) => {
      const file = config.replace('bridge.yaml', `bridge-${index}.yaml`);
      await writeFile(file, text.replace(/listen: .*/, `listen: { port: ${port} }`));
      return startPart(program, `Host ${index}`, ['start', '--config', file], secrets);
    }),
  );
}

/** Waits until POS Hub shows a status of an order. */
export function reaches({ world }: Pick<Shop, 'world'>, id: string, status: string, patience?: number): Promise<true> {
  return until(
    `order ${id} to be ${status}`,
    async () => ((await world.orderAtHub(id)).status === status ? true : undefined),
    patience,
  );
}

/** Waits until the host calls a person for an order. */
export function needsPerson({ world }: Shop, id: string): Promise<true> {
  return until(`order ${id} to need a person`, async () => {
    const seen = await world.operator(`/orders/${id}`).catch(() => undefined);
    return seen !== undefined && textOf(seen, 'phase') === 'attention' ? true : undefined;
  });
}

/** The statuses that POS Hub was told of an order and took, in their order. */
export async function toldStatuses({ world }: Shop, id: string): Promise<readonly string[]> {
  const requests = listOf(await world.hub('GET', `/requests?method=PATCH&path=${id}`));
  return requests.flatMap((request) => {
    if (typeof request !== 'object' || request === null || !('status' in request) || request.status !== 200) return [];
    return 'body' in request ? [textOf(request.body, 'status')] : [];
  });
}
