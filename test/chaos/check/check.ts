import { missingOn } from './content.js';
import type { Violation } from './rules.js';
import type { Expected, Seen, SeenOrder, SeenRecord, SeenShop, SeenTicket } from './seen.js';

/** What a person may be called for in a run: no fault of the run makes anything else inevitable. */
const FIT_REASONS: ReadonlySet<string> = new Set([
  // It could not be done in time.
  'order.deadline_passed',
  // The guest cancelled what the till had completed meanwhile.
  'order.cancel_refused',
]);

/** The largest share of the orders that may end with a person: a bridge that calls one for everything keeps no promise. */
const MOST_ATTENTION = 0.05;

/** An end in POS Hub without the food. */
const UNSERVED: ReadonlySet<string> = new Set(['CANCELLED', 'REJECTED']);
/** An end at the till without the food. */
const TAKEN_BACK: ReadonlySet<string> = new Set(['rejected', 'cancelled']);
const FINISHED: ReadonlySet<string> = new Set([...UNSERVED, 'COMPLETED']);
const OPEN_TICKETS: ReadonlySet<string> = new Set(['new', 'accepted', 'preparing', 'ready', 'delivering']);

/** An order of which the load says nothing must end as every other one does. */
const NOTHING_SPECIAL: Expected = {
  ...{ isUnknown: false, mayBeRejected: false, mayBeCancelled: false, mayBeVoided: false, mayBeLate: false },
};

/** One order from all sides. */
interface Case {
  readonly order: SeenOrder;
  readonly tickets: readonly SeenTicket[];
  readonly record: SeenRecord | undefined;
  readonly shop: SeenShop | undefined;
  readonly expected: Expected;
}

/** All rules that were broken. It knows nothing of the bridge but what an operator can read. */
export function check(seen: Seen): readonly Violation[] {
  const cases = casesOf(seen);
  return [...cases.flatMap(judge), ...strangers(seen), ...lostEvents(seen), ...tooMany(cases)];
}

function casesOf({ orders, tickets, records, shops, expected }: Seen): readonly Case[] {
  const byReference = grouped(tickets);
  const recordOf = new Map(records.map((record) => [record.id, record]));
  const shopOf = new Map(shops.map((shop) => [shop.locationId, shop]));
  return orders.map((order) => ({
    order,
    tickets: byReference.get(order.id) ?? [],
    record: recordOf.get(order.id),
    shop: shopOf.get(order.locationId),
    expected: expected.get(order.id) ?? NOTHING_SPECIAL,
  }));
}

function grouped(tickets: readonly SeenTicket[]): ReadonlyMap<string, readonly SeenTicket[]> {
  const groups = new Map<string, SeenTicket[]>();
  for (const ticket of tickets) {
    const group = groups.get(ticket.reference);
    if (group === undefined) groups.set(ticket.reference, [ticket]);
    else group.push(ticket);
  }
  return groups;
}

function judge(one: Case): readonly Violation[] {
  const orderId = one.order.id;
  const parts = [judgeTickets, judgeEnd, judgeRejected, judgeCancelled, judgeRecord, judgePlace];
  return parts.flatMap((part) => part(one)).map((broken) => ({ ...broken, orderId }));
}

function judgeTickets({ order, tickets, record, expected }: Case): readonly Violation[] {
  const [ticket, ...more] = tickets;
  if (more.length > 0) return [{ rule: 'one_ticket', what: `it has ${tickets.length} tickets` }];
  if (ticket !== undefined) {
    const missing = missingOn(order, ticket);
    return [
      ...(expected.isUnknown
        ? [{ rule: 'rejected', what: 'it was taken with an item that nobody sells' } as const]
        : []),
      ...(missing === undefined ? [] : [{ rule: 'whole', what: missing } as const]),
      ...(ticket.difference === 0
        ? []
        : [{ rule: 'whole', what: `the till’s total differs by ${ticket.difference}` } as const]),
    ];
  }
  if (UNSERVED.has(order.status) || record?.attention !== undefined) return [];
  return [{ rule: 'ticket', what: `it is ${order.status} in POS Hub and has no ticket` }];
}

function judgeEnd({ order, tickets, record }: Case): readonly Violation[] {
  const [ticket] = tickets;
  if (record?.attention !== undefined) return [];
  const broken: Violation[] = [];
  if (!FINISHED.has(order.status)) broken.push({ rule: 'ended', what: `it is still ${order.status} in POS Hub` });
  if (ticket === undefined) return broken;
  if (OPEN_TICKETS.has(ticket.status)) broken.push({ rule: 'ended', what: `its ticket is still ${ticket.status}` });
  if (!agree(ticket.status, order.status))
    broken.push({ rule: 'status', what: `the till says ${ticket.status}, POS Hub ${order.status}` });
  return broken;
}

