import { Fault } from '@poshub-bridge/core';
import { queryOf } from '../body.js';
import { CONNECTION, FROM, LIMIT, PAGE_KEY, readFlag, readPage, readTimes, TO } from './asking.js';
import { dataOf, idOf, pageOf, ref, type Operation } from './operation.js';
import { redactNews } from './redacting.js';
import { showEvent, showPage } from './showing.js';

export const EVENT_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/events', id: 'listEvents', status: 200 },
    summary: 'What POS Hub, the till and operators told the bridge, newest first.',
    query: [
      CONNECTION,
      { name: 'orderId', in: 'query', description: 'Only those about this order.', schema: { type: 'string' } },
      {
        ...{ name: 'handled', in: 'query', schema: { type: 'boolean' } },
        description: 'True: only those that were worked on; false: only those that wait for it.',
      },
      FROM,
      TO,
      LIMIT,
      PAGE_KEY,
    ],
    answer: pageOf(ref('Event')),
    faults: [],
    run: async (call, { ledger }) => {
      const query = queryOf(call);
      const { connectionId, orderId } = query;
      const handled = readFlag(query, 'handled');
      const page = await ledger.inbox.list({
        ...readPage(query),
        ...readTimes(query),
        ...(connectionId === undefined ? {} : { connectionId }),
        ...(orderId === undefined ? {} : { orderId }),
        ...(handled === undefined ? {} : { handled }),
      });
      return showPage(page, showEvent);
    },
  },
  {
    ...{ method: 'get', path: '/events/{id}', id: 'getEvent', status: 200 },
    summary: 'One event with what was told, without what people wrote.',
    answer: dataOf(ref('EventDetail')),
    faults: [404],
    run: async (call, { ledger }) => {
      const event = await ledger.inbox.get(idOf(call));
      if (event === undefined) throw new Fault('event.unknown');
      return { data: { ...showEvent(event), news: redactNews(event.news) } };
    },
  },
  {
    ...{ method: 'post', path: '/events/{id}/replay', id: 'replayEvent', status: 202 },
    summary:
      'Take an event in again. An order may hear the same thing any number of times; other events only while they wait.',
    answer: dataOf(ref('Taken')),
    faults: [404, 409],
    run: async (call, { services }) => ({ data: { id: (await services.replaying.event(idOf(call))).id } }),
  },
];
