import { asFault, reportFault, type FaultReport } from '../domain/fault.js';
import type { OrderEvent } from '../domain/order-facts.js';
import type { InboxEvent } from '../ports/ledger.js';
import type { TicketView, VendorEvent } from '../ports/pos-adapter.js';
import type { HubOrder } from '../ports/pos-hub.js';
import type { ConnectedStore, Connection } from '../domain/connection.js';
import type { Bridge } from './context.js';
import type { OrderWork } from './order-work.js';
import type { Sessions } from './sessions.js';

/**
 * Takes what was told about an order into the piece of work on it, and marks it as handled. What POS Hub tells of a
 * location without a store waits: the currency of its orders is not known yet.
 * @throws Fault when POS Hub or the till had to be asked and could not be; nothing is marked as handled then
 */
export type TakeIn = (event: InboxEvent, work: OrderWork, connection: Connection | undefined) => Promise<void>;

export function createTakeIn(
  { wire, hub, till, clock }: Pick<Bridge, 'wire' | 'hub' | 'till' | 'clock'>,
  sessions: Sessions,
): TakeIn {
  function fromHub(told: HubOrder, work: OrderWork): void {
    work.happen(
      {
        type: 'hub-said',
        status: told.status,
        at: told.at,
        ...(told.reason === undefined ? {} : { reason: told.reason }),
      },
      clock.now(),
    );
    // Behind the status: of an order that is over, nobody must hear what changed in it.
    if (told.order !== undefined) work.learn(told.order, told.at, clock.now());
    if (told.fault !== undefined) hold(told.fault, work);
  }

  /** An order that can't be read still is an order: somebody must look at it. */
  function hold(fault: FaultReport, work: OrderWork): void {
    work.happen({ type: 'submission-held', round: work.record.facts.round, fault }, clock.now());
  }

  function fromWebhook(body: Uint8Array, work: OrderWork, store: ConnectedStore): void {
    try {
      fromHub(wire.readOrder(body, store), work);
    } catch (error) {
      hold(reportFault(asFault(error)), work);
    }
  }

  async function fromList(work: OrderWork, connection: Connection, store: ConnectedStore): Promise<void> {
    fromHub(await hub.order(connection, work.record.id, store), work);
    work.note(clock.now(), 'found by listing');
  }

  async function fromTill(event: VendorEvent, work: OrderWork): Promise<void> {
    if (event.type === 'ticket') tellTicket(event, work);
    if (event.type === 'ticket-changed')
      tellTicket(await sessions.use(work.record.connectionId, (session) => till.read(session, event.ticket)), work);
  }

  function tellTicket(view: TicketView & { readonly fault?: FaultReport }, work: OrderWork): void {
    for (const event of eventsOfTicket(view)) work.happen(event, clock.now());
    if (view.fault !== undefined && view.status === 'rejected')
      work.happen({ type: 'submission-rejected', fault: view.fault }, clock.now());
  }

  return async (event, work, connection) => {
    const { news } = event;
    if (news.source === 'operator') work.happen(news.event, clock.now());
    else if (news.source === 'till') await fromTill(news.event, work);
    else if (connection?.store === undefined) return;
    else if (news.source === 'hub') fromWebhook(news.body, work, connection.store);
    else await fromList(work, connection, connection.store);
    work.handle(event);
  };
}

/** What the lifecycle learns when the till shows a ticket. A ticket that the till turned down is none. */
export function eventsOfTicket(view: TicketView): readonly OrderEvent[] {
  const { ticket, status, at, reason } = view;
  const said: OrderEvent = { type: 'till-said', status, at, ...(reason === undefined ? {} : { reason }) };
  if (status === 'rejected') return [said];
  return [
    { type: 'ticket-made', ticket, accepted: status !== 'new' && status !== 'placed' && status !== 'cancelled' },
    said,
  ];
}