/** Whether POS Hub shows what the till shows. A ticket that was cancelled before anybody took it may be a rejection. */
function agree(atTill: string, atHub: string): boolean {
  if (TAKEN_BACK.has(atTill)) return UNSERVED.has(atHub);
  return atTill.toUpperCase() === atHub;
}

/** What was turned down may be, and the bridge says why; where staff took the ticket back, the till is the reason. */
function judgeRejected({ order, tickets: [ticket], record, expected }: Case): readonly Violation[] {
  if (order.status !== 'REJECTED') return [];
  const broken: Violation[] = [];
  if (!expected.isUnknown && !expected.mayBeRejected)
    broken.push({ rule: 'rejected', what: 'it was turned down although nothing was wrong with it' });
  const isStaffs = ticket !== undefined && TAKEN_BACK.has(ticket.status);
  // One that the bridge does not know is told of as such.
  if (!isStaffs && record !== undefined && record.rejected === undefined)
    broken.push({ rule: 'rejected', what: 'it was turned down and the bridge does not say why' });
  return broken;
}

/** The bridge cancels nothing of its own accord: a guest did, or staff took the ticket back. */
function judgeCancelled({ order, tickets: [ticket], expected }: Case): readonly Violation[] {
  if (order.status !== 'CANCELLED' || expected.mayBeCancelled) return [];
  if (!expected.mayBeVoided)
    return [{ rule: 'cancelled', what: 'it was cancelled, and neither its guest nor staff did' }];
  if (ticket?.status === 'cancelled') return [];
  return [{ rule: 'cancelled', what: 'it was cancelled, and staff took no ticket of it back' }];
}

function judgeRecord({ order, tickets, record }: Case): readonly Violation[] {
  if (record === undefined) {
    // A guest may cancel before any news came through; then there is nothing to know.
    if (order.status === 'CANCELLED' && tickets.length === 0) return [];
    return [{ rule: 'found', what: 'the bridge does not know it' }];
  }
  const { phase, attention } = record;
  if (attention !== undefined)
    return FIT_REASONS.has(attention) ? [] : [{ rule: 'attention', what: `a person is called for ${attention}` }];
  if (phase === 'attention') return [{ rule: 'attention', what: 'a person is called without a reason' }];
  if (FINISHED.has(phase.toUpperCase())) return [];
  return [{ rule: 'ended', what: `the bridge says that it is ${phase}` }];
}

function judgePlace({ shop, tickets, record }: Case): readonly Violation[] {
  if (shop === undefined) return [{ rule: 'apart', what: 'its location is none of the run’s' }];
  const broken: Violation[] = [];
  for (const { store } of tickets)
    if (store !== shop.store)
      broken.push({ rule: 'apart', what: `its ticket is at ${store} instead of ${shop.store}` });
  if (record !== undefined && record.connectionId !== shop.connectionId)
    broken.push({ rule: 'apart', what: 'the bridge has it under another connection' });
  return broken;
}

/** Tickets and records of orders that nobody placed. */
function strangers({ orders, tickets, records }: Seen): readonly Violation[] {
  const known = new Set(orders.map(({ id }) => id));
  return [
    ...tickets
      .filter(({ reference }) => !known.has(reference))
      .map(({ id }): Violation => ({ rule: 'apart', what: `the ticket ${id} is of no order` })),
    ...records
      .filter(({ id }) => !known.has(id))
      .map(({ id }): Violation => ({
        rule: 'apart',
        orderId: id,
        what: 'the bridge knows an order that nobody placed',
      })),
  ];
}

function lostEvents({ acknowledged, events, orders, shops }: Seen): readonly Violation[] {
  const stored = new Map(events.map((event) => [event.id, event]));
  const locationOf = new Map(orders.map(({ id, locationId }) => [id, locationId]));
  const connectionAt = new Map(shops.map(({ locationId, connectionId }) => [locationId, connectionId]));
  return acknowledged.flatMap(({ id, orderId, connectionId }): readonly Violation[] => {
    const about = orderId === undefined ? {} : { orderId };
    const event = stored.get(id);
    if (event === undefined)
      return [{ rule: 'acknowledged', ...about, what: `the event ${id} was answered 200 and is gone` }];
    const place = connectionAt.get(locationOf.get(orderId ?? '') ?? '');
    const isHome = event.connectionId === connectionId && (place ?? connectionId) === connectionId;
    return isHome ? [] : [{ rule: 'apart', ...about, what: `the event ${id} is under another connection` }];
  });
}

function tooMany(cases: readonly Case[]): readonly Violation[] {
  const count = cases.filter(({ record, expected }) => record?.attention !== undefined && !expected.mayBeLate).length;
  const most = Math.max(Math.ceil(cases.length * MOST_ATTENTION), 1);
  return count <= most ? [] : [{ rule: 'attention', what: `${count} of ${cases.length} orders need a person` }];
}
