import { Counter, Histogram, type Registry } from 'prom-client';
import { OPEN_PHASES, SECOND, type Meter, type Phase } from '@poshub-bridge/core';
import type { CallOutcome } from '../outbound/call-outcome.js';
import { PREFIX } from './names.js';

/** Who is called: POS Hub, the till's system, or the receiver of alerts. */
export type Target = 'hub' | 'till' | 'alerts';

/** What is counted while it happens. */
export interface Counters {
  readonly meter: Meter;
  /** Counts a call to the outside, which took so many milliseconds. */
  call(target: Target, outcome: CallOutcome, milliseconds: number): void;
  /** Counts a run of a job that failed and will be tried again. */
  jobFailed(topic: string, code: string): void;
}

/** An order is a matter of seconds, and of minutes where something is down. */
const ORDER_TIMES = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];
const CALL_TIMES = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const ENDS: readonly Phase[] = ['completed', 'rejected', 'cancelled', 'delivery-failed'];

/** A clock that was set back makes no negative times. */
const inSeconds = (milliseconds: number): number => Math.max(0, milliseconds) / SECOND;

/** Makes the counters and histograms in a registry of their own. */
export function createCounters(registry: Registry): Counters {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> =>
    new Counter({ name: `${PREFIX}${name}`, help, labelNames, registers: [registry] });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: Label[]
  ): Histogram<Label> => new Histogram({ name: `${PREFIX}${name}`, help, labelNames, buckets, registers: [registry] });

  const events = counter(
    'events_total',
    'Events that were received, by who told them, their kind and what became of them.',
    'source',
    'kind',
    'outcome',
  );
  const orders = counter('orders_total', 'Times that an order came to a phase.', 'phase');
  const attentions = counter('attentions_total', 'Times that an order came to need a person, by why.', 'code');
  const reports = counter('reports_total', 'Statuses on their way to POS Hub, by how that ended.', 'outcome');
  const alerts = counter('alerts_total', 'Alerts on their way to a person, by how that ended.', 'outcome');
  const found = counter('orders_found_total', 'Orders that were found by listing instead of by a webhook.', 'kind');
  const syncs = counter('catalog_syncs_total', 'Readings of a store’s catalog, by what came of them.', 'outcome');
  const jobs = counter('job_failures_total', 'Runs of jobs that failed.', 'topic', 'code');
  const calls = counter('outbound_calls_total', 'Calls to the outside.', 'target', 'outcome');
  const callTimes = histogram('outbound_seconds', 'How long a call to the outside took.', CALL_TIMES, 'target');
  const ticketTimes = histogram(
    'ticket_seconds',
    'From the receipt of an order until its first ticket was known.',
    ORDER_TIMES,
  );
  const answerTimes = histogram(
    'answer_seconds',
    'From the receipt of an order until POS Hub took its answer.',
    ORDER_TIMES,
    'status',
  );
  const reportTimes = histogram(
    'report_seconds',
    'From the receipt of the news that a status comes from until POS Hub took it.',
    ORDER_TIMES,
  );

  // A series that begins at 1 shows no increase: those that alerts and graphs build on begin at 0.
  for (const phase of [...OPEN_PHASES, ...ENDS]) orders.inc({ phase }, 0);
  for (const outcome of ['stored', 'duplicate'] as const)
    for (const kind of ['order', 'connection', 'other'] as const) events.inc({ source: 'hub', kind, outcome }, 0);
  for (const source of ['hub', 'till'] as const)
    events.inc({ source, kind: 'unread', outcome: 'request.unauthenticated' }, 0);
  for (const outcome of ['told', 'refused', 'dropped'] as const) reports.inc({ outcome }, 0);
  for (const outcome of ['told', 'given-up', 'dropped'] as const) alerts.inc({ outcome }, 0);
  for (const kind of ['unseen', 'ended'] as const) found.inc({ kind }, 0);
  for (const outcome of ['applied', 'unchanged', 'refused', 'failed'] as const) syncs.inc({ outcome }, 0);
  for (const target of ['hub', 'till', 'alerts'] as const) calls.inc({ target, outcome: '2xx' }, 0);

  return {
    meter: {
      eventReceived: (source, kind, outcome) => events.inc({ source, kind, outcome }),
      orderReached: (phase) => orders.inc({ phase }),
      alertEnded: (outcome) => alerts.inc({ outcome }),
      attentionRaised: (code) => attentions.inc({ code }),
      ticketAfter: (milliseconds) => ticketTimes.observe(inSeconds(milliseconds)),
      reportEnded: (outcome) => reports.inc({ outcome }),
      reportAfter: (milliseconds) => reportTimes.observe(inSeconds(milliseconds)),
      answerAfter: (status, milliseconds) => answerTimes.observe({ status }, inSeconds(milliseconds)),
      ordersFound: (kind, count) => found.inc({ kind }, count),
      catalogSynced: (outcome) => syncs.inc({ outcome }),
    },
    call: (target, outcome, milliseconds) => {
      calls.inc({ target, outcome });
      callTimes.observe({ target }, inSeconds(milliseconds));
    },
    jobFailed: (topic, code) => jobs.inc({ topic, code }),
  };
}
