import type { VNode } from 'preact';
import { showMoney, type Connection, type OrderRecord } from '@poshub-bridge/core';
import { PHASES } from '../../phases.js';
import { ago, counted, moodOfPhase, nameOf } from '../words.js';
import { ChartsPart, type Charts } from './charts.js';
import { Frame, Part, type Place } from './frame.js';
import { FaultNote, Pill, When } from './marks.js';
import { WaysOut } from './ways-out.js';

/** Which orders are listed. */
export interface Wanted {
  readonly phase: string | undefined;
  readonly connectionId: string | undefined;
}

export interface Overview {
  readonly place: Place;
  readonly told: string | undefined;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly attentions: { readonly items: readonly OrderRecord[]; readonly next?: string };
  readonly charts: Charts;
  readonly wanted: Wanted;
  readonly orders: { readonly items: readonly OrderRecord[]; readonly next?: string };
  /** Whether this is not the first page of the orders. */
  readonly isLater: boolean;
}

/** The console's first page: who needs the operator, how busy the bridge is, and the orders. */
export function OverviewPage(props: Overview): VNode {
  const { place, attentions } = props;
  const waiting = attentions.items.length;
  return (
    <Frame place={place} title={`${waiting === 0 ? '' : `(${waiting}) `}Orders`} section="Orders" told={props.told}>
      <h1 class="unseen">Orders</h1>
      <Attentions {...props} />
      <ChartsPart {...props.charts} />
      <Orders {...props} />
    </Frame>
  );
}

function Attentions({ place, connections, attentions }: Overview): VNode {
  const { items, next } = attentions;
  return (
    <Part id="attentions" follow="order gauges" class="attentions">
      {items.length === 0 ? (
        <h2 id="attentions-title" class="calm">
          No order needs you.
        </h2>
      ) : (
        <h2 id="attentions-title" class="alarmed">
          {next === undefined
            ? `${counted(items.length, 'order needs', 'orders need')} you`
            : `More than ${items.length} orders need you`}
        </h2>
      )}
      {items.map((record) => (
        <article key={record.id} class="card attention">
          <header>
            <h3>
              <OrderLink place={place} record={record} />
            </h3>
            <p>
              {nameOf(connections.get(record.connectionId))} · received {ago(place.now - record.receivedAt)}
            </p>
          </header>
          {record.attention === undefined ? null : <FaultNote fault={record.attention} />}
          <WaysOut place={place} record={record} from="orders" />
        </article>
      ))}
    </Part>
  );
}

function Orders({ place, connections, wanted, orders, isLater }: Overview): VNode {
  return (
    <>
      <div class="heading">
        <h2 id="orders-title">All orders</h2>
        <Filter place={place} connections={connections} wanted={wanted} />
      </div>
      <Part id="orders" follow="order gauges">
        {orders.items.length === 0 ? (
          <p class="empty">
            {wanted.phase === undefined && wanted.connectionId === undefined && !isLater
              ? 'No order has come yet. The first one appears here by itself.'
              : 'No order is like that.'}
          </p>
        ) : (
          <ol class="rows card">
            {orders.items.map((record) => (
              <OrderRow
                key={record.id}
                place={place}
                record={record}
                connection={connections.get(record.connectionId)}
              />
            ))}
          </ol>
        )}
        <Pages place={place} wanted={wanted} next={orders.next} isLater={isLater} />
      </Part>
    </>
  );
}

function OrderRow(props: {
  readonly place: Place;
  readonly record: OrderRecord;
  readonly connection: Connection | undefined;
}): VNode {
  const { place, record, connection } = props;
  return (
    <li>
      <OrderLink place={place} record={record} />
      <Pill mood={moodOfPhase(record.phase)}>{record.phase}</Pill>
      <span class="store">{nameOf(connection)}</span>
      <span class="sum">{record.order === undefined ? '' : showMoney(record.order.total)}</span>
      <When at={record.receivedAt} now={place.now} zone={connection?.store?.timezone} />
    </li>
  );
}

function OrderLink({ place, record }: { readonly place: Place; readonly record: OrderRecord }): VNode {
  const { id, order } = record;
  return (
    <a id={`order-${id}`} href={`${place.home}/orders/${encodeURIComponent(id)}`} class="number">
      {order === undefined ? 'Unread order' : `#${order.number}`}
      {order === undefined ? null : <small> {order.channel}</small>}
    </a>
  );
}

function Filter({ place, connections, wanted }: Pick<Overview, 'place' | 'connections' | 'wanted'>): VNode {
  return (
    <form method="get" action={place.home} class="filter">
      <p>
        <label for="phase">Phase</label>
        <select id="phase" name="phase">
          <option value="">Any</option>
          {PHASES.map((phase) => (
            <option key={phase} value={phase} selected={phase === wanted.phase}>
              {phase}
            </option>
          ))}
        </select>
      </p>
      <p>
        <label for="connection">Store</label>
        <select id="connection" name="connection">
          <option value="">All</option>
          {[...connections.values()].map((connection) => (
            <option
              key={connection.connectionId}
              value={connection.connectionId}
              selected={connection.connectionId === wanted.connectionId}
            >
              {nameOf(connection)}
            </option>
          ))}
        </select>
      </p>
      <button class="button">Show</button>
    </form>
  );
}

function Pages(props: {
  readonly place: Place;
  readonly wanted: Wanted;
  readonly next: string | undefined;
  readonly isLater: boolean;
}): VNode | null {
  const { place, wanted, next, isLater } = props;
  if (next === undefined && !isLater) return null;
  return (
    <nav class="pages" aria-label="Pages of orders">
      {isLater ? (
        <a id="newest" href={addressOf(place, wanted)}>
          Newest
        </a>
      ) : null}
      {next === undefined ? null : (
        <a id="older" href={addressOf(place, wanted, next)}>
          Older
        </a>
      )}
    </nav>
  );
}

function addressOf({ home }: Place, { phase, connectionId }: Wanted, after?: string): string {
  const query = new URLSearchParams();
  if (phase !== undefined) query.set('phase', phase);
  if (connectionId !== undefined) query.set('connection', connectionId);
  if (after !== undefined) query.set('after', after);
  return query.size === 0 ? home : `${home}?${query.toString()}`;
}
