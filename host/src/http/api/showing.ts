import type {
  Connection,
  FaultReport,
  Instant,
  LastRuns,
  OrderRecord,
  Page,
  RunningSync,
  StoredEvent,
  SyncRun,
} from '@poshub-bridge/core';

/** A page in POS Hub's envelope. */
export function showPage<T>({ items, next }: Page<T>, show: (item: T) => object): object {
  return {
    data: items.map(show),
    hasNextPage: next !== undefined,
    ...(next === undefined ? {} : { nextPageKey: next }),
  };
}

export function showTime(at: Instant): string {
  return new Date(at).toISOString();
}

/** What is to be known of a connection beside itself. */
export interface Standing {
  readonly runs: LastRuns | undefined;
  readonly running: RunningSync | undefined;
}

export function showConnection(connection: Connection, { runs, running }: Standing): object {
  const { connectionId, accountId, locationId, status, announced, adapter, store, failure } = connection;
  return {
    id: connectionId,
    ...{ accountId, locationId, status, announced, adapter, store, failure },
    createdAt: showTime(connection.createdAt),
    updatedAt: showTime(connection.updatedAt),
    ...(running === undefined ? {} : { running: { ...running, startedAt: showTime(running.startedAt) } }),
    ...(runs === undefined ? {} : { lastSync: showSummary(runs.last) }),
    lastError: lastErrorOf(connection, runs?.lastFailed),
  };
}

/** What went wrong last: with the connection itself, or with a sync of it. */
function lastErrorOf({ failure, updatedAt }: Connection, run: SyncRun | undefined): object | undefined {
  const errors: { readonly at: Instant; readonly fault: FaultReport }[] = [];
  if (failure !== undefined) errors.push({ at: updatedAt, fault: failure });
  if (run?.fault !== undefined) errors.push({ at: run.endedAt, fault: run.fault });
  const [last] = errors.toSorted((one, other) => other.at - one.at);
  return last === undefined ? undefined : { at: showTime(last.at), ...last.fault };
}

function showSummary(run: SyncRun): object {
  const { warnings, ...rest } = showRun(run);
  return { ...rest, warnings: warnings.length };
}

export function showRun(run: SyncRun) {
  const { id, connectionId, trigger, outcome, inserted, updated, deleted, unchanged, warnings, fault } = run;
  return {
    ...{ id, connectionId, trigger, outcome, inserted, updated, deleted, unchanged, warnings, fault },
    startedAt: showTime(run.startedAt),
    endedAt: showTime(run.endedAt),
  };
}

/** How an order fared; not who ordered what. */
export function showOrder(record: OrderRecord): object {
  const { id, connectionId, phase, attention, order, facts } = record;
  return {
    ...{ id, connectionId, phase, attention },
    number: order?.number,
    channel: order?.channel,
    fulfilment: order?.fulfilment.kind,
    total: order?.total,
    tickets: facts.tickets,
    rejected: facts.rejected,
    receivedAt: showTime(record.receivedAt),
    deadlineAt: showTime(record.deadlineAt),
    updatedAt: showTime(record.updatedAt),
  };
}

export function showEvent(event: StoredEvent): object {
  const { id, topic, subject, connectionId, receivedAt, handledAt, news } = event;
  const state = handledAt !== undefined ? 'handled' : topic === 'other' ? 'needs-nothing' : 'waiting';
  return {
    ...{ id, source: news.source, topic, connectionId, state },
    ...(topic === 'order' ? { orderId: subject } : {}),
    receivedAt: showTime(receivedAt),
    ...(handledAt === undefined ? {} : { handledAt: showTime(handledAt) }),
  };
}
