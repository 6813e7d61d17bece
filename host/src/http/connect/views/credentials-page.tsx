import type { VNode } from 'preact';
import type { Fault } from '@poshub-bridge/core';
import type { Mistake } from '../answers-form.js';
import type { Field } from '../fields.js';
import type { Parameters } from '../parameters.js';
import { FaultAlert, MistakeAlert } from './alert.js';
import { FieldInputs } from './field-input.js';
import { Frame, Hidden, Place, TIME_LIMIT, type Way } from './frame.js';

/** Asks for the access to the till by a form. */
export function CredentialsPage(props: {
  readonly way: Way;
  readonly fields: readonly Field[];
  /** What was sent before, where it was. */
  readonly sent?: Parameters;
  readonly mistakes?: readonly Mistake[];
  readonly fault?: Fault;
}): VNode {
  const { way, fields, sent, mistakes = [], fault } = props;
  const isWrong = mistakes.length > 0 || fault !== undefined;
  return (
    <Frame till={way.till} title={`${isWrong ? 'Error: ' : ''}Connect ${way.till}`} step="Access" footer={TIME_LIMIT}>
      <h1>Connect {way.till}</h1>
      <p class="lead">
        Orders for <Place {...way} /> will go from POS Hub to this till.
      </p>
      {fault === undefined ? null : <FaultAlert fault={fault} />}
      {mistakes.length === 0 ? null : <MistakeAlert mistakes={mistakes} />}
      <form method="post" action={way.action} autocomplete="off">
        <Hidden step="credentials" csrf={way.csrf} />
        <FieldInputs fields={fields} sent={sent} mistakes={mistakes} />
        <button class="action">Continue</button>
      </form>
    </Frame>
  );
}
