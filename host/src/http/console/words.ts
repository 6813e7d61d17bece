import {
  FAULTS,
  isFaultCode,
  isFinished,
  MINUTE,
  SECOND,
  HOUR,
  type Connection,
  type FaultReport,
  type Instant,
  type Phase,
  type SyncRun,
} from '@poshub-bridge/core';
import type { WayOut } from '../resolving.js';

export const WAYS_OUT: Readonly<Record<WayOut, { readonly label: string; readonly meaning: string }>> = {
  retry: { label: 'Retry', meaning: 'The order goes to the till anew. Look there first that it has no ticket.' },
  'entered-by-hand': {
    label: 'Entered by hand',
    meaning: 'Its ticket is at the till, typed in or found there. POS Hub is told that the order is accepted.',
  },
  rejected: {
    label: 'Reject',
    meaning: 'The guest will not get the food. POS Hub is told so, and a ticket that is known is taken back.',
  },
  cancelled: {
    label: 'Cancel',
    meaning: 'All is dealt with, a ticket at the till included. POS Hub is told that the order is cancelled.',
  },
};

/** How a phase, a connection's status or a sync's outcome is to be looked at. */
export type Mood = 'alarm' | 'busy' | 'good' | 'over';

export function moodOfPhase(phase: Phase): Mood {
  if (phase === 'attention') return 'alarm';
  if (phase === 'received' || phase === 'submitted' || phase === 'withdrawing') return 'busy';
  return isFinished(phase) ? 'over' : 'good';
}

export const MOOD_OF_STATUS: Readonly<Record<Connection['status'], Mood>> = {
  pending: 'busy',
  connected: 'good',
  failed: 'alarm',
  removed: 'over',
};

export const MOOD_OF_OUTCOME: Readonly<Record<SyncRun['outcome'], Mood>> = {
  applied: 'good',
  unchanged: 'over',
  refused: 'alarm',
  failed: 'alarm',
};

/** What a person can do about a fault. A code of a later version has none. */
export function hintOf({ code }: FaultReport): string | undefined {
  return isFaultCode(code) ? FAULTS[code].hint : undefined;
}

/** The store as people call it. */
export function nameOf(connection: Connection | undefined): string {
  return connection?.store?.name ?? 'No store yet';
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: zone,
  });
  formats.set(zone, made);
  return made;
}

/** A time by the store's clock, UTC where there is none: `2 Jan, 12:00:00`. */
export function timeAt(at: Instant, zone: string | undefined): string {
  try {
    return formatOf(zone ?? 'UTC').format(at);
  } catch {
    // A till may name a zone that this machine does not know.
    return formatOf('UTC').format(at);
  }
}

/** A stretch of time in one or two units: `850 ms`, `1.2 s`, `3 min`, `2 h 5 min`, `4 d`. */
export function span(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10 * SECOND) return `${(milliseconds / SECOND).toFixed(1)} s`;
  if (milliseconds < MINUTE) return `${Math.round(milliseconds / SECOND)} s`;
  const minutes = Math.floor(milliseconds / MINUTE);
  if (milliseconds < HOUR) return `${minutes} min`;
  if (milliseconds < 24 * HOUR) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(milliseconds / (24 * HOUR))} d`;
}

/** How long ago something was: `just now`, `3 min ago`. */
export function ago(milliseconds: number): string {
  return milliseconds < MINUTE ? 'just now' : `${span(milliseconds)} ago`;
}

/** `1 order`, `2 orders`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
