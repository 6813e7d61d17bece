import adapter, { type TillSettings } from '@poshub-bridge/adapter-till';
import {
  defineAdapter,
  isFault,
  type AdapterContext,
  type AdapterManifest,
  type Fault,
  type HttpClient,
  type PosAdapter,
  type PosSystem,
  type Ticket,
  type TicketLine,
} from '@poshub-bridge/core';

/** The till's adapter with one mistake that adapters are known to make. */
export interface Broken {
  readonly mistake: string;
  readonly adapter: PosAdapter;
  /** The requirement that must find it. */
  readonly id: string;
  /** What the kit must say of it. */
  readonly says: RegExp;
  /** Its module, where the requirement concerns the whole bridge: the host loads it by its path. */
  readonly module?: string;
}

type Change = (system: PosSystem, context: AdapterContext<TillSettings>) => Partial<PosSystem>;

export function broken(change: Change, manifest: AdapterManifest = adapter.manifest): PosAdapter {
  const made = defineAdapter<TillSettings>({
    ...adapter,
    manifest,
    create: (context) => {
      const system = adapter.create(context);
      return { ...system, ...change(system, context) };
    },
  });
  return {
    manifest,
    hosts: (settings) => made.hosts(asSettings(settings)),
    create: (context) => made.create({ ...context, settings: asSettings(context.settings) }),
  };
}

function asSettings(value: unknown): TillSettings {
  if (typeof value === 'object' && value !== null && 'baseUrl' in value && 'webhookSecret' in value)
    return { baseUrl: String(value.baseUrl), webhookSecret: String(value.webhookSecret) };
  throw new Error('these are no settings of the till');
}

/** The adapter as it is, as the kit takes it. */
export const untouched = broken(() => ({}));

/** Changes each ticket before it is submitted. */
export function ticketed(change: (ticket: Ticket) => Ticket): PosAdapter {
  return broken((system) => ({ submit: (session, ticket) => system.submit(session, change(ticket)) }));
}

export function lined(change: (line: TicketLine) => TicketLine): PosAdapter {
  return ticketed((ticket) => ({ ...ticket, lines: ticket.lines.map(change) }));
}

/** Changes the way out. */
export function wired(wrap: (http: HttpClient) => HttpClient): PosAdapter {
  return broken((_system, context) => adapter.create({ ...context, http: wrap(context.http) }));
}

/** Changes the faults of all methods that are promised. */
export function faulted(change: (fault: Fault) => unknown): PosAdapter {
  const guard = async <T>(task: Promise<T>): Promise<T> =>
    task.catch((error: unknown) => {
      throw isFault(error) ? change(error) : error;
    });
  return broken((system) => ({
    stores: (session) => guard(system.stores(session)),
    submit: (session, ticket) => guard(system.submit(session, ticket)),
    find: (session, orderId) => guard(system.find(session, orderId)),
    read: (session, ref) => guard(system.read(session, ref)),
    cancel: (session, ref, reason) => guard(system.cancel(session, ref, reason)),
    poll: (session, cursor) => guard(system.poll(session, cursor)),
  }));
}

const { capabilities } = adapter.manifest;
export const withoutCancel = manifestWith({ cancel: false });
export const withoutRead = manifestWith({ read: false });

function manifestWith(orders: Partial<AdapterManifest['capabilities']['orders']>): AdapterManifest {
  return { ...adapter.manifest, capabilities: { ...capabilities, orders: { ...capabilities.orders, ...orders } } };
}
