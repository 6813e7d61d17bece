import { FAULTS, GUARDED_KINDS, type InboxEvent, type News } from '@poshub-bridge/core';
import { PHASES } from '../phases.js';
import { fields, listOf, ref, type Schema } from './operation.js';

const text = { type: 'string' } as const satisfies Schema;
const time = { type: 'string', format: 'date-time' } as const satisfies Schema;
const count = { type: 'integer', minimum: 0 } as const satisfies Schema;
const counts = { inserted: count, updated: count, deleted: count, unchanged: count };
const code = { enum: Object.keys(FAULTS), description: 'docs/errors.md says what each means.' } as const;
const status = { enum: ['pending', 'connected', 'failed', 'removed'] } as const satisfies Schema;

const fault = { code, message: text };
const particulars = {
  detail: text,
  path: { type: 'string', description: 'The item at fault: lines[2].options[0].' },
} as const;

const run = {
  id: text,
  connectionId: text,
  trigger: { type: 'string', description: 'Who asked: pull, connected, vendor, timer, operator, stock.' },
  outcome: { enum: ['applied', 'unchanged', 'refused', 'failed'] },
  ...counts,
  startedAt: time,
  endedAt: time,
} as const;

const order = {
  id: text,
  connectionId: text,
  phase: { enum: PHASES },
  tickets: listOf(text),
  receivedAt: time,
  deadlineAt: time,
  updatedAt: time,
};
const orderMore = {
  attention: ref('Fault'),
  rejected: ref('Fault'),
  number: text,
  channel: text,
  fulfilment: text,
  total: ref('Money'),
};

/** As records, so that none is forgotten. */
const TOPICS = Object.keys({
  ...{ order: true, ticket: true, connection: true, stock: true, other: true },
} satisfies Record<InboxEvent['topic'], true>);
const SOURCES = Object.keys({
  ...{ hub: true, listed: true, till: true, operator: true },
} satisfies Record<News['source'], true>);

const event = {
  id: text,
  source: { enum: SOURCES },
  topic: { enum: TOPICS },
  connectionId: text,
  state: { enum: ['waiting', 'handled', 'needs-nothing'] },
  receivedAt: time,
};
const eventMore = { orderId: text, handledAt: time };

/** What the API's answers are made of, by name. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Error: fields({ error: text }, { code }),
  Fault: fields(fault, particulars),
  Money: fields({ amount: { type: 'integer', description: 'In minor units.' }, currency: text }),
  Warning: fields({ ref: text, message: text }),
  Connection: fields(
    {
      ...{ id: text, accountId: text, locationId: text, status },
      announced: { ...status, description: 'What POS Hub was told last.' },
      ...{ adapter: text, createdAt: time, updatedAt: time },
    },
    {
      store: fields({ ref: text, name: text, currency: text, timezone: text }),
      failure: { ...ref('Fault'), description: 'Why it is not connected.' },
      running: ref('RunningSync'),
      lastSync: ref('SyncSummary'),
      lastError: fields({ at: time, ...fault }, particulars),
    },
  ),
  RunningSync: fields({
    ...{ connectionId: text, trigger: text, startedAt: time },
    ...{ step: { enum: ['reading', 'sending'] }, entries: count },
  }),
  SyncSummary: fields({ ...run, warnings: { ...count, description: 'How many there were.' } }, { fault: ref('Fault') }),
  Sync: fields({ ...run, warnings: listOf(ref('Warning')) }, { fault: ref('Fault') }),
  Order: fields(order, orderMore),
  OrderDetail: fields(
    {
      ...order,
      timeline: listOf(ref('Step')),
      exchanges: {
        ...listOf(ref('Exchange')),
        description: 'What was said to the till and POS Hub: the first 20, the last 20.',
      },
    },
    orderMore,
  ),
  Exchange: fields(
    {
      at: time,
      target: { enum: ['till', 'hub'] },
      method: text,
      path: { type: 'string', description: 'Without its query.' },
      milliseconds: count,
    },
    {
      status: { type: 'integer', description: 'Of the answer, where there was one.' },
      fault: { ...code, description: 'Why there was no answer.' },
      request: { description: 'What was sent; texts that people wrote stand as their length.' },
      response: { description: 'What came back, in the same form.' },
    },
  ),
  Step: fields({ at: time, step: text }, { detail: text }),
  Event: fields(event, eventMore),
  EventDetail: fields(
    { ...event, news: { description: 'What was told; texts that people wrote stand as their length.' } },
    eventMore,
  ),
  Catalog: fields(
    { connectionId: text, counts: fields(kindCounts()) },
    {
      readAt: { ...time, description: 'When the till was read for it; absent where it never was.' },
      currency: text,
      kind: { enum: ['categories', 'products', 'modifiers', 'modifierGroups', 'taxRates'] },
      entries: listOf({ type: 'object', required: ['ref', 'name'], properties: { ref: text, name: text } }),
    },
  ),
  CatalogPlan: fields({
    connectionId: text,
    readAt: time,
    ...counts,
    removedShare: {
      ...{ type: 'number', minimum: 0, maximum: 1 },
      description: 'The largest share of a kind that would go; other kinds than products count from ten entries on.',
    },
    removedKind: { enum: GUARDED_KINDS, description: 'The kind that it is of.' },
    refused: { type: 'boolean', description: 'Whether the sync would be refused unless it is forced.' },
    warnings: listOf(ref('Warning')),
  }),
  Taken: fields({ id: text }),
  Backup: fields({ name: text, bytes: count, at: time }),
};

function kindCounts(): Readonly<Record<string, Schema>> {
  return { categories: count, products: count, modifiers: count, modifierGroups: count, taxRates: count };
}
