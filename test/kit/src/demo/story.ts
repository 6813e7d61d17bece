import { choicesOf, headingOf, TextBrowser } from './browser.js';
import { field, list, listOf, textOf, until, type HubView, type TicketView, type World } from './world.js';

/** What the steps pass on to each other. */
export interface Story {
  readonly world: World;
  readonly say: (line: string) => void;
  readonly locationId: string;
  readonly store: string;
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
async function taken({ world, store }: Story, order: HubView): Promise<TicketView> {
  const ticket = await until('the ticket at the till', async () => {
    if ((await world.orderAtHub(order.id)).status === 'REJECTED')
      throw new Error(`the order was rejected: ${(await world.timeline(order.id)).join(' → ')}`);
    return (await world.tickets(store, order.id))[0];
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
async function connect({ world, say, locationId, store }: Story): Promise<string> {
  const browser = new TextBrowser();
  const install = await world.hub('POST', '/installs', { locationId });
  const form = await browser.open(textOf(install, 'authorizeUrl'));
  say(
    `   POS Hub sent the merchant to ${new URL(form.url).pathname.replace(/[0-9a-f-]{36}/, '…')}: “${headingOf(form)}”`,
  );
  const refused = await browser.submit(form, { apiKey: 'this-is-not-the-right-key' });
  say(`   a wrong API key is refused: “${headingOf(refused)}”`);
  const choice = await browser.submit(refused, { apiKey: world.sandbox.till.apiKey });
  const stores = choicesOf(choice);
  demand(stores.includes(store), `the store ${store} is not offered on “${headingOf(choice)}”`);
  say(`   the till offers ${stores.length} stores`);
  const done = await browser.submit(choice, { store });
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
  const { world, locationId } = story;
  const options = [
    { posReference: 'mod_crust_stuffed', parentPosReference: 'grp_crust' },
    {
      posReference: 'mod_filling_nduja',
      parentPosReference: 'grp_filling',
      parentModifierPosReference: 'mod_crust_stuffed',
    },
    { posReference: 'mod_heat_hot', parentPosReference: 'grp_heat', parentModifierPosReference: 'mod_filling_nduja' },
  ];
  const pizza =
    (await products(story)).map((one) => textOf(one, 'posReference')).find((ref) => ref.includes('margherita_12')) ??
    '';
  const order = await world.order({
    locationId,
    fulfillmentType: 'PICKUP',
    items: [{ posReference: pizza, quantity: 2, customerNotes: 'no onions please', options }],
    notes: 'Nut allergy!',
    charges: [
      { name: 'SERVICE', amount: 150 },
      { name: 'DRIVER_TIP', amount: 200 },
    ],
    discounts: [{ name: 'LOYALTY', amount: 100, type: 'FIXED' }],
  });
  const { text, difference } = await taken(story, order);
  for (const part of ['mod_crust_stuffed', 'mod_filling_nduja', 'mod_heat_hot', 'no onions please', 'Nut allergy!'])
    demand(text.includes(part), `the ticket lacks “${part}”`);
  demand(difference === 0, `the till’s total differs by ${difference}`);
  return 'three options deep, notes, charge, tip and discount on the ticket; totals agree';
}

async function moveOn(story: Story): Promise<string> {
  const { world, locationId } = story;
  const order = await world.order({ locationId, sample: 'pickup' });
  const ticket = await taken(story, order);
  for (const status of ['preparing', 'ready', 'completed']) {
    await world.till('POST', `/orders/${ticket.id}/status`, { status });
    await reaches(story, order.id, status.toUpperCase());
    story.say(`   the till says ${status}, POS Hub shows ${status.toUpperCase()}`);
  }
  return 'ACCEPTED, PREPARING, READY, COMPLETED';
}

async function cancel(story: Story): Promise<string> {
  const { world, locationId, store } = story;
  const order = await world.order({ locationId, sample: 'delivery' });
  await taken(story, order);
  await world.hub('POST', `/orders/${order.id}/cancel`, {});
  await until('the ticket to be cancelled', async () =>
    (await world.tickets(store, order.id))[0]?.status === 'cancelled' ? true : undefined,
  );
  return 'the ticket is cancelled at the till';
}

async function unknownItem(story: Story): Promise<string> {
  const { world, locationId, store } = story;
  const order = await world.order({
    locationId,
    fulfillmentType: 'PICKUP',
    items: [{ name: 'Ghost pepper pie', price: 900, quantity: 1, posReference: 'prd_nobody_knows' }],
  });
  await reaches(story, order.id, 'REJECTED');
  demand((await world.tickets(store, order.id)).length === 0, 'there is a ticket for it');
  const reason = (await world.timeline(order.id)).find((line) => line.includes('menu.item_unknown'));
  if (reason === undefined) throw new Error('the timeline does not say why');
  return `REJECTED: ${reason}`;
}

async function duplicate(story: Story): Promise<string> {
  const { world, locationId, store } = story;
  await world.hub('PUT', '/faults/webhooks', { copies: 5 });
  const order = await world.order({ locationId, sample: 'pickup' });
  await taken(story, order);
  await until('five deliveries', async () => {
    const deliveries = listOf(await world.hub('GET', `/deliveries?orderId=${order.id}`));
    return deliveries.filter((one) => field(one, 'state') === 'delivered').length >= 5 ? true : undefined;
  });
  await world.hub('PUT', '/faults/webhooks', {});
  const tickets = await world.tickets(store, order.id);
  demand(tickets.length === 1, `there are ${tickets.length} tickets`);
  return 'delivered five times, one ticket';
}

async function runOut(story: Story): Promise<string> {
  const { world, store } = story;
  const ref = textOf(
    (await products(story)).find((one) => field(one, 'showOnline') === true && field(one, 'type') === 'PRODUCT'),
    'posReference',
  );
  await world.till('PUT', `/stores/${store}/stock/${ref}`, { in_stock: false });
  await until(`${ref} offline in POS Hub`, async () => ((await isOnline(story, ref)) ? undefined : true));
  story.say(`   ${ref} ran out and went offline`);
  await world.till('PUT', `/stores/${store}/stock/${ref}`, { in_stock: true });
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
