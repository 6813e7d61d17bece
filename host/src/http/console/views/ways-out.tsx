import type { VNode } from 'preact';
import type { OrderRecord } from '@poshub-bridge/core';
import { waysOutOf, type WayOut } from '../../resolving.js';
import { WAYS_OUT } from '../words.js';
import { Form, type Place } from './frame.js';

/** What an operator can do about an order that needs a person, each with what it means. */
export function WaysOut(props: {
  readonly place: Place;
  readonly record: OrderRecord;
  /** Where to come back to: the overview or the order's own page. */
  readonly from: 'orders' | 'order';
}): VNode | null {
  const { record } = props;
  const ways = waysOutOf(record);
  if (ways.length === 0) return null;
  const number = record.order?.number ?? record.id;
  return (
    <Form place={props.place} to={`/orders/${encodeURIComponent(record.id)}`} class="ways">
      <input type="hidden" name="from" value={props.from} />
      <input type="hidden" name="round" value={record.facts.round} />
      <div class="buttons">
        {ways.map((way) => (
          <button
            key={way}
            id={`${way}-${record.id}`}
            class={classOf(way, ways)}
            name="action"
            value={way}
            aria-describedby={`meaning-${way}-${record.id}`}
          >
            {WAYS_OUT[way].label}
            <span class="unseen"> order {number}</span>
          </button>
        ))}
      </div>
      <details id={`meaning-${record.id}`} open={props.from === 'order'}>
        <summary>
          What these do<span class="unseen"> to order {number}</span>
        </summary>
        <dl>
          {ways.map((way) => (
            <div key={way}>
              <dt>{WAYS_OUT[way].label}</dt>
              <dd id={`meaning-${way}-${record.id}`}>{WAYS_OUT[way].meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Form>
  );
}

function classOf(way: WayOut, ways: readonly WayOut[]): string {
  if (way === ways[0]) return 'button first';
  return way === 'entered-by-hand' ? 'button' : 'button end';
}
