import { call, field } from '#kit/demo/json.js';
import type { Shop } from '../world/shops.js';
import { list, listIn, numberOf, sumOf, textIn, textOf } from './json.js';
import type { SeenLine, SeenOption, SeenTicket } from './seen.js';

const PAGE = 100;

/** All tickets of a store. */
export async function readTickets(url: string, { plan, key }: Shop): Promise<readonly SeenTicket[]> {
  const tickets = new Map<string, SeenTicket>();
  for (let after = 0; ;) {
    const path = `/v1/stores/${plan.id}/orders?updated_since=${after}&limit=${PAGE}`;
    const page = list(await call('GET', `${url}${path}`, key), 'data');
    for (const ticket of page) tickets.set(textOf(ticket, 'id'), ticketOf(ticket));
    if (page.length < PAGE) return [...tickets.values()];
    after = numberOf(page.at(-1), 'version');
  }
}

const WAYS: Readonly<Record<string, string>> = { pickup: 'PICKUP', delivery: 'DELIVERY', dine_in: 'DINE-IN' };

function ticketOf(ticket: unknown): SeenTicket {
  const [totals, fulfilment] = [field(ticket, 'totals'), field(ticket, 'fulfilment')];
  const address = ['line1', 'line2', 'postal_code', 'city'].map((part) => textIn(fulfilment, 'address', part));
  return {
    id: textOf(ticket, 'id'),
    store: textOf(ticket, 'store_id'),
    reference: textOf(ticket, 'reference'),
    status: textOf(ticket, 'status'),
    lines: listIn(ticket, 'lines').map(lineOf),
    note: textIn(ticket, 'note'),
    guest: textIn(ticket, 'customer', 'name'),
    way: WAYS[textOf(fulfilment, 'type')] ?? 'unknown',
    places: [...address, textIn(fulfilment, 'instructions')].filter((part) => part !== ''),
    charges: sumOf(listIn(ticket, 'charges')),
    tips: sumOf(listIn(ticket, 'tips')),
    discounts: sumOf(listIn(ticket, 'discounts')),
    taxes: sumOf(listIn(ticket, 'taxes')),
    total: numberOf(totals, 'total'),
    difference: numberOf(totals, 'difference'),
  };
}

function lineOf(line: unknown): SeenLine {
  const variant = textIn(line, 'variant_id');
  return {
    ref: [textOf(line, 'product_id'), variant].filter((part) => part !== '').join('/'),
    quantity: numberOf(line, 'quantity'),
    price: numberOf(line, 'unit_price'),
    note: textIn(line, 'note'),
    options: listIn(line, 'modifiers').flatMap((modifier) => optionsOf(modifier, '')),
  };
}

function optionsOf(modifier: unknown, above: string): readonly SeenOption[] {
  const path = `${above}${textOf(modifier, 'modifier_id')}`;
  return [
    { path, quantity: numberOf(modifier, 'quantity'), price: numberOf(modifier, 'unit_price') },
    ...listIn(modifier, 'modifiers').flatMap((below) => optionsOf(below, `${path} > `)),
  ];
}
