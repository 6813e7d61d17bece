import { choicesOf, headingOf, TextBrowser } from './browser.js';
import { field, isRecord, list, listOf, textOf } from './json.js';
import type { TicketView, Vendor } from './vendors/vendor.js';
import { until, type HubView, type World } from './world.js';

/** What the steps pass on to each other. */
export interface Story {
  readonly world: World;
  readonly vendor: Vendor;
  readonly say: (line: string) => void;
  readonly locationId: string;
}

/** A step of the story. It gives what came of it, in a few words. @throws Error when it did not come out */
export interface Step {
  readonly title: string;
  play(story: Story): Promise<string>;
}

function demand(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

async function products({ world, locationId }: Story): Promise<readonly unknown[]> {
  return list(await world.hub('GET', `/locations/${locationId}/catalog`), 'products');
}

async function isOnline(story: Story, ref: string): Promise<boolean> {
  const product = (await products(story)).find((one) => textOf(one, 'posReference') === ref);
  return field(product, 'showOnline') === true;
}

/** Waits for the one ticket of an order, and for POS Hub to know that the till took it. */
async function taken({ world, vendor }: Story, order: HubView): Promise<TicketView> {
  const ticket = await until('the ticket at the till', async () => {
    if ((await world.orderAtHub(order.id)).status === 'REJECTED')
      throw new Error(`the order was rejected: ${(await world.timeline(order.id)).join(' → ')}`);
    return (await vendor.tickets(order.id))[0];
  });
  await until('ACCEPTED in POS Hub', async () =>
    (await world.orderAtHub(order.id)).status === 'ACCEPTED' ? true : undefined,
  );
  return ticket;
}

function reaches({ world }: Story, id: string, status: string): Promise<boolean> {
  return until(`${status} in POS Hub`, async () => ((await world.orderAtHub(id)).status === status ? true : undefined));
}

/** A merchant installs the application and chooses the store. */
async function connect({ world, vendor, say, locationId }: Story): Promise<string> {
  const browser = new TextBrowser();
  const install = await world.hub('POST', '/installs', { locationId });
  const entrance = await browser.open(textOf(install, 'authorizeUrl'));
  say(
    `   POS Hub sent the merchant to ${new URL(entrance.url).pathname.replace(/[0-9a-f-]{36}/, '…')}: “${headingOf(entrance)}”`,
  );
  const choice = await vendor.giveAccess(browser, entrance, say);
  const stores = choicesOf(choice);
  demand(stores.includes(vendor.store), `the store ${vendor.store} is not offered on “${headingOf(choice)}”`);
  say(`   the vendor offers ${stores.length} stores`);
  const next = await browser.submit(choice, { store: vendor.store });
  // What only the merchant knows is asked once more; the proposals will do.
  const done = next.html.includes('value="choices"') ? await browser.submit(next, {}) : next;
  demand(done.status === 200, `the last page says: ${headingOf(done)}`);
  const connectionId = textOf(install, 'connectionId');
  await until('COMPLETED in POS Hub', async () => {
    const connections = listOf(await world.hub('GET', '/connections'));
    const mine = connections.find((one) => textOf(one, 'id') === connectionId);
    return mine !== undefined && textOf(mine, 'status') === 'COMPLETED' ? true : undefined;
  });
  return 'connection COMPLETED';
}

async function pushCatalog(story: Story): Promise<string> {
  const { world, locationId } = story;
  await until('the catalog in POS Hub', () =>
    world.hub('GET', `/locations/${locationId}/catalog`).catch(() => undefined),
  );
  return `${(await products(story)).length} products in POS Hub`;
}

async function pullCatalog(story: Story): Promise<string> {
  const { world, locationId } = story;
  await world.hub('POST', `/locations/${locationId}/sync`);
  const [connection] = listOf(await world.operator('/connections'));
  const [last] = listOf(await world.operator(`/connections/${textOf(connection, 'id')}/syncs`));
  demand(textOf(last, 'outcome') === 'unchanged', 'a second sync of the same catalog found changes');
  return 'answered; nothing had changed';
}

/** One order of a kind, and its way to the till. */
function orderOfKind(sample: string): Step {
  return {
    title: `An order for ${sample} becomes a ticket`,
    play: async (story) => {
      const order = await story.world.order({ locationId: story.locationId, sample });
      const ticket = await taken(story, order);
      demand(ticket.difference === 0, `the till’s total differs by ${ticket.difference}`);
      return `ticket ${ticket.id}, ${(ticket.total / 100).toFixed(2)}, ACCEPTED`;
    },
  };
}

async function everyDetail(story: Story): Promise<string> {
  const { world, vendor, locationId } = story;
  const { items, parts } = vendor.richOrder(await products(story));
  const order = await world.order({
    locationId,
    fulfillmentType: 'PICKUP',
    items,
    notes: 'Nut allergy!',
    charges: [
      { name: 'SERVICE', amount: 150 },
      { name: 'DRIVER_TIP', amount: 200 },
    ],
    discounts: [{ name: 'LOYALTY', amount: 100, type: 'FIXED' }],
  });
  const { text, difference } = await taken(story, order);
  for (const part of [...parts, 'no onions please', 'Nut allergy!'])
    demand(text.includes(part), `the ticket lacks “${part}”`);
  demand(difference === 0, `the till’s total differs by ${difference}`);
  return 'options, notes, charge, tip and discount on the ticket; totals agree';
}

async function moveOn(story: Story): Promise<string> {
  const { world, vendor, locationId } = story;
  const order = await world.order({ locationId, sample: 'pickup' });
  const ticket = await taken(story, order);
  for (const status of vendor.moves) {
    await vendor.move(ticket.id, status);
    await reaches(story, order.id, status.toUpperCase());
    story.say(`   the till says ${status}, POS Hub shows ${status.toUpperCase()}`);
  }
  return ['accepted', ...vendor.moves].join(', ').toUpperCase();
}

async function cancel(story: Story): Promise<string> {
  const { world, vendor, locationId } = story;
  const order = await world.order({ locationId, sample: 'delivery' });
  await taken(story, order);
  await world.hub('POST', `/orders/${order.id}/cancel`, {});
  if (!vendor.cancels) {
    await until('the reason in the timeline', async () =>
      (await world.timeline(order.id)).some((line) => line.includes('order.cancel_unsupported')) ? true : undefined,
    );
    return 'the vendor has no way to; staff is told';
  }
  await until('the ticket to be cancelled', async () =>
    (await vendor.tickets(order.id))[0]?.status === 'cancelled' ? true : undefined,
  );
  return 'the ticket is cancelled at the till';
}

async function unknownItem(story: Story): Promise<string> {
  const { world, vendor, locationId } = story;
  const order = await world.order({
    locationId,
    fulfillmentType: 'PICKUP',
    items: [{ name: 'Ghost pepper pie', price: 900, quantity: 1, posReference: 'prd_nobody_knows' }],
  });
  await reaches(story, order.id, 'REJECTED');
  demand((await vendor.tickets(order.id)).length === 0, 'there is a ticket for it');
  const reason = (await world.timeline(order.id)).find((line) => line.includes('menu.item_unknown'));
  if (reason === undefined) throw new Error('the timeline does not say why');
  return `REJECTED: ${reason}`;
}

async function duplicate(story: Story): Promise<string> {
  const { world, vendor, locationId } = story;
  await world.hub('PUT', '/faults/webhooks', { copies: 5 });
  const order = await world.order({ locationId, sample: 'pickup' });
  await taken(story, order);
  await until('five deliveries', async () => {
    const deliveries = listOf(await world.hub('GET', `/deliveries?orderId=${order.id}`));
    return deliveries.filter((one) => field(one, 'state') === 'delivered').length >= 5 ? true : undefined;
  });
  await world.hub('PUT', '/faults/webhooks', {});
  const tickets = await vendor.tickets(order.id);
  demand(tickets.length === 1, `there are ${tickets.length} tickets`);
  return 'delivered five times, one ticket';
}

async function runOut(story: Story): Promise<string> {
  const { vendor } = story;
  const all = await products(story);
  // What has variants is not ordered itself, and does not run out.
  const parents = all.flatMap((one) => (isRecord(one) && typeof one['parentId'] === 'string' ? one['parentId'] : []));
  const ref = textOf(
    all.find(
      (one) =>
        field(one, 'showOnline') === true && field(one, 'type') === 'PRODUCT' && !parents.includes(textOf(one, 'id')),
    ),
    'posReference',
  );
  await vendor.setStock(ref, false);
  await until(`${ref} offline in POS Hub`, async () => ((await isOnline(story, ref)) ? undefined : true));
  story.say(`   ${ref} ran out and went offline`);
  await vendor.setStock(ref, true);
  await until(`${ref} online again`, async () => ((await isOnline(story, ref)) ? true : undefined));
  return `${ref}: offline, then online again`;
}

/** The whole story, in its order. */
export const STEPS: readonly Step[] = [
  { title: 'A merchant connects a store', play: connect },
  { title: 'The catalog is pushed', play: pushCatalog },
  { title: 'POS Hub pulls the catalog', play: pullCatalog },
  ...['pickup', 'delivery', 'dine-in', 'in-store', 'waiting'].map(orderOfKind),
  { title: 'Nothing of an order is lost', play: everyDetail },
  { title: 'The till moves an order on', play: moveOn },
  { title: 'A guest cancels', play: cancel },
  { title: 'An order with an unknown item', play: unknownItem },
  { title: 'A webhook comes five times', play: duplicate },
  { title: 'An item runs out', play: runOut },
];
