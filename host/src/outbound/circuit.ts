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
  type Log,
  type PosSystem,
  type Session,
} from '@poshub-bridge/core';

/** So many failures in a row open a circuit. */
const FAILURES = 5;

/** Only what says that the vendor is not there counts: a refused order says that it is. */
function isOutage(error: Error): boolean {
  return isFault(error) && (error.code === 'vendor.unavailable' || error.code === 'vendor.no_answer');
}

/**
 * Puts a circuit breaker for each connection before a till's system: a store that is down costs a look now and then, and
 * no other store a thing.
 */
export function withCircuits(till: PosSystem, log: Log): PosSystem {
  const circuits = new Map<string, CircuitBreakerPolicy>();

  function circuitOf(connectionId: string): CircuitBreakerPolicy {
    const known = circuits.get(connectionId);
    if (known !== undefined) return known;
    const circuit = circuitBreaker(handleWhen(isOutage), {
      breaker: new ConsecutiveBreaker(FAILURES),
      halfOpenAfter: new ExponentialBackoff({ initialDelay: SECOND, maxDelay: MINUTE }),
    });
    circuit.onBreak(() => {
      log.warn('circuit opened', { connectionId });
    });
    circuit.onReset(() => {
      log.info('circuit closed', { connectionId });
    });
    circuits.set(connectionId, circuit);
    return circuit;
  }

  async function guard<T>({ connectionId }: Session, task: () => Promise<T>): Promise<T> {
    try {
      return await circuitOf(connectionId).execute(task);
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new Fault('vendor.busy', { cause: error });
      throw error;
    }
  }

  async function* guardedCatalog(session: Parameters<PosSystem['catalog']>[0]): AsyncIterable<CatalogPart> {
    const parts = till.catalog(session)[Symbol.asyncIterator]();
    for (
      let next = await guard(session, () => parts.next());
      next.done !== true;
      next = await guard(session, () => parts.next())
    )
      yield next.value;
  }

  return {
    ...(till.oauth === undefined ? {} : { oauth: till.oauth }),
    expiresAt: (credentials) => till.expiresAt?.(credentials),
    attach: (session) => guard(session, async () => till.attach?.(session)),
    detach: async (session) => till.detach?.(session),
    ...(till.refresh === undefined ? {} : { refresh: (session) => guard(session, () => refreshed(till, session)) }),
    stores: (session) => till.stores(session),
    catalog: guardedCatalog,
    submit: (session, ticket) => guard(session, () => till.submit(session, ticket)),
    find: (session, orderId) => guard(session, () => till.find(session, orderId)),
    read: (session, ticket) => guard(session, () => till.read(session, ticket)),
    cancel: (session, ticket, reason) => guard(session, () => till.cancel(session, ticket, reason)),
    receive: (request) => till.receive(request),
    poll: (session, cursor) => guard(session, () => till.poll(session, cursor)),
  };
}

function refreshed(till: PosSystem, session: Session): Promise<Credentials> {
  if (till.refresh === undefined) throw new Fault('vendor.unsupported');
  return till.refresh(session);
}
