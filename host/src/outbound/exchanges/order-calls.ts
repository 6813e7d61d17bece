import type { Clock, Exchange, HttpClient, HttpRequest, PosHub, PosSystem, Reference } from '@poshub-bridge/core';
import type { WayOut } from '../http-client.js';
import { refuseGivenUp, type GivenUp, type OrderRuns } from '../runs.js';
import { recorded } from './recording.js';

/** Whose call it is: an order's by its id, or that of a ticket's order. */
export type Subject = { readonly orderId: string } | { readonly connectionId: string; readonly ticket: Reference };

/** Takes down what an order caused. */
export type Note = (subject: Subject, exchange: Exchange) => void;

/** What a till is asked about one order. */
export type OrderCalls = Pick<PosSystem, 'submit' | 'find' | 'read' | 'cancel'>;

interface Lane {
  readonly system: PosSystem;
  subject: Subject | undefined;
  /** The run that the subject's work belongs to, where it is an order's. */
  run: GivenUp | undefined;
}

/**
 * Takes down the calls to a till by the order that they are made for. An adapter does not say whose calls it makes, but it
 * keeps nothing between them: so each piece of work gets a system of its own while it lasts, and what goes out of that one
 * belongs to that piece of work. There are as many as were ever busy at once. A run that was given up begins no call for its
 * order: the next one may have begun.
 */
export function recordOrders(
  create: (http: HttpClient) => PosSystem,
  http: WayOut,
  clock: Clock,
  note: Note,
  runs: OrderRuns,
): OrderCalls {
  const idle: Lane[] = [];

  function open(): Lane {
    const lane: Lane = {
      subject: undefined,
      run: undefined,
      system: create(
        recorded(
          { send: (request) => http.send(request, () => refuseGivenUp(lane.run)) },
          () => clock.now(),
          () => {
            const { subject } = lane;
            return subject === undefined ? undefined : (told) => note(subject, { ...told, target: 'till' });
          },
        ),
      ),
    };
    return lane;
  }

  async function during<T>(subject: Subject, task: (system: PosSystem) => Promise<T>): Promise<T> {
    const lane = idle.pop() ?? open();
    lane.subject = subject;
    lane.run = 'orderId' in subject ? runs.of(subject.orderId) : undefined;
    try {
      return await task(lane.system);
    } finally {
      [lane.subject, lane.run] = [undefined, undefined];
      idle.push(lane);
    }
  }

  return {
    submit: (session, ticket) => during({ orderId: ticket.orderId }, (till) => till.submit(session, ticket)),
    find: (session, orderId) => during({ orderId }, (till) => till.find(session, orderId)),
    read: (session, ticket) =>
      during({ connectionId: session.connectionId, ticket }, (till) => till.read(session, ticket)),
    cancel: (session, ticket, reason) =>
      during({ connectionId: session.connectionId, ticket }, (till) => till.cancel(session, ticket, reason)),
  };
}

/**
 * Takes down POS Hub's calls by the order that they are made for: those that name it in their path while it is asked
 * about. What else POS Hub is asked then, a token above all, is not taken down.
 */
export function recordReports(
  create: (http: HttpClient) => PosHub,
  http: HttpClient,
  clock: Clock,
  note: Note,
): PosHub {
  /** The orders that are asked about, and how often at once. */
  const busy = new Map<string, number>();

  function orderOf({ url }: HttpRequest): string | undefined {
    if (busy.size === 0) return undefined;
    return new URL(url).pathname
      .split('/')
      .map(decoded)
      .find((part) => busy.has(part));
  }

  async function during<T>(orderId: string, task: () => Promise<T>): Promise<T> {
    busy.set(orderId, (busy.get(orderId) ?? 0) + 1);
    try {
      return await task();
    } finally {
      const left = (busy.get(orderId) ?? 1) - 1;
      if (left === 0) busy.delete(orderId);
      else busy.set(orderId, left);
    }
  }

  const hub = create(
    recorded(
      http,
      () => clock.now(),
      (request) => {
        const orderId = orderOf(request);
        return orderId === undefined ? undefined : (told) => note({ orderId }, { ...told, target: 'hub' });
      },
    ),
  );
  return {
    ...hub,
    order: (ids, orderId, store) => during(orderId, () => hub.order(ids, orderId, store)),
    report: (ids, orderId, report) => during(orderId, () => hub.report(ids, orderId, report)),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
