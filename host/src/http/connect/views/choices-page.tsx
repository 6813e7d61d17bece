import type { VNode } from 'preact';
import type { Fault } from '@poshub-bridge/core';
import type { Mistake } from '../answers-form.js';
import type { Field } from '../fields.js';
import type { Parameters } from '../parameters.js';
import { FaultAlert, MistakeAlert } from './alert.js';
import { FieldInputs } from './field-input.js';
import { Frame, Hidden, Place, TIME_LIMIT, type Way } from './frame.js';

/** Asks what only the merchant knows about the chosen store. */
export function ChoicesPage(props: {
  readonly way: Way;
  /** The reference of the chosen store. */
  readonly store: string;
  readonly fields: readonly Field[];
  readonly sent?: Parameters;
  readonly mistakes?: readonly Mistake[];
  readonly fault?: Fault;
}): VNode {
  const { way, store, fields, sent, mistakes = [], fault } = props;
  const isWrong = mistakes.length > 0 || fault !== undefined;
  const question = 'How should the store take orders?';
  return (
    <Frame till={way.till} title={`${isWrong ? 'Error: ' : ''}${question}`} step="Store" footer={TIME_LIMIT}>
      <h1>{question}</h1>
      <p class="lead">
        This is how orders for <Place {...way} /> will arrive at {way.till}.
      </p>
      {fault === undefined ? null : <FaultAlert fault={fault} />}
      {mistakes.length === 0 ? null : <MistakeAlert mistakes={mistakes} />}
      <form method="post" action={way.action}>
        <Hidden step="choices" csrf={way.csrf} />
        <input type="hidden" name="store" value={store} />
        <FieldInputs fields={fields} sent={sent} mistakes={mistakes} />
        <button class="action">Connect this store</button>
      </form>
    </Frame>
  );
}
