import type { JSX } from 'preact';
import type { NamedAmount, Order } from '../wire.js';
import type { View } from './view.js';
import { paymentWord } from './words.js';

/** What an order comes to, part by part. */
export function TicketTotals({ order, view }: { order: Order; view: View }): JSX.Element {
  const { totals } = order;
  const all = (parts: NamedAmount[] = [], sign = 1): [string, number][] =>
    parts.map(({ name, amount }) => [name, sign * amount]);
  const rows: [string, number][] = [
    ['Items', totals.items],
    ...all(order.charges),
    ...all(order.taxes?.filter(({ inclusive }) => !inclusive)),
    ...all(order.tips).map(([name, amount]): [string, number] => [`Tip: ${name}`, amount]),
    ...all(order.discounts, -1),
  ];
  const included = all(order.taxes?.filter(({ inclusive }) => inclusive));
  return (
    <div class="totals">
      <dl>
        {rows.map((row) => (
          <Row row={row} view={view} />
        ))}
        <Row row={['Total', totals.total]} view={view} name="total" />
        {included.map(([name, amount]) => (
          <Row row={[`of which ${name}`, amount]} view={view} name="minor" />
        ))}
        {order.payments?.map(({ method, name, amount }) => (
          <Row row={[`Paid: ${name ?? paymentWord[method]}`, amount]} view={view} name="minor" />
        ))}
      </dl>
      {totals.difference !== 0 && (
        <p class="difference">
          <strong>Sent total {view.money(totals.sent_total)}:</strong> differs by {view.money(totals.difference)}
        </p>
      )}
    </div>
  );
}

function Row(props: { row: [string, number]; view: View; name?: string }): JSX.Element {
  const [label, amount] = props.row;
  return (
    <div class={props.name}>
      <dt>{label}</dt>
      <dd>{props.view.money(amount)}</dd>
    </div>
  );
}
