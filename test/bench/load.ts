import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What a round of load came to. */
export interface Round {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

interface Body {
  readonly bytes: Buffer;
  readonly signature: string;
}

/** Signed events of about 3 KB, each with an id of its own. */
export function makeBodies(count: number, secret: string): readonly Body[] {
  return Array.from({ length: count }, () => {
    const event = {
      eventId: randomUUID(),
      eventType: 'MODIFY',
      objectType: 'CATALOG_PRODUCT',
      eventTime: new Date().toISOString(),
      clientId: randomUUID(),
      connectionId: '00000000-0000-4000-8000-000000000021',
      accountId: randomUUID(),
      locationId: randomUUID(),
      newState: {
        id: randomUUID(),
        name: 'Margherita',
        description: 'x'.repeat(2_600),
        price: 1_150,
        showOnline: true,
      },
    };
    const bytes = Buffer.from(JSON.stringify(event));
    return { bytes, signature: createHmac('sha256', secret).update(bytes).digest('hex') };
  });
}

/** Posts every body once, so many at a time, and measures each answer. */
export async function fire(url: string, bodies: readonly Body[], atOnce: number): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const times: number[] = [];
  let [next, failed] = [0, 0];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
        const start = performance.now();
        if ((await post(url, body, agent)) !== 200) failed += 1;
        times.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: bodies.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), failed };
}

function post(url: string, { bytes, signature }: Body, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': bytes.length,
      'x-webhook-signature': signature,
    };
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    call.once('error', reject);
    call.end(bytes);
  });
}

/** The value below which a share of the sorted numbers lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
