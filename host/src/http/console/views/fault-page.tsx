import type { VNode } from 'preact';
import { FAULTS, type Fault } from '@poshub-bridge/core';
import { Threshold } from './frame.js';

/** What went wrong where no page could be shown. */
export function FaultPage({ fault, home }: { readonly fault: Fault; readonly home: string }): VNode {
  const isStale = fault.code === 'request.unauthenticated';
  const isInside = fault.side === 'bridge' || fault.side === 'configuration';
  const heading = isStale ? 'This form is no longer valid' : 'That did not work';
  return (
    <Threshold title={heading}>
      <h1>{heading}</h1>
      {isStale ? (
        <p class="lead">You signed in or out meanwhile, or another page sent it. Nothing was changed.</p>
      ) : (
        <>
          <p class="lead">{isInside ? FAULTS[fault.code].summary : fault.message}</p>
          <p class="lead">{fault.hint}</p>
        </>
      )}
      <a class="button first wide" href={home}>
        To the console
      </a>
      <p class="code">
        <code>{fault.code}</code>
      </p>
    </Threshold>
  );
}
