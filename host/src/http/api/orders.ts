import { Ajv } from 'ajv';
import { Fault, SETTLEMENTS, type OrderRecord } from '@poshub-bridge/core';
import { demandJson, queryOf, readBody } from '../body.js';
import type { HttpDeps } from '../deps.js';
import { PHASES } from '../phases.js';
import { resolveOrder, type Resolution } from '../resolving.js';
import { CONNECTION, FROM, LIMIT, PAGE_KEY, readPage, readTimes, readWord, TO } from './asking.js';
import { dataOf, fields, idOf, pageOf, ref, type Operation } from './operation.js';
import { showOrder, showPage, showTime } from './showing.js';

const RESOLUTION = {
  oneOf: [fields({ action: { const: 'retry' } }), fields({ action: { const: 'settle' }, as: { enum: SETTLEMENTS } })],
} as const;

const isResolution = new Ajv().compile<Resolution>(RESOLUTION);

export const ORDER_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/orders', id: 'listOrders', status: 200 },
    summary: 'Orders, newest first.',
    query: [
      { name: 'phase', in: 'query', description: 'Only those in this phase.', schema: { enum: PHASES } },
      CONNECTION,
      FROM,
      TO,
      LIMIT,
      PAGE_KEY,
    ],
    answer: pageOf(ref('Order')),
    faults: [],
    run: async (call, { ledger }) => {
      const query = queryOf(call);
      const { connectionId } = query;
      const phase = readWord(query, 'phase', PHASES);
      const page = await ledger.orders.list({
        ...readPage(query),
        ...readTimes(query),
        ...(connectionId === undefined ? {} : { connectionId }),
        ...(phase === undefined ? {} : { phase }),
      });
      return showPage(page, showOrder);
    },
  },
  {
    ...{ method: 'get', path: '/orders/{id}', id: 'getOrder', status: 200 },
    summary: 'One order with each step of its way, and what was said to the till and POS Hub for it.',
    answer: dataOf(ref('OrderDetail')),
    faults: [404],
    run: async (call, deps) => {
      const record = await knownOrder(idOf(call), deps);
      const steps = await deps.ledger.orders.timeline(record.id);
      const timeline = steps.map(({ at, ...entry }) => ({ at: showTime(at), ...entry }));
      const said = await deps.ledger.orders.exchanges(record.id);
      const exchanges = said.map(({ at, ...exchange }) => ({ at: showTime(at), ...exchange }));
      return { data: { ...showOrder(record), timeline, exchanges } };
    },
  },
  {
    ...{ method: 'post', path: '/orders/{id}/resolve', id: 'resolveOrder', status: 202 },
    summary:
      'Decide about an order that needs a person: submit it anew, or say how it was settled. 409 where nobody is needed.',
    body: { required: true, schema: RESOLUTION },
    answer: dataOf(ref('Taken')),
    faults: [404, 409, 413, 415],
    run: async (call, deps) => {
      demandJson(call);
      const resolution = parse(await readBody(call, deps.bodyBytes));
      const record = await knownOrder(idOf(call), deps);
      await resolveOrder(deps, record, resolution);
      return { data: { id: record.id } };
    },
  },
  {
    ...{ method: 'post', path: '/orders/{id}/replay', id: 'replayOrder', status: 202 },
    summary: 'Ask POS Hub for the order again and do its work. It never gets a second ticket by that.',
    answer: dataOf(ref('Taken')),
    faults: [404],
    run: async (call, { services }) => {
      const id = idOf(call);
      await services.replaying.order(id);
      return { data: { id } };
    },
  },
];

async function knownOrder(id: string, { ledger }: Pick<HttpDeps, 'ledger'>): Promise<OrderRecord> {
  const record = await ledger.orders.get(id);
  if (record === undefined) throw new Fault('order.unknown');
  return record;
}

function parse(body: Uint8Array): Resolution {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isResolution(value)) return value;
  } catch (error) {
    throw new Fault('request.unreadable', { detail: 'the body is no JSON', cause: error });
  }
  throw new Fault('request.unreadable', {
    detail: `wanted {"action":"retry"} or {"action":"settle","as":one of ${SETTLEMENTS.join(', ')}}`,
  });
}
