import { createHmac, randomUUID } from 'node:crypto';

/** An event as POS Hub sends it. */
export interface Webhook {
  readonly eventId: string;
  readonly bytes: Buffer;
  readonly signature: string;
}

/**
 * Signed events of about 3 KB, each with an id of its own. Half of them ask for work, which finds nothing to do: the
 * connections that they name are not known. So the bench measures how events are taken, not what becomes of them.
 */
export function makeWebhooks(count: number, secret: string): readonly Webhook[] {
  return Array.from({ length: count }, (_, index) => {
    const content = event(index);
    const bytes = Buffer.from(JSON.stringify(content));
    return { eventId: content.eventId, bytes, signature: createHmac('sha256', secret).update(bytes).digest('hex') };
  });
}

const LOCATIONS = Array.from({ length: 20 }, () => ({
  connectionId: randomUUID(),
  accountId: randomUUID(),
  locationId: randomUUID(),
}));
const clientId = randomUUID();

function event(index: number) {
  const now = new Date().toISOString();
  return {
    eventId: randomUUID(),
    eventType: 'MODIFY',
    objectType: index % 2 === 0 ? 'CATALOG_PRODUCT' : 'CONNECTION',
    eventTime: now,
    clientId,
    ...LOCATIONS[index % LOCATIONS.length],
    newState: {
      id: randomUUID(),
      createdAt: now,
      updatedAt: now,
      posReference: `P${index}`,
      name: 'Margherita',
      description: 'Tomatoes, mozzarella and basil on a thin crust, baked on stone: così è la vita, as our cook says.',
      price: 1_150,
      showOnline: true,
      categories: CATEGORIES,
      modifierGroups: GROUPS,
    },
  };
}

const CATEGORIES = ['Pizza', 'Vegetarian'].map((name) => ({ id: randomUUID(), name, posReference: name }));

const GROUPS = ['Size', 'Crust', 'Extras', 'Drinks'].map((name, group) => ({
  id: randomUUID(),
  name,
  posReference: `G${group}`,
  minPermitted: group === 0 ? 1 : 0,
  maxPermitted: 1 + group,
  modifiers: ['Small', 'Medium', 'Large', 'Special'].map((option, index) => ({
    id: randomUUID(),
    name: `${name} ${option}`,
    price: index * 100,
    posReference: `M${group}${index}`,
    showOnline: true,
  })),
}));
