import type { VNode } from 'preact';
import type { Fault } from '@poshub-bridge/core';
import { wordsOf } from '../words.js';
import { Code } from './alert.js';
import { Frame } from './frame.js';

/** The end of the way. Without a store's name it says nothing that a stranger could not know. */
export function DonePage({ till, store }: { readonly till: string; readonly store: string | undefined }): VNode {
  if (store === undefined)
    return (
      <Frame till={till} title="Nothing more to do here">
        <h1>Nothing more to do here</h1>
        <p class="lead">POS Hub shows for each location whether its till is connected. You can close this window.</p>
      </Frame>
    );
  return (
    <Frame till={till} title={`${store} is connected`} step="Done">
      <svg class="tick" width="48" height="48" viewBox="0 0 48 48" fill="none" stroke="currentColor" aria-hidden="true">
        <circle cx="24" cy="24" r="22" stroke-width="2.5" />
        <path d="m15 24.5 6.5 6.5L33.5 18" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
      </svg>
      <h1>{store} is connected</h1>
      <p class="lead">
        POS Hub will be told now. Its orders will appear at {till}, and its menu will follow the till’s. You can close
        this window.
      </p>
    </Frame>
  );
}

/** What went wrong where there is nothing on the page to mend. */
export function FaultPage(props: {
  readonly till: string;
  readonly fault: Fault;
  /** Where the merchant can go on, if there is such a place. */
  readonly back?: string;
}): VNode {
  const { heading, message, advice } = wordsOf(props.fault);
  return (
    <Frame till={props.till} title={heading}>
      <h1>{heading}</h1>
      <p class="lead">{message}</p>
      <p class="lead">{advice}</p>
      {props.back === undefined ? null : (
        <a class="action" href={props.back}>
          Try again
        </a>
      )}
      <Code code={props.fault.code} />
    </Frame>
  );
}
