import { call, isRecord } from '#kit/demo/json.js';
import type { Office } from '../world/town.js';
import { list, textIn, textOf } from './json.js';
import type { SeenEvent, SeenRecord } from './seen.js';

/** All orders that the bridge knows. */
export async function readRecords(operator: Office): Promise<readonly SeenRecord[]> {
  const records: SeenRecord[] = [];
  for await (const order of pages(operator, '/api/v1/orders')) {
    const attention = textIn(order, 'attention', 'code');
    const rejected = textIn(order, 'rejected', 'code');
    const [id, connectionId, phase] = [textOf(order, 'id'), textOf(order, 'connectionId'), textOf(order, 'phase')];
    records.push({
      ...{ id, connectionId, phase },
      ...(attention === '' ? {} : { attention }),
      ...(rejected === '' ? {} : { rejected }),
    });
  }
  return records;
}

/** All events of the bridge's inbox. */
export async function readEvents(operator: Office): Promise<readonly SeenEvent[]> {
  const events: SeenEvent[] = [];
  for await (const event of pages(operator, '/api/v1/events')) {
    const orderId = textIn(event, 'orderId');
    const [id, connectionId] = [textOf(event, 'id'), textOf(event, 'connectionId')];
    events.push({ id, connectionId, ...(orderId === '' ? {} : { orderId }) });
  }
  return events;
}

/** Whether the bridge has orders that it works on itself; others wait for the till or for a person. */
export async function isBusy(operator: Office): Promise<boolean> {
  for (const phase of ['received', 'submitted', 'withdrawing']) {
    const answer = await call('GET', `${operator.url}/api/v1/orders?phase=${phase}&limit=1`, operator.token);
    if (list(answer, 'data').length > 0) return true;
  }
  return false;
}

async function* pages({ url, token }: Office, path: string): AsyncGenerator<unknown, void, undefined> {
  let key = '';
  for (;;) {
    const next = key === '' ? '' : `&nextPageKey=${encodeURIComponent(key)}`;
    const answer = await call('GET', `${url}${path}?limit=100${next}`, token);
    yield* list(answer, 'data');
    if (!isRecord(answer) || answer['hasNextPage'] !== true) return;
    key = textOf(answer, 'nextPageKey');
  }
}
