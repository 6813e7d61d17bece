import { field } from '#kit/demo/json.js';
import { call } from '#kit/demo/json.js';
import type { Office } from '../world/town.js';
import { list, listIn, numberOf, sumOf, textIn, textOf } from './json.js';
import type { Acknowledged, SeenLine, SeenOption, SeenOrder } from './seen.js';

const PAGE = 500;

/** All orders of the simulator. */
export async function readOrders({ url, token }: Office): Promise<readonly SeenOrder[]> {
  const orders: SeenOrder[] = [];
  for (let after = 0; ;) {
    const page = list(await call('GET', `${url}/admin/orders?after=${after}&limit=${PAGE}`, token), 'data');
    orders.push(...page.map((stored) => orderOf(field(stored, 'order'))));
    if (page.length < PAGE) return orders;
    after = numberOf(page.at(-1), 'sequence');
  }
}

/** The events that the simulator saw answered 200, after those of which it told before. */
export class AcknowledgedEvents {
  readonly all = new Map<string, Acknowledged>();
  /** How deliveries ended: `dropped`, `delivered`, `given up`, and how many `attempts` were made. */
  counts: Readonly<Record<string, number>> = {};
  #after = 0;

  constructor(private readonly hub: Office) {}

  async read(): Promise<void> {
    const answer = await call('GET', `${this.hub.url}/admin/taken?after=${this.#after}`, this.hub.token);
    for (const taken of list(answer, 'data')) {
      const orderId = textIn(taken, 'orderId');
      const [id, connectionId] = [textOf(taken, 'eventId'), textOf(taken, 'connectionId')];
      this.all.set(id, { id, connectionId, ...(orderId === '' ? {} : { orderId }) });
      this.#after = numberOf(taken, 'number');
    }
    const counts = field(answer, 'counts');
    const countOf = (name: string): number =>
      Number(typeof counts === 'object' && counts !== null ? (Reflect.get(counts, name) ?? 0) : 0);
    this.counts = Object.fromEntries(
      ['dropped', 'delivered', 'given up', 'attempts'].map((name) => [name, countOf(name)]),
    );
  }
}

function orderOf(order: unknown): SeenOrder {
  const charges = listIn(order, 'charges');
  const isTip = (charge: unknown): boolean => textIn(charge, 'name').endsWith('_TIP');
  const places = [textIn(order, 'delivery', 'address', 'address'), textIn(order, 'delivery', 'instructions')];
  return {
    id: textOf(order, 'id'),
    locationId: textOf(order, 'locationId'),
    status: textOf(order, 'status'),
    lines: listIn(order, 'items').map(lineOf),
    note: textIn(order, 'notes'),
    guest: `${textIn(order, 'customer', 'firstName')} ${textIn(order, 'customer', 'lastName')}`,
    way: textOf(order, 'fulfillmentType'),
    places: places.filter((place) => place !== ''),
    charges: sumOf(charges, (charge) => !isTip(charge)),
    tips: sumOf(charges, isTip),
    discounts: sumOf(listIn(order, 'discounts')),
    taxes: sumOf(listIn(order, 'tax')),
    total: numberOf(order, 'total'),
  };
}

function lineOf(item: unknown): SeenLine {
  const options = listIn(item, 'options');
  return {
    ref: textIn(item, 'posReference'),
    quantity: numberOf(item, 'quantity'),
    price: numberOf(item, 'price'),
    note: textIn(item, 'customerNotes'),
    options: options.map((option) => optionOf(option, options)),
  };
}

/** Options are a flat list; one below another names it. */
function optionOf(option: unknown, all: readonly unknown[]): SeenOption {
  const pathOf = (one: unknown): string => {
    const [ref, parent] = [textIn(one, 'posReference'), textIn(one, 'parentModifierPosReference')];
    const upper = parent === '' ? undefined : all.find((other) => textIn(other, 'posReference') === parent);
    return upper === undefined ? ref : `${pathOf(upper)} > ${ref}`;
  };
  return { path: pathOf(option), quantity: numberOf(option, 'quantity'), price: numberOf(option, 'price') };
}
