import type { ComponentChildren, JSX } from 'preact';
import { nextStatuses } from '../lifecycle.js';
import type { Order, OrderStatus } from '../wire.js';
import type { View } from './view.js';
import { actionWord } from './words.js';

/** A form of the board; it comes back to the view it was sent from. */
export function Act(props: { to: string; view: View; children: ComponentChildren }): JSX.Element {
  const { store, shown, csrf } = props.view;
  return (
    <form method="post" action={props.to}>
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="store" value={store.id} />
      <input type="hidden" name="view" value={shown} />
      {props.children}
    </form>
  );
}

/** The usual next step as one large button, everything else behind "More". */
export function TicketActions({ order, view }: { order: Order; view: View }): JSX.Element | null {
  const possible = nextStatuses(order.status).filter(
    (status) => status !== 'delivering' || order.fulfilment.type === 'delivery',
  );
  const [next, ...others] = possible;
  if (next === undefined) return null;
  const ends = others.filter(isEnd);
  const steps = others.filter((status) => !isEnd(status));
  const to = `/page/orders/${order.id}/status`;
  return (
    <footer>
      <Act to={to} view={view}>
        <Button order={order} status={next} name="primary" />
      </Act>
      <details id={`more-${order.id}`}>
        <summary aria-label={`More for order ${order.number}`}>More</summary>
        {steps.length > 0 && (
          <Act to={to} view={view}>
            <div class="buttons">
              {steps.map((status) => (
                <Button order={order} status={status} />
              ))}
            </div>
          </Act>
        )}
        <Act to={to} view={view}>
          <label for={`reason-${order.id}`}>Reason</label>
          <input id={`reason-${order.id}`} name="reason" maxlength={200} autocomplete="off" required />
          <div class="buttons">
            {ends.map((status) => (
              <Button order={order} status={status} name="danger" />
            ))}
          </div>
        </Act>
      </details>
    </footer>
  );
}

function Button({ order, status, name }: { order: Order; status: OrderStatus; name?: string }): JSX.Element {
  return (
    <button id={`${status}-${order.id}`} class={name} name="status" value={status}>
      {actionWord[status]}
      <span class="unseen">
        {status === 'cancelled' ? '' : ' order'} {order.number}
      </span>
    </button>
  );
}

const isEnd = (status: OrderStatus): boolean => status === 'rejected' || status === 'cancelled';
