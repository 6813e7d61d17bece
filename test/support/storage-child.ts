import { asFault, NOTHING_KNOWN, type InboxEvent, type OrderChange } from '@poshub-bridge/core';
import { openStorage } from '#host/storage/index.js';
import { realClock, seededChance } from './clock.js';
import { CollectedLog } from './log.js';
import { TEST_KEY } from './storage.js';

/**
 * A host process with nothing but a storage, for tests of what a process can't do to itself: be killed, find a file taken,
 * or run out of disk. Told over IPC what to do; tells what came of it.
 */
export interface Told {
  readonly say: 'opened' | 'stored' | 'ran' | 'failed';
  readonly id?: string;
  readonly code?: string;
  readonly detail?: string | undefined;
}

const tell = (told: Told): void => {
  process.send?.(told);
};

/** A file's path, or a PostgreSQL's URL. */
const [path = '', task = ''] = process.argv.slice(2);

function event(id: string, padding = 0): InboxEvent {
  const body = Buffer.from(JSON.stringify({ id, padding: 'x'.repeat(padding) }));
  return {
    id,
    topic: 'order',
    subject: 'order-1',
    connectionId: 'connection-1',
    receivedAt: Date.now(),
    news: { source: 'hub', body },
  };
}

function order(id: string): OrderChange {
  const now = Date.now();
  return {
    record: {
      id,
      connectionId: 'connection-1',
      facts: NOTHING_KNOWN,
      phase: 'received',
      orderAt: now,
      receivedAt: now,
      deadlineAt: now,
      updatedAt: now,
      version: 0,
    },
    entries: [{ at: now, step: 'received', detail: 'x'.repeat(20_000) }],
    tickets: [],
    reports: [],
    handled: [],
    jobs: [],
  };
}

async function main(): Promise<void> {
  const storage = await openStorage({
    url: path.startsWith('postgres:') ? path : `sqlite:${path}`,
    keys: [TEST_KEY],
    clock: realClock,
    chance: seededChance(2),
    log: new CollectedLog(),
  });
  const { ledger, queue } = storage;
  process.on('disconnect', () => process.exit());
  tell({ say: 'opened' });
  if (task === 'record') {
    const forever = async (caller: number): Promise<never> => {
      for (let count = 0; ; count += 1) {
        const id = `${caller}-${count}`;
        await ledger.inbox.record(event(id), { topic: 'order', key: id, group: 'g' });
        tell({ say: 'stored', id });
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, caller) => forever(caller)));
  }
  if (task === 'run') {
    queue.start((job) => {
      tell({ say: 'ran', id: job.key });
      return new Promise(() => undefined);
    });
  }
  if (task === 'obey') {
    queue.start((job) => {
      tell({ say: 'ran', id: job.key });
      return Promise.resolve({ done: true });
    });
    process.on('message', (id: unknown) => {
      const name = String(id);
      const doing = name.startsWith('order')
        ? ledger.orders.commit(order(name))
        : ledger.inbox.record(event(name, 20_000), { topic: 'order', key: name, group: 'g' });
      doing
        .then(() => tell({ say: 'stored', id: name }))
        .catch((error: unknown) => tell({ say: 'failed', id: name, code: asFault(error).code }));
    });
  }
}

main().catch((error: unknown) => {
  tell({ say: 'failed', code: asFault(error).code, detail: asFault(error).message });
});
