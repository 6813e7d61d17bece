import type { VNode } from 'preact';
import type { Catalog } from '../catalog/types.js';
import type { Hub } from '../hub.js';
import { isFinished } from '../orders/move.js';
import type { StoredOrder } from '../orders/types.js';
import type { Connection, Location } from '../state.js';
import { Layout } from './layout.js';

/** The page where a person signs in with the admin token. */
export function signInPage(wrong: boolean): VNode {
  return (
    <Layout title="Sign in">
      <h1>Sign in</h1>
      {wrong ? <p class="notice">That is not the admin token.</p> : null}
      <form method="post" action="/sign-in">
        <label>
          Admin token <input type="password" name="token" autocomplete="off" required />
        </label>{' '}
        <button>Sign in</button>
      </form>
    </Layout>
  );
}

/** Everything at a glance: each location with its connection, its catalog and its orders. */
export function overviewPage(hub: Hub, csrf: string, notice: string | undefined): VNode {
  const { locations, connections, catalogs, orders } = hub.state;
  return (
    <Layout title="Overview" refresh={5}>
      <h1>Locations</h1>
      {notice === undefined ? null : <p class="notice">{notice}</p>}
      {[...locations.values()].map((location) => (
        <LocationCard
          key={location.id}
          location={location}
          csrf={csrf}
          catalog={catalogs.get(location.id)}
          connection={[...connections.values()].find(({ locationId }) => locationId === location.id)}
          orders={[...orders.newest(location.id, undefined, 20)]}
        />
      ))}
      <Action csrf={csrf} action="/do/sign-out" label="Sign out" />
    </Layout>
  );
}

interface CardProps {
  location: Location;
  connection: Connection | undefined;
  catalog: Catalog | undefined;
  orders: StoredOrder[];
  csrf: string;
}

function LocationCard({ location, connection, catalog, orders, csrf }: CardProps): VNode {
  return (
    <section>
      <h2>{location.name}</h2>
      <p>
        {connection === undefined ? 'Not connected' : `Connection ${connection.status}`}
        {connection?.failureReason === undefined ? '' : `: ${connection.failureReason}`}
        {' · '}
        {catalog === undefined ? 'no catalog yet' : `${catalog.products.size} products, ${catalog.imports} imports`}
        {' · '}
        {location.currency} <small>{location.id}</small>
      </p>
      <a class="button" href={`/connect/${location.id}`}>
        Connect
      </a>{' '}
      <Action csrf={csrf} action={`/do/sync/${location.id}`} label="Sync catalog" />
      {(['pickup', 'delivery', 'dine-in'] as const).map((sample) => (
        <Action
          key={sample}
          csrf={csrf}
          action={`/do/order/${location.id}/${sample}`}
          label={`New sample order: ${sample}`}
        />
      ))}
      {orders.length === 0 ? null : <OrderTable orders={orders} currency={location.currency} csrf={csrf} />}
    </section>
  );
}

function OrderTable({ orders, currency, csrf }: { orders: StoredOrder[]; currency: string; csrf: string }): VNode {
  return (
    <table>
      <thead>
        <tr>
          {['Order', 'Items', 'Total', 'Status', 'Timeline', ''].map((title) => (
            <th key={title}>{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {orders.map(({ order, timeline }) => (
          <tr key={order.id}>
            <td>
              {order.freindlyId ?? order.id} <br />
              <small>{order.fulfillmentType}</small>
            </td>
            <td>{order.items.map((item) => `${item.quantity} × ${item.name}`).join(', ')}</td>
            <td>{new Intl.NumberFormat('en', { style: 'currency', currency }).format(order.total / 100)}</td>
            <td>{order.status}</td>
            <td>
              <ol>
                {timeline.map(({ at, status, by }) => (
                  <li key={at + status}>
                    {status} <small>{`${at.slice(11, 19)} by ${by}`}</small>
                  </li>
                ))}
              </ol>
            </td>
            <td>
              {isFinished(order.status) ? null : (
                <Action csrf={csrf} action={`/do/cancel/${order.id}`} label="Cancel" />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Action({ csrf, action, label }: { csrf: string; action: string; label: string }): VNode {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="csrf" value={csrf} />
      <button>{label}</button>
    </form>
  );
}
