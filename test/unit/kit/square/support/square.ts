import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startFakeSquare, type FakeSquareOptions, type RunningFakeSquare } from '#kit/square/index.js';
import { at, call, listAt, textAt, type Reply } from '../../hub/talk.js';

export { at, listAt, textAt, type Reply };

const place = fileURLToPath(new URL('../../../../../../../shared/vendors/square/openapi.json', import.meta.url));
/** Where Square's own OpenAPI document lies, if it does. */
export const document = existsSync(place) ? place : undefined;
/** Why the tests that need it are skipped where it is absent. */
export const noDocument = 'Square’s OpenAPI document is not beside this repository';

export const REDIRECT = 'http://127.0.0.1/back';

/** One fake and who talks to it: a client with every scope, and an admin. */
export class Square {
  private constructor(
    readonly running: RunningFakeSquare,
    public token: string,
  ) {}

  /** Every fake of the tests holds itself against the document, where that is there. */
  static async start(options: FakeSquareOptions = {}): Promise<Square> {
    const running = await startFakeSquare({
      redirectUrl: REDIRECT,
      ...(document ? { describe: document } : {}),
      ...options,
    });
    const square = new Square(running, '');
    square.token = textAt((await square.admin('POST', '/tokens')).body, 'access_token');
    return square;
  }

  api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return call(method, this.running.url + path, body, { authorization: `Bearer ${this.token}`, ...headers });
  }

  admin(method: string, path: string, body?: unknown): Promise<Reply> {
    return call(method, `${this.running.adminUrl}/admin${path}`, body, {
      authorization: `Bearer ${this.running.adminToken}`,
    });
  }

  /** Closes it; fails when an answer of it was not as the document says. */
  async close(): Promise<void> {
    const { body } = await this.admin('GET', '/violations');
    await this.running.close();
    expect(at(body, 'violations'), 'differences from Square’s document').to.deep.equal([]);
  }
}

export const pounds = (amount: number): object => ({ amount, currency: 'GBP' });

/** A small order at Soho: two large Margheritas, each with a deep crust and two portions of olives; 33.60 + … */
export const anOrder = (changes: object = {}): Record<string, unknown> => ({
  location_id: 'L_SOHO',
  reference_id: 'R-1',
  line_items: [
    {
      ...{ uid: 'pizza', catalog_object_id: 'VAR_MARGHERITA_L', quantity: '2', note: 'well done' },
      modifiers: [
        { catalog_object_id: 'MOD_DEEP', quantity: '1' },
        { catalog_object_id: 'MOD_OLIVES', quantity: '2' },
      ],
    },
  ],
  fulfillments: [
    {
      ...{ uid: 'way', type: 'PICKUP' },
      pickup_details: { schedule_type: 'ASAP', note: 'Ring twice', recipient: { display_name: 'Ann Example' } },
    },
  ],
  ...changes,
});
/** 2 × (12.50 + 1.50 + 2 × 0.90), in pence. */
export const TOTAL = 3160;

let keys = 0;
export const newKey = (): string => `key-${String((keys += 1))}`;

/** Creates an order; the answer must be 200. */
export async function take(square: Square, order: object = anOrder(), key = newKey()): Promise<unknown> {
  const reply = await square.api('POST', '/v2/orders', { idempotency_key: key, order });
  expect(reply.status, reply.text).to.equal(200);
  return at(reply.body, 'order');
}

export const paymentOf = (order: unknown, changes: object = {}): object => ({
  ...{ source_id: 'EXTERNAL', idempotency_key: newKey(), order_id: textAt(order, 'id') },
  ...{ location_id: textAt(order, 'location_id'), amount_money: at(order, 'net_amount_due_money') },
  external_details: { type: 'EXTERNAL', source: 'POS Hub', source_id: 'P-1' },
  ...changes,
});

/** Pays an order; the answer must be 200. */
export async function pay(square: Square, order: unknown, changes: object = {}): Promise<unknown> {
  const reply = await square.api('POST', '/v2/payments', paymentOf(order, changes));
  expect(reply.status, reply.text).to.equal(200);
  return at(reply.body, 'payment');
}

/** The order as it is now. */
export const read = async (square: Square, order: unknown): Promise<unknown> =>
  at((await square.api('GET', `/v2/orders/${textAt(order, 'id')}`)).body, 'order');

export const tickets = async (square: Square): Promise<unknown[]> =>
  listAt((await square.admin('GET', '/tickets')).body, 'tickets');

/** Status, code and field of a refusal. */
export const refusal = ({ status, body }: Reply): unknown[] => [
  status,
  at(body, 'errors.0.code'),
  ...(at(body, 'errors.0.field') === undefined ? [] : [at(body, 'errors.0.field')]),
];
