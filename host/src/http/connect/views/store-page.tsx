import type { VNode } from 'preact';
import type { Fault, Store } from '@poshub-bridge/core';
import { FaultAlert } from './alert.js';
import { Frame, Hidden, Place, TIME_LIMIT, type Way } from './frame.js';

const NONE_CHOSEN = 'Choose the store that takes the orders.';

/** Asks which of the merchant's stores the location is. */
export function StorePage(props: {
  readonly way: Way;
  readonly stores: readonly Store[];
  /** The store that is marked at first. */
  readonly marked?: string;
  /** The store that the location is connected to now. */
  readonly current?: string;
  /** Whether the merchant chose none. */
  readonly isMissing?: boolean;
  readonly fault?: Fault;
}): VNode {
  const { way, stores, marked, current, isMissing = false, fault } = props;
  const isOne = stores.length === 1;
  const isWrong = isMissing || fault !== undefined;
  const question = isOne ? 'Is this the right store?' : 'Choose the store';
  return (
    <Frame till={way.till} title={`${isWrong ? 'Error: ' : ''}${question}`} step="Store" footer={TIME_LIMIT}>
      <h1>{question}</h1>
      <p class="lead">
        It takes the orders for <Place {...way} />.
      </p>
      {fault === undefined ? null : <FaultAlert fault={fault} />}
      {isMissing ? (
        <div class="alert" role="alert" tabIndex={-1} autofocus>
          <h2>Please look at this again</h2>
          <p>
            <a href="#store-1">{NONE_CHOSEN}</a>
          </p>
        </div>
      ) : null}
      <form method="post" action={way.action}>
        <Hidden step="store" csrf={way.csrf} />
        <fieldset {...(isMissing ? { 'aria-describedby': 'store-error' } : {})}>
          <legend>{isOne ? 'Your store' : 'Your stores'}</legend>
          {isMissing ? (
            <p class="error" id="store-error">
              {NONE_CHOSEN}
            </p>
          ) : null}
          <div class="choices">
            {stores.map((store, index) => (
              <Choice
                key={store.ref}
                id={`store-${index + 1}`}
                store={store}
                isMarked={store.ref === marked}
                isCurrent={store.ref === current}
                isMissing={isMissing}
              />
            ))}
          </div>
        </fieldset>
        <button class="action">Connect {isOne ? 'this store' : 'the chosen store'}</button>
      </form>
      <p class="aside">
        <a href={`${way.action}?change`}>Use another access to {way.till}</a>
      </p>
    </Frame>
  );
}

function Choice(props: {
  readonly id: string;
  readonly store: Store;
  readonly isMarked: boolean;
  readonly isCurrent: boolean;
  readonly isMissing: boolean;
}): VNode {
  const { id, store } = props;
  return (
    <label class="choice" for={id}>
      <input
        type="radio"
        name="store"
        id={id}
        value={store.ref}
        required
        checked={props.isMarked}
        {...(props.isMissing ? { 'aria-invalid': true } : {})}
      />
      <span>
        <strong>{store.name}</strong>
        {store.address === undefined ? null : <small>{store.address}</small>}
        <small>
          {[store.currency === undefined ? [] : `Prices in ${store.currency}`, props.isCurrent ? 'connected now' : []]
            .flat()
            .join(' · ')}
        </small>
      </span>
    </label>
  );
}
