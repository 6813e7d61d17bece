import { subjectOf, type Alert, type AlertCause } from '../domain/alert.js';
import { HOUR } from '../domain/time.js';
import type { QueuedAlert } from '../ports/alerts.js';
import type { Job, JobResult } from '../ports/work-queue.js';
import type { Bridge } from './context.js';

/** Tells a person what was stored for them to hear: of each order and connection in its order, each alert at least once. */
export interface Alerting {
  /** Sends the waiting alerts of an order or a connection; the job of the topic `alert`. @throws Fault `alert.not_taken` */
  work(subject: string): Promise<JobResult>;
}

/** An alert that could not be told for so long (milliseconds) is given up: whoever hears it then can't act on it. */
export const ALERT_LIFE = 24 * HOUR;

export function createAlerting({
  ledger,
  alerts,
  clock,
  log,
  meter,
}: Pick<Bridge, 'ledger' | 'alerts' | 'clock' | 'log' | 'meter'>): Alerting {
  async function send({ sequence, alert }: QueuedAlert): Promise<void> {
    const outcome = alerts === undefined ? 'dropped' : clock.now() - alert.at >= ALERT_LIFE ? 'given-up' : 'told';
    if (outcome === 'told') await alerts?.send(alert);
    await ledger.alerts.end(sequence);
    meter.alertEnded(outcome);
    const { id, type, connectionId, fault } = alert;
    const fields = { alert: id, type, connectionId, subject: subjectOf(alert), code: fault.code };
    if (outcome === 'told') log.info('alert told', fields);
    else log.error(outcome === 'given-up' ? 'alert given up' : 'alert dropped: none are configured', fields);
  }

  return {
    work: async (subject) => {
      for (let next = await ledger.alerts.next(subject); next !== undefined; next = await ledger.alerts.next(subject))
        await send(next);
      return { done: true };
    },
  };
}

/**
 * What is stored with a change so that a person hears of it: the alerts of one order or connection, and the work of telling
 * them. Nothing where nobody is to be told. Alerts have a group of their own, so that a receiver that hangs holds up no store.
 */
export function alarm(
  { alerts, chance }: Pick<Bridge, 'alerts' | 'chance'>,
  ...causes: readonly (AlertCause | undefined)[]
): { readonly alerts: readonly Alert[]; readonly jobs: readonly Job[] } {
  const told = causes.flatMap((cause): Alert[] => (cause === undefined ? [] : [{ ...cause, id: chance.id() }]));
  const [first] = told;
  if (alerts === undefined || first === undefined) return { alerts: [], jobs: [] };
  return { alerts: told, jobs: [{ topic: 'alert', key: subjectOf(first), group: 'alerts' }] };
}
