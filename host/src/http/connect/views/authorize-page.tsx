import type { VNode } from 'preact';
import type { Fault } from '@poshub-bridge/core';
import { FaultAlert } from './alert.js';
import { Frame, Hidden, Place, TIME_LIMIT, type Way } from './frame.js';

/** Leads to the vendor's own page, where the merchant gives the access. */
export function AuthorizePage({ way, fault }: { readonly way: Way; readonly fault?: Fault }): VNode {
  return (
    <Frame
      till={way.till}
      title={`${fault === undefined ? '' : 'Error: '}Connect ${way.till}`}
      step="Access"
      footer={TIME_LIMIT}
    >
      <h1>Connect {way.till}</h1>
      <p class="lead">
        Orders for <Place {...way} /> will go from POS Hub to this till. {way.till} will ask you to sign in and to allow
        it; your password stays there.
      </p>
      {fault === undefined ? null : <FaultAlert fault={fault} />}
      <form method="post" action={way.action}>
        <Hidden step="authorize" csrf={way.csrf} />
        <button class="action">Continue to {way.till}</button>
      </form>
    </Frame>
  );
}
