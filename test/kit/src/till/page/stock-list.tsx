import type { JSX } from 'preact';
import type { StockItem } from '../wire.js';
import { Act } from './actions.js';
import type { View } from './view.js';

/** Everything that can run out, each with a switch. */
export function StockList({ stock, view }: { stock: StockItem[]; view: View }): JSX.Element {
  const out = stock.filter((item) => !item.in_stock).length;
  return (
    <>
      <h2>Stock ({out === 0 ? 'everything is in' : `${out} out`})</h2>
      <div class="stock">
        <Part title="Products and sizes" items={stock.filter(({ kind }) => kind !== 'modifier')} view={view} />
        <Part title="Modifiers" items={stock.filter(({ kind }) => kind === 'modifier')} view={view} />
      </div>
    </>
  );
}

function Part({ title, items, view }: { title: string; items: StockItem[]; view: View }): JSX.Element {
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {items.map((item) => (
          <li class={`item is-${item.kind} ${item.in_stock ? 'in' : 'out'}`}>
            <span>
              {item.name} <strong>{item.in_stock ? '' : 'Out of stock'}</strong>
            </span>
            <Act to={`/page/stores/${view.store.id}/stock/${item.item_id}`} view={view}>
              <button id={`stock-${item.item_id}`} name="in_stock" value={item.in_stock ? 'no' : 'yes'}>
                {item.in_stock ? 'Mark out' : 'Back in'}
                <span class="unseen"> {item.name}</span>
              </button>
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}
