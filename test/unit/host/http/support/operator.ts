import { runJob } from '@poshub-bridge/core';
import { fieldsOf, IDS, wireEvent, wireOrder } from '../../../pos-hub/support/orders.js';
import type { Answer, TestServer } from './server.js';

/** What goes on while an operator looks. */
export class Operator {
  constructor(private readonly server: TestServer) {}

  /** POS Hub tells of an order, and the bridge does its work on it. */
  async take(orderId: string, order: object = {}, connectionId = IDS.connectionId): Promise<void> {
    const newState = wireOrder({ id: orderId, placedOn: '2026-01-02T11:59:00Z', ...order });
    await this.server.tell(wireEvent({ eventId: `event-of-${orderId}`, orderId, connectionId, newState }));
    await this.work(orderId);
  }

  /** The guest cancels an order, and the bridge does its work on that. */
  async cancel(orderId: string): Promise<void> {
    const newState = wireOrder({ id: orderId, status: 'CANCELLED', updatedAt: '2026-01-02T12:30:00Z' });
    await this.server.tell(wireEvent({ eventId: `end-of-${orderId}`, eventType: 'MODIFY', orderId, newState }));
    await this.work(orderId);
  }

  /** One run of an order's job, however it ends. */
  async work(orderId: string): Promise<void> {
    const job = { topic: 'order', key: orderId, group: IDS.connectionId, failures: 0 } as const;
    await runJob(this.server.services, job).catch(() => undefined);
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.server.api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async items(path: string): Promise<readonly Record<string, unknown>[]> {
    return itemsOf(await this.server.api(path));
  }

  async item(path: string): Promise<Record<string, unknown>> {
    return fieldsOf(fieldsOf((await this.server.api(path)).body)['data']);
  }
}

/** The entries of a list in POS Hub's envelope. */
export function itemsOf({ body }: Answer): readonly Record<string, unknown>[] {
  const { data } = fieldsOf(body);
  return Array.isArray(data) ? data.map(fieldsOf) : [];
}
