import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import {
  Fault,
  isFault,
  MINUTE,
  SECOND,
  type CatalogPart,
  type Credentials,
  type Log,
  type PosSystem,
  type Session,
} from '@poshub-bridge/core';
import type { OrderCalls } from './exchanges/order-calls.js';

/** So many failures in a row open a circuit. */
const FAILURES = 5;

interface Circuit {
  readonly breaker: CircuitBreakerPolicy;
  /** When it opened last, by the system's time; -Infinity while it is closed. */
  openedAt: number;
}

/** Only what says that the vendor is not there counts: a refused order says that it is. */
function isOutage(error: Error): boolean {
  return isFault(error) && (error.code === 'vendor.unavailable' || error.code === 'vendor.no_answer');
}

/**
 * Puts a circuit breaker for each connection before a till's system: a store that is down costs a look now and then, and
 * no other store a thing.
 * @param onChange told when the calls of a connection pause, and when they go on
 * @param orders what answers for the till about single orders, where that is not the till itself
 */
export function withCircuits(
  till: PosSystem,
  log: Log,
  onChange: (connectionId: string, isPaused: boolean) => void = () => undefined,
  orders: OrderCalls = till,
): PosSystem {
  const circuits = new Map<string, Circuit>();

  function circuitOf(connectionId: string): CircuitBreakerPolicy {
    const known = circuits.get(connectionId);
    // It counts by the system's time: where that was set back, it would stay open for as long.
    if (known !== undefined && known.openedAt <= Date.now()) return known.breaker;
    if (known !== undefined) closed(connectionId);
    const breaker = circuitBreaker(handleWhen(isOutage), {
      breaker: new ConsecutiveBreaker(FAILURES),
      halfOpenAfter: new ExponentialBackoff({ initialDelay: SECOND, maxDelay: MINUTE }),
    });
    const circuit: Circuit = { breaker, openedAt: -Infinity };
    breaker.onBreak(() => {
      circuit.openedAt = Date.now();
      log.warn('circuit opened', { connectionId });
      onChange(connectionId, true);
    });
    breaker.onReset(() => {
      circuit.openedAt = -Infinity;
      closed(connectionId);
    });
    circuits.set(connectionId, circuit);
    return breaker;
  }

  function closed(connectionId: string): void {
    log.info('circuit closed', { connectionId });
    onChange(connectionId, false);
  }

  async function guard<T>({ connectionId }: Session, task: () => Promise<T>): Promise<T> {
    try {
      const outcome = await circuitOf(connectionId).execute(() => answered(task));
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new Fault('vendor.busy', { cause: error });
      throw error;
    }
  }

  async function* guardedCatalog(...[session, since]: Parameters<PosSystem['catalog']>): AsyncIterable<CatalogPart> {
    const parts = till.catalog(session, since)[Symbol.asyncIterator]();
    let isDone = false;
    try {
      for (;;) {
        const next = await guard(session, () => parts.next());
        isDone = next.done === true;
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      if (!isDone) await parts.return?.();
    }
  }

  return {
    ...(till.oauth === undefined ? {} : { oauth: till.oauth }),
    expiresAt: (credentials) => till.expiresAt?.(credentials),
    attach: (session) => guard(session, async () => till.attach?.(session)),
    detach: async (session) => till.detach?.(session),
    ...(till.refresh === undefined ? {} : { refresh: (session) => guard(session, () => refreshed(till, session)) }),
    stores: (session) => till.stores(session),
    choices: async (session, store) => till.choices?.(session, store),
    catalog: guardedCatalog,
    submit: (session, ticket) => guard(session, () => orders.submit(session, ticket)),
    find: (session, orderId) => guard(session, () => orders.find(session, orderId)),
    read: (session, ticket) => guard(session, () => orders.read(session, ticket)),
    cancel: (session, ticket, reason) => guard(session, () => orders.cancel(session, ticket, reason)),
    receive: (request) => till.receive(request),
    poll: (session, cursor) => guard(session, () => till.poll(session, cursor)),
  };
}

/** What the vendor said. A refusal is no outage: it ends a row of them like a success does. */
async function answered<T>(task: () => Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await task() };
  } catch (error) {
    if (error instanceof Error && isOutage(error)) throw error;
    return { error };
  }
}

function refreshed(till: PosSystem, session: Session): Promise<Credentials> {
  if (till.refresh === undefined) throw new Fault('vendor.unsupported');
  return till.refresh(session);
}
