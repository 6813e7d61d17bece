import type { ComponentChildren, JSX } from 'preact';
import { isFinal } from '../lifecycle.js';
import type { Order, StockItem, Store } from '../wire.js';
import { Act } from './actions.js';
import { StockList } from './stock-list.js';
import { Ticket } from './ticket.js';
import { type View, SHOWN, addressOf } from './view.js';

export interface BoardProps {
  merchant: string;
  stores: Store[];
  view: View;
  orders: Order[];
  stock: StockItem[];
  problem: string | undefined;
}

/** The whole page of somebody who is signed in. */
export function Board(props: BoardProps): JSX.Element {
  const { merchant, stores, view, orders, stock, problem } = props;
  const { store, shown } = view;
  const open = orders.filter(({ status }) => !isFinal(status));
  return (
    <Page title={`${open.length > 0 ? `(${open.length}) ` : ''}${store.name} till`}>
      <a class="skip" href="#board">
        Skip to {shown}
      </a>
      <div id="page" data-live={`/page/live?store=${store.id}`}>
        <header class="top">
          <h1>
            {store.name} <small>{merchant} till</small>
          </h1>
          <nav aria-label="Stores and views">
            <Links current={store.id} links={stores.map(({ id, name }) => [id, name, addressOf(id, shown)])} />
            <Links
              current={shown}
              links={SHOWN.map((one) => [one, one === 'stock' ? 'Stock' : 'Tickets', addressOf(store.id, one)])}
            />
          </nav>
          <div class="state">
            <Doors view={view} />
            <p id="live" role="status" />
            <form method="post" action="/page/sign-out">
              <input type="hidden" name="csrf" value={view.csrf} />
              <button id="sign-out" class="plain">
                Sign out
              </button>
            </form>
          </div>
        </header>
        <main id="board" tabIndex={-1}>
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          {shown === 'stock' ? (
            <StockList stock={stock} view={view} />
          ) : (
            <Tickets open={open} finished={orders.filter(({ status }) => isFinal(status))} view={view} />
          )}
        </main>
      </div>
    </Page>
  );
}

function Tickets({ open, finished, view }: { open: Order[]; finished: Order[]; view: View }): JSX.Element {
  const oldestFirst = open.toSorted((one, other) => one.number - other.number);
  return (
    <>
      <h2 id="open-title">Open tickets ({open.length})</h2>
      {open.length === 0 && <p class="empty">No open tickets. A new one appears here by itself.</p>}
      <div class="tickets" role="group" aria-labelledby="open-title">
        {oldestFirst.map((order) => (
          <Ticket order={order} view={view} />
        ))}
      </div>
      {finished.length > 0 && (
        <details id="finished" class="finished">
          <summary>
            <h2>Finished ({finished.length})</h2>
          </summary>
          <div class="tickets">
            {finished.map((order) => (
              <Ticket order={order} view={view} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

function Doors({ view }: { view: View }): JSX.Element {
  const { store } = view;
  return (
    <Act to={`/page/stores/${store.id}/open`} view={view}>
      <span class={store.open ? 'doors open' : 'doors closed'}>{store.open ? 'Taking orders' : 'Closed'}</span>
      <button id="doors" class="plain" name="open" value={store.open ? 'no' : 'yes'}>
        {store.open ? 'Close' : 'Open'}
        <span class="unseen"> store</span>
      </button>
    </Act>
  );
}

function Links(props: { current: string; links: [id: string, name: string, to: string][] }): JSX.Element {
  return (
    <ul>
      {props.links.map(([id, name, to]) => (
        <li>
          <a id={`to-${id}`} href={to} aria-current={id === props.current ? 'page' : undefined}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What asks for the PIN. */
export function SignIn({ problem }: { problem: string | undefined }): JSX.Element {
  return (
    <Page title="Sign in to the till">
      <main class="sign-in">
        <h1>Till</h1>
        <form method="post" action="/page/sign-in">
          <label for="pin">PIN</label>
          <input id="pin" name="pin" type="password" autocomplete="current-password" required aria-describedby="hint" />
          <p id="hint">The admin token that the till printed when it started.</p>
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          <button class="primary">Sign in</button>
        </form>
      </main>
    </Page>
  );
}

function Page({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="/page/icon.svg" />
        <link rel="stylesheet" href="/page/style.css" />
        <script src="/page/script.js" type="module" />
      </head>
      <body>{children}</body>
    </html>
  );
}
