import {
  isFault,
  type Fault,
  MINUTE,
  type AdapterContext,
  type LogFields,
  type StoreSession,
  type VendorEvent,
} from '@poshub-bridge/core';
import { read, refused, type LightspeedClient } from '../client.js';
import { isCheck, type Check } from '../wire.js';
import type { Followed } from './cursor.js';
import { newsId, viewOfCheck } from './status.js';

/** So many failures of a check in a row, and it is given up: about four hours after the first. */
const MOST_FAILURES = 10;
/** A check that can't be read is looked at after one minute, then after twice as long each time, and never later than this. */
const LONGEST_PAUSE = 60 * MINUTE;
/** How often it is looked whether a check is closed that is open, but not listed. */
const OPEN_PAUSE = 10 * MINUTE;
/** So many failures in a row, and the rest waits for the next poll. */
const MOST_IN_A_ROW = 3;

/** Whether an error is about what was asked for alone, and neither about the access nor about all calls. */
export function isOfOne(error: unknown): error is Fault {
  return (
    isFault(error) && error.side === 'vendor' && error.code !== 'vendor.rate_limited' && error.code !== 'vendor.busy'
  );
}

export interface Endings {
  readonly events: readonly VendorEvent[];
  /** Those that are to be looked at again. */
  readonly again: readonly Followed[];
  /** Those that were not looked at, as something was in the way. */
  readonly left: readonly Followed[];
}

/**
 * How checks ended that are no longer listed as open. Lightspeed lists those of the day, so one that is missing may still be
 * open: it is followed until it closes. One that can't be read keeps no other waiting: it is tried again ever later, and
 * given up at last; the log tells both.
 * @throws Fault what is wrong with the access, or with all calls; then none was looked at
 */
export async function readEndings(
  { client, clock, log }: Pick<AdapterContext, 'clock' | 'log'> & { readonly client: LightspeedClient },
  session: StoreSession,
  checks: readonly Followed[],
): Promise<Endings> {
  const { ref } = session.store;
  const events: VendorEvent[] = [];
  const again: Followed[] = [];
  let inARow = 0;
  for (const [index, { check, again: before }] of checks.entries()) {
    const fields: LogFields = { connectionId: session.connectionId, ticket: check };
    try {
      const found = await readCheck(client, session, check);
      inARow = 0;
      if (found === undefined) log.warn('check unknown to Lightspeed, no longer followed', fields);
      else if (found.closeDate) events.push(...endOf(check, found, ref));
      else again.push({ check, again: { failures: 0, at: clock.now() + OPEN_PAUSE } });
    } catch (error) {
      if (!isOfOne(error)) {
        if (index === 0 || !isFault(error) || error.side !== 'vendor') throw error;
        return { events, again, left: checks.slice(index) };
      }
      const failures = (before?.failures ?? 0) + 1;
      const told: LogFields = { ...fields, code: error.code, failures };
      if (failures >= MOST_FAILURES) log.error('check can’t be read, no longer followed', told);
      else {
        log.warn('check can’t be read, tried again later', told);
        again.push({ check, again: { failures, at: clock.now() + pauseAfter(failures) } });
      }
      inARow += 1;
      if (inARow >= MOST_IN_A_ROW) return { events, again, left: checks.slice(index + 1) };
    }
  }
  return { events, again, left: [] };
}

function pauseAfter(failures: number): number {
  return Math.min(MINUTE * 2 ** (failures - 1), LONGEST_PAUSE);
}

/** A check of a store; undefined for what is the name of none. */
async function readCheck(client: LightspeedClient, session: StoreSession, check: string): Promise<Check | undefined> {
  const place = encodeURIComponent(session.store.ref);
  const path = `/o/op/1/order/accounts/${encodeURIComponent(check)}?businessLocationId=${place}`;
  const answer = await client.send(session, { method: 'GET', path });
  // What it can't read as the name of an account is the name of none.
  if (answer.refusal?.status === 404 || answer.refusal?.status === 400) return undefined;
  if (answer.refusal !== undefined) throw refused(answer.refusal);
  return read(answer.response, isCheck);
}

/** How a closed check ended, where that is certain. */
function endOf(check: string, found: Check, store: string): readonly VendorEvent[] {
  const view = viewOfCheck(check, found);
  return view.status === 'accepted' ? [] : [{ type: 'ticket', id: newsId(store, check, view.status), store, ...view }];
}
