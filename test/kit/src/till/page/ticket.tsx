import type { JSX } from 'preact';
import type { Order, TakenLine, TakenModifier } from '../wire.js';
import { TicketActions } from './actions.js';
import { TicketTotals } from './ticket-totals.js';
import type { View } from './view.js';
import { fulfilmentWord, statusWord } from './words.js';

/** One order as the kitchen reads it: nothing that was sent is left out. */
export function Ticket({ order, view }: { order: Order; view: View }): JSX.Element {
  const title = `ticket-${order.id}`;
  return (
    <article class={`ticket is-${order.status}`} aria-labelledby={title}>
      <header>
        <h3 id={title}>
          #{order.number} <span class="kind">{fulfilmentWord[order.fulfilment.type]}</span>
        </h3>
        <p class="status">{statusWord[order.status]}</p>
        <Facts order={order} view={view} />
      </header>
      {order.allergen_note && (
        <p class="allergy">
          <strong>Allergy:</strong> {order.allergen_note}
        </p>
      )}
      {order.note && (
        <p class="note">
          <strong>Order note:</strong> {order.note}
        </p>
      )}
      <ul class="lines">
        {order.lines.map((line) => (
          <Line line={line} view={view} />
        ))}
      </ul>
      <TicketTotals order={order} view={view} />
      <TicketActions order={order} view={view} />
    </article>
  );
}

function Facts({ order, view }: { order: Order; view: View }): JSX.Element {
  const { customer, fulfilment } = order;
  const { address } = fulfilment;
  const place = address && [address.line1, address.line2, address.postal_code, address.city, address.country];
  const facts: [string, string | undefined][] = [
    ['Wanted', fulfilment.scheduled_for ? view.clock(fulfilment.scheduled_for) : 'As soon as possible'],
    ['Table', fulfilment.table],
    ['Taken', view.clock(order.created_at)],
    ['Customer', customer && [customer.name, customer.phone, customer.email].filter(Boolean).join(', ')],
    ['Address', place?.filter(Boolean).join(', ')],
    ['Instructions', fulfilment.instructions],
    ['From', [order.source, order.display_number].filter(Boolean).join(' ') || undefined],
    ['Reference', order.reference],
    ['Reason', order.status_reason ?? undefined],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <div class={`fact-${name.toLowerCase()}`}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Line({ line, view }: { line: TakenLine; view: View }): JSX.Element {
  return (
    <li>
      <div class="line">
        <span class="quantity">{line.quantity}×</span>
        <span class="name">
          {line.name}
          {line.variant_name && <span class="variant"> {line.variant_name}</span>}
        </span>
        <Price sold={line} times={line.quantity} view={view} />
      </div>
      {line.note && <p class="note">{line.note}</p>}
      <Modifiers modifiers={line.modifiers} times={line.quantity} view={view} />
    </li>
  );
}

function Modifiers(props: { modifiers: TakenModifier[]; times: number; view: View }): JSX.Element | null {
  const { modifiers, times, view } = props;
  if (modifiers.length === 0) return null;
  return (
    <ul class="modifiers">
      {modifiers.map((modifier) => (
        <li>
          <div class="line">
            <span class="name">
              {modifier.quantity > 1 && <span class="quantity">{modifier.quantity}× </span>}
              {modifier.name}
            </span>
            <Price sold={modifier} times={times * modifier.quantity} view={view} />
          </div>
          {modifier.note && <p class="note">{modifier.note}</p>}
          <Modifiers modifiers={modifier.modifiers} times={times * modifier.quantity} view={view} />
        </li>
      ))}
    </ul>
  );
}

interface Sold {
  unit_price: number;
  catalog_price: number;
}

/** The price charged for all units; where it is not the till's own, that is said too. */
function Price({ sold, times, view }: { sold: Sold; times: number; view: View }): JSX.Element {
  const own = sold.unit_price !== sold.catalog_price && `till: ${view.money(sold.catalog_price)} each`;
  return (
    <span class="price">
      {sold.unit_price === 0 && !own ? '' : view.money(sold.unit_price * times)}
      {own && <small>{own}</small>}
    </span>
  );
}
